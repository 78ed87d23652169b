"""Options that several commands share, and what they open: configuration, waivers, store, code tables."""

from __future__ import annotations

import os
import socket
from datetime import date, datetime
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from auditor import standards
from auditor.cli.messages import use_language
from auditor.cli.terminal import Exit, err, stop
from auditor.config.sites import load_portfolio
from auditor.config.waivers import WAIVERS_FILE, load_waivers
from auditor.config.yaml_file import ConfigurationError
from auditor.model import TAIPEI, Portfolio, Run, Topic, Waiver
from auditor.report.words import LANGUAGES
from auditor.store import Store, StoreError
from auditor.store.maintenance import complete_restore

Config = Annotated[
    Path, typer.Option("--config", envvar="AUDITOR_CONFIG", help="File of the sites and settings.", show_default=True)
]
Data = Annotated[
    Path, typer.Option("--data", envvar="AUDITOR_DATA", help="Folder of the store: facts, findings, history.")
]
Database = Annotated[
    str, typer.Option("--store", envvar="AUDITOR_STORE", help="Database URL. Default: SQLite inside --data.")
]
Reports = Annotated[Path, typer.Option("--reports", envvar="AUDITOR_REPORTS", help="Folder that reports go into.")]


def _known_language(language: str) -> str:
    """The language; exit 3 at once, before anything is done, for one that reports are not written in."""
    if language not in LANGUAGES:
        raise stop(Exit.CONFIGURATION, f"--language {language}: no such language; choose from {', '.join(LANGUAGES)}.")
    return language


def _messages_language(language: str) -> str:
    """Print in this language from now on, or in that of the locale; exit 3 for one that there is none of."""
    use_language(_known_language(language) if language else "")
    return language


def _reports_language(context: typer.Context, parameter: typer.CallbackParam, language: str) -> str:
    """The language of reports; where it was typed, messages are printed in it too."""
    source = context.get_parameter_source(parameter.name or "")
    is_typed = source is not None and source.name != "DEFAULT"
    known = _known_language(language)
    use_language(known if is_typed else "")
    return known


Messages = Annotated[
    str,
    typer.Option(
        "--language", callback=_messages_language, help="Language of what is printed: zh-TW or en. Default: of LANG."
    ),
]
Language = Annotated[
    str, typer.Option("--language", callback=_reports_language, help="Language of reports and tables: zh-TW or en.")
]
Json = Annotated[bool, typer.Option("--json", help="Print JSON (docs/schema) instead of text.")]
Sarif = Annotated[bool, typer.Option("--sarif", help="Print SARIF 2.1.0 instead of text, for code hosts and editors.")]
Junit = Annotated[bool, typer.Option("--junit", help="Print JUnit XML instead of text, for build servers.")]
Checks = Annotated[
    str, typer.Option("--checks", help="Topics, separated by commas: links, metadata, accessibility, convenience.")
]
RunNumber = Annotated[
    int, typer.Option("--run", help="Number of the run (`auditor status`). Default: the latest judged run.")
]
Addresses = Annotated[
    list[str], typer.Argument(help="Addresses such as https://www.example.gov.tw/", show_default=False)
]

_OTHER_DATA = "For the other kind of dates name another folder with --data."


def _known_date(today: str) -> str:
    """The date; exit 3 at once for what is none."""
    try:
        return date.fromisoformat(today).isoformat() if today else ""
    except ValueError as error:
        raise stop(Exit.CONFIGURATION, f"--today {today}: write a date such as 2026-11-30.") from error


Today = Annotated[
    str,
    typer.Option("--today", callback=_known_date, help="Take this date for today (demos, tests); outputs are marked."),
]

AS_ROOT = "root, for whom Chromium has no sandbox: run the auditor as a user of its own"
"""What `doctor` and `run` state of a user that should not run browsers."""

CONFIG, DATA, REPORTS = Path("sites.yaml"), Path(".auditor"), Path("reports")


def configured_portfolio(path: Path) -> Portfolio:
    """The configuration, or exit 3 with every problem of the file."""
    try:
        return load_portfolio(path)
    except ConfigurationError as error:
        count = len(error.problems)
        heading = f"{path} has {count} problem{'s' if count > 1 else ''}:"
        raise stop(Exit.CONFIGURATION, heading, *error.problems) from error


