"""Which browser, driver and engine stand ready on this machine, by version."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
from pathlib import Path

from auditor.browser import axe_release
from auditor.browser.chromium import BrowserSettings, browser_program, driver_program

_NUMBER = re.compile(r"\d+(?:\.\d+){1,3}")


def versions() -> dict[str, str]:
    """Versions by name: ``browser``, ``driver`` and ``axe-core``; what is missing is left out."""
    terms = BrowserSettings()
    found = {
        "browser": _version_of(browser_program(terms)),
        "driver": _version_of(driver_program(terms)),
        "axe-core": _engine(),
    }
    return {name: version for name, version in found.items() if version}


def reader_version() -> str:
    """12 hex digits that change whenever a body may be read otherwise: over the gatherers, the nouns and the tables."""
    product = Path(__file__).resolve().parent.parent
    packages = ("extract", "fetch", "browser", "model", "standards")
    files = [product / "urls.py", *(file for package in packages for file in (product / package).rglob("*"))]
    digest = hashlib.blake2b(digest_size=6)
    for file in sorted(file for file in files if file.suffix in {".py", ".yaml", ".json"}):
        digest.update(file.read_bytes())
    return digest.hexdigest()


def can_visit(tools: dict[str, str]) -> bool:
    """Whether pages can be shown to a browser with these tools."""
    return {"browser", "driver", "axe-core"} <= tools.keys()


def _version_of(program: str) -> str:
    if not program:
        return ""
    try:
        told = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=20, check=False)  # noqa: S603
    except (OSError, subprocess.TimeoutExpired):
        return ""
    number = _NUMBER.search(told.stdout)
    return number[0] if number else ""


def _engine() -> str:
    try:
        package = axe_release.engine_folder() / "package.json"
        return str(json.loads(package.read_text(encoding="utf-8"))["version"])
    except (axe_release.EnginesMissing, OSError, ValueError, KeyError):
        return ""
