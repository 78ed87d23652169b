"""Which browser, driver and engine stand ready on this machine, by version."""

from __future__ import annotations

import json
import re
import subprocess

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