def configured_waivers(path: Path) -> tuple[Waiver, ...]:
    """The waivers beside a configuration, or exit 3 with every problem of their file."""
    try:
        return load_waivers(path.with_name(WAIVERS_FILE))
    except ConfigurationError as error:
        raise stop(Exit.CONFIGURATION, *error.problems) from error


def open_store(data: Path, database: str) -> Store:
    """The store, or exit 3 with what is wrong with its place. Imported code tables are used from then on."""
    if taken := next((place for place in (data, *data.parents) if place.exists() and not place.is_dir()), None):
        raise stop(Exit.CONFIGURATION, f"--data {data}: {taken} is a file; name a folder, or one that can be made.")
    try:
        if complete_restore(data):
            err.print(f"{data}: a restore that was cut off is complete now.")
        use_imported_tables(data)
        store = Store.open(database or f"sqlite:///{(data / 'auditor.sqlite').resolve()}", data / "blobs")
    except (StoreError, OSError) as error:
        raise stop(Exit.CONFIGURATION, str(error)) from error
    if any(run.settings.today for run in store.runs.all()):
        err.print(f"{data}: the dates of its runs were set by --today; they are not real.")
    return store


def lock_holder() -> str:
    """The name under which this process holds the store's lock: host and process id."""
    return f"{socket.gethostname()}:{os.getpid()}"


def judged_run(store: Store, number: int) -> Run:
    """The run of this number, or the latest judged one for 0; exit 3 where there is none."""
    runs = [run for run in store.runs.all() if store.judgements.latest(run.number)]
    matching = [run for run in runs if number in (0, run.number)]
    if not matching:
        if number:
            raise stop(Exit.CONFIGURATION, f"No judged run {number} in this store; `auditor status` lists the runs.")
        raise stop(Exit.CONFIGURATION, "No judged run in this store; `auditor status` lists the runs.")
    return matching[-1]


def selected_topics(text: str) -> tuple[str, ...]:
    """The topics of ``--checks`` in the product's order, all for none; exit 3 for one that does not exist."""
    wanted = [part.strip() for part in text.split(",") if part.strip()]
    unknown = [part for part in wanted if part not in list(Topic)]
    if unknown:
        raise stop(Exit.CONFIGURATION, f"--checks {unknown[0]}: no such topic; choose from {', '.join(Topic)}.")
    return tuple(str(topic) for topic in Topic if not wanted or topic in wanted)


def configured_zone(path: Path) -> str:
    """The bureau's time zone by a configuration; where there is no such file, the default."""
    return configured_portfolio(path).time_zone if path.is_file() else TAIPEI


def bureau_time(zone: str = TAIPEI, today: str = "") -> datetime:
    """The present moment in the bureau's zone, on the date ``today`` (ISO) where that is given."""
    now = datetime.now(ZoneInfo(zone))
    return now if not today else datetime.combine(date.fromisoformat(today), now.timetz())


def check_clock(store: Store, today: str) -> None:
    """Exit 3 where runs of set dates and of the clock would mix in one store, or a set date lies before its runs."""
    runs = store.runs.all()
    if today and any(not run.settings.today for run in runs):
        raise stop(Exit.CONFIGURATION, f"--today {today}: this store holds runs of real dates. {_OTHER_DATA}")
    if not today and any(run.settings.today for run in runs):
        raise stop(Exit.CONFIGURATION, f"This store holds runs of dates set by --today; set one again. {_OTHER_DATA}")
    if today and runs and today < (last := max(run.day for run in runs)):
        raise stop(
            Exit.CONFIGURATION, f"--today {today}: a run of this store is of {last}; set that date or a later one."
        )


def use_imported_tables(data: Path) -> None:
    """Use the code tables that the bureau imported instead of the shipped ones; exit 3 for a file that is none."""
    try:
        standards.use_code_tables_of(imported_tables_folder(data))
    except LookupError as error:
        raise stop(Exit.CONFIGURATION, str(error)) from error


def imported_tables_folder(data: Path) -> Path:
    """The folder of imported code tables."""
    return data / "tables"
