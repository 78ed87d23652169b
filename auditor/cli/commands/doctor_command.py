"""``auditor doctor``: checks that everything a run needs is installed and reachable, with a remedy where it is not."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime
from pathlib import Path

import msgspec
import typer

from auditor.browser.versions import versions
from auditor.cli import options
from auditor.cli.messages import localized
from auditor.cli.terminal import Exit, out, print_json
from auditor.config.sites import load_portfolio
from auditor.config.yaml_file import ConfigurationError
from auditor.model import TAIPEI
from auditor.store import Store, StoreError

_BYTES_NEEDED = 2_000_000_000


_REQUIREMENTS = {
    "Python": "terminal.need_python",
    "browser and engine": "terminal.need_browser",
    "user": "terminal.need_user",
    "Chinese fonts": "terminal.need_fonts",
    "data folder": "terminal.need_data",
    "reports folder": "terminal.need_reports",
    "database": "terminal.need_database",
    "clock": "terminal.need_clock",
    "network": "terminal.need_network",
    "configuration": "terminal.need_configuration",
}
"""What each requirement is called where it is printed."""


class Examination(msgspec.Struct, frozen=True):
    """The result for one requirement of a run, as ``--json`` prints it."""

    what: str
    """The requirement, such as ``browser and engine``."""
    well: bool
    """Whether it is met."""
    seen: str
    """The versions, folder or problem found."""
    mend: str = ""
    """What to do where it is not met."""


def doctor_command(
    config: options.Config = options.CONFIG,
    data: options.Data = options.DATA,
    database: options.Database = "",
    reports: options.Reports = options.REPORTS,
    as_json: options.Json = False,
    _language: options.Messages = "",
) -> None:
    """Check browser and driver, fonts, write access, database, clock and network; exit code 3 when one is missing."""
    examinations: tuple[Callable[[], Examination], ...] = (
        _python,
        _browser,
        _user,
        _fonts,
        lambda: _writable("data folder", data),
        lambda: _writable("reports folder", reports),
        lambda: _database(data, database),
        lambda: _clock(config),
        _names,
        lambda: _configuration(config),
    )
    results = [examine() for examine in examinations]
    if as_json:
        print_json(results)
    else:
        _print_results(results)
    raise typer.Exit(Exit.GOOD if all(result.well for result in results) else Exit.CONFIGURATION)


def _print_results(results: Iterable[Examination]) -> None:
    for result in results:
        out.print(f"{'✓' if result.well else '✕'} {localized(_REQUIREMENTS[result.what])}: {result.seen}")
        if not result.well:
            out.print(f"    {result.mend}")


def _python() -> Examination:
    version = sys.version.split()[0]
    return Examination("Python", (3, 11) <= sys.version_info[:2] <= (3, 13), version, localized("terminal.mend_python"))


def _browser() -> Examination:
    installed = versions()
    seen = ", ".join(f"{name} {version}" for name, version in installed.items()) or localized("terminal.none_found")
    mend = localized("terminal.mend_browser")
    missing = [name for name in ("browser", "driver", "axe-core") if name not in installed]
    if missing:
        return Examination(
            "browser and engine", False, localized("terminal.seen_missing", seen=seen, missing=", ".join(missing)), mend
        )
    same = installed["browser"].split(".")[0] == installed["driver"].split(".")[0]
    return Examination("browser and engine", same, seen, localized("terminal.mend_driver", mend=mend))


def _user() -> Examination:
    shared = "other users of this machine can command the browser during a run (SECURITY.md)"
    return Examination("user", True, f"{options.AS_ROOT if os.geteuid() == 0 else 'not root'}; {shared}")


def _fonts() -> Examination:
    mend = localized("terminal.mend_fonts")
    lister = shutil.which("fc-list")
    if not lister:
        return Examination("Chinese fonts", False, localized("terminal.fonts_unlisted"), mend)
    listed = subprocess.run(  # noqa: S603 -- the found program, fixed arguments
        [lister, ":lang=zh-tw", "family"],
        capture_output=True,
        text=True,
        timeout=30,
        check=False,
    )
    families = sorted({line.split(",")[0].strip() for line in listed.stdout.splitlines() if line.strip()})
    return Examination(
        "Chinese fonts", bool(families), ", ".join(families[:3]) or localized("terminal.none_found"), mend
    )


def _writable(what: str, folder: Path) -> Examination:
    probe = folder / f".doctor-{os.getpid()}"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        probe.write_text("x", encoding="utf-8")
        probe.unlink()
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return Examination(what, False, f"{folder}: {error.strerror}", localized("terminal.mend_folder"))
    seen = localized("terminal.seen_folder", folder=str(folder), free=round(free / 1e9))
    return Examination(what, free > _BYTES_NEEDED, seen, localized("terminal.mend_space"))


def _database(data: Path, database: str) -> Examination:
    url = database or f"sqlite:///{(data / 'auditor.sqlite').resolve()}"
    try:
        with Store.open(url, data / "blobs") as store:
            return Examination("database", True, localized("terminal.seen_database", n=len(store.runs.all())))
    except StoreError as error:
        return Examination("database", False, str(error), localized("terminal.mend_database"))


def _clock(config: Path) -> Examination:
    zone = _zone(config)
    bureau, here = options.bureau_time(zone), datetime.now().astimezone()
    seen = f"{bureau:%Y-%m-%d %H:%M} {zone}"
    if bureau.utcoffset() != here.utcoffset():
        seen += f"; this machine's clock shows {here:%Y-%m-%d %H:%M} {here:%Z}: dates, months and times follow {zone}"
    return Examination("clock", bureau.year >= 2026, seen, localized("terminal.mend_clock"))


def _zone(config: Path) -> str:
    try:
        return load_portfolio(config).time_zone
    except ConfigurationError:
        return TAIPEI


def _names() -> Examination:
    try:
        socket.getaddrinfo("www.gov.tw", 443)
    except OSError:
        mend = localized("terminal.mend_network")
        return Examination("network", False, localized("terminal.unresolved"), mend)
    return Examination("network", True, localized("terminal.resolved"))


def _configuration(path: Path) -> Examination:
    try:
        portfolio = load_portfolio(path)
    except ConfigurationError as error:
        problems = localized("terminal.file_problems", file=str(path), n=len(error.problems))
        return Examination("configuration", False, problems, localized("terminal.mend_configuration"))
    return Examination("configuration", True, "; ".join(_site_counts(portfolio.sites, path)))


def _site_counts(sites: tuple[object, ...], path: Path) -> Iterator[str]:
    yield localized("terminal.file_sites", file=str(path), n=len(sites))
    without = sum(not getattr(site, "url", "") for site in sites)
    if without:
        yield localized("terminal.sites_without_address", n=without)
