"""Versions of the browser, the driver and the engine that are installed on this machine."""

from __future__ import annotations

import json
import re
import subprocess

from auditor.browser import axe_release
from auditor.browser.chromium import BrowserSettings, browser_program, driver_program

_SEARCHED = {
    "browser": "the browser (AUDITOR_BROWSER, or chromium, chromium-browser, google-chrome or chrome on the path)",
    "driver": "its driver (AUDITOR_DRIVER, or chromedriver on the path)",
}
_REMEDY = (
    "run scripts/setup, or install Debian's chromium and chromium-driver. "
    "The topics links and metadata need no browser (--checks links,metadata)"
)
_NUMBER = re.compile(r"\d{1,9}(?:\.\d{1,9}){1,3}")


class MissingProgram(Exception):  # noqa: N818  # names what is missing
    """Pages cannot be visited; the message names what is missing, and what to do."""


def versions() -> dict[str, str]:
    """Return the versions of ``browser``, ``driver`` and ``axe-core`` by these names; what is missing is left out."""
    settings = BrowserSettings()
    found = {
        "browser": _version_of(browser_program(settings)),
        "driver": _version_of(driver_program(settings)),
        "axe-core": _engine_version(),
    }
    return {name: version for name, version in found.items() if version}


def can_visit(tools: dict[str, str]) -> bool:
    """Whether pages can be visited with these tools."""
    return {"browser", "driver", "axe-core"} <= tools.keys()


def require_programs(tools: dict[str, str]) -> None:
    """Raise ``MissingProgram`` or ``EnginesMissing`` where pages cannot be visited with these tools."""
    missing = [searched for name, searched in _SEARCHED.items() if name not in tools]
    if missing:
        raise MissingProgram(f"Pages cannot be visited without {' and '.join(missing)}; {_REMEDY}.")
    if tools["browser"].partition(".")[0] != tools["driver"].partition(".")[0]:
        differ = f"the driver's version {tools['driver']} is not that of the browser, {tools['browser']}"
        raise MissingProgram(f"Pages cannot be visited: {differ}; {_REMEDY}.")
    axe_release.engine_folder()


def _version_of(program: str) -> str:
    if not program:
        return ""
    try:
        printed = subprocess.run(  # noqa: S603  # the found program, fixed arguments
            [program, "--version"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired):
        return ""
    number = _NUMBER.search(printed.stdout)
    return number[0] if number else ""


def _engine_version() -> str:
    try:
        package = axe_release.engine_folder() / "package.json"
        return str(json.loads(package.read_text(encoding="utf-8"))["version"])
    except (axe_release.EnginesMissing, OSError, ValueError, KeyError):
        return ""
