"""The root of all commands, and what turns an error into one clear sentence and an exit code."""

from __future__ import annotations

import sys
from enum import IntEnum

import structlog
import typer
from rich.console import Console

from auditor import __version__

app = typer.Typer(
    name="auditor",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help=(
        "Audits the bureau's and the industrial zones' websites every month: links, classification, accessibility, "
        "convenience.\n\nNew here? `auditor demo` audits a built-in network of 53 sites; `auditor page URL` looks at "
        "any page; `auditor sites` shows what is still missing before `auditor run`.\n\n"
        "Exit codes: 0 nothing new and serious · 1 new serious findings · 2 some sites could not be audited · "
        "3 configuration error · 4 another run holds the lock."
    ),
)
PIPED_WIDTH = 400
"""Columns where nobody watches: lines are not folded, so that they can be searched."""

out = Console(highlight=False, width=None if sys.stdout.isatty() else PIPED_WIDTH)
err = Console(stderr=True, highlight=False, soft_wrap=True)


class Exit(IntEnum):
    """What the exit code says; a later one outranks an earlier one."""

    GOOD = 0
    NEW_SERIOUS = 1
    NOT_AUDITED = 2
    CONFIGURATION = 3
    LOCKED = 4
    STOPPED = 130


def stop(code: Exit, *sentences: str) -> typer.Exit:
    """Say what is wrong and what to do, on standard error; raise what this returns."""
    for sentence in sentences:
        err.print(sentence, style="bold red" if code is Exit.CONFIGURATION else "", markup=False)
    return typer.Exit(code)


def _show_version(wanted: bool) -> None:
    if wanted:
        out.print(f"auditor {__version__}")
        raise typer.Exit


@app.callback()
def root(
    _version: bool = typer.Option(False, "--version", callback=_show_version, is_eager=True, help="Print the version."),
    verbose: bool = typer.Option(False, "--verbose", help="Log every step to standard error."),
) -> None:
    """Set logging up before any command runs."""
    level = 10 if verbose else 30
    structlog.configure(
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
