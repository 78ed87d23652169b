"""Options that several commands share, and what they open: the configuration and the store."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Annotated

import typer

from auditor import standards
from auditor.cli.app import Exit, stop
from auditor.config import sites
from auditor.config import waivers as waiverfile
from auditor.config.yaml_file import ConfigurationError
from auditor.model import Portfolio, Topic, Waiver
from auditor.store import Store, StoreError

Config = Annotated[
    Path, typer.Option("--config", envvar="AUDITOR_CONFIG", help="The sites and terms of the audit.", show_default=True)
]
Data = Annotated[
    Path, typer.Option("--data", envvar="AUDITOR_DATA", help="Folder of the store: facts, findings, history.")
]
Database = Annotated[
    str, typer.Option("--store", envvar="AUDITOR_STORE", help="Database URL; SQLite inside --data unless named.")
]
Reports = Annotated[Path, typer.Option("--reports", envvar="AUDITOR_REPORTS", help="Folder that reports go into.")]
Language = Annotated[str, typer.Option("--language", help="zh-TW or en: the words of reports and tables.")]
Json = Annotated[bool, typer.Option("--json", help="Print JSON (docs/schema) instead of text.")]
Sarif = Annotated[bool, typer.Option("--sarif", help="Print SARIF 2.1.0 instead of text, for code hosts and editors.")]
Junit = Annotated[bool, typer.Option("--junit", help="Print JUnit XML instead of text, for build servers.")]
Checks = Annotated[
    str, typer.Option("--checks", help="Topics, separated by commas: links, metadata, accessibility, convenience.")
]

CONFIG, DATA, REPORTS = Path("sites.yaml"), Path(".auditor"), Path("reports")


def portfolio(path: Path) -> Portfolio:
    """The configuration, or exit 3 with every problem of the file."""
    try:
        return sites.load_portfolio(path)
    except ConfigurationError as error:
        count = len(error.problems)
        heading = f"{path} has {count} problem{'s' if count > 1 else ''}:"
        raise stop(Exit.CONFIGURATION, heading, *error.problems) from error


def waivers(path: Path) -> tuple[Waiver, ...]:
    """The waivers beside a configuration, or exit 3 with every problem of their file."""
    try:
        return waiverfile.load_waivers(path.with_name(waiverfile.WAIVERS_FILE))
    except ConfigurationError as error:
        raise stop(Exit.CONFIGURATION, *error.problems) from error


def store(data: Path, database: str) -> Store:
    """The store, or exit 3 with what is wrong with its place; from then on the bureau's own code tables count."""
    own_tables(data)
    try:
        return Store.open(database or f"sqlite:///{(data / 'auditor.sqlite').resolve()}", data / "blobs")
    except StoreError as error:
        raise stop(Exit.CONFIGURATION, str(error)) from error


def topics(text: str) -> tuple[str, ...]:
    """The topics named, in the order of the product; exit 3 for one that does not exist."""
    wanted = [part.strip() for part in text.split(",") if part.strip()]
    unknown = [part for part in wanted if part not in list(Topic)]
    if unknown:
        raise stop(Exit.CONFIGURATION, f"--checks {unknown[0]}: no such topic; choose from {', '.join(Topic)}.")
    return tuple(str(topic) for topic in Topic if not wanted or topic in wanted)


def now() -> datetime:
    """The present moment with the local time zone: a run's date is taken from it once."""
    return datetime.now().astimezone()


def own_tables(data: Path) -> None:
    """Use the code tables that the bureau imported instead of the shipped ones; exit 3 for a file that is none."""
    try:
        standards.use_code_tables_of(tables_folder(data))
    except LookupError as error:
        raise stop(Exit.CONFIGURATION, str(error)) from error


def tables_folder(data: Path) -> Path:
    """Where imported code tables lie."""
    return data / "tables"
