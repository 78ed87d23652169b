"""The root of the command line: its help text and ``--version``."""

from __future__ import annotations

import typer

from auditor import __version__
from auditor.cli.command_folder import CommandFolder
from auditor.cli.terminal import out

app = typer.Typer(
    name="auditor",
    cls=CommandFolder,
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="markdown",
    pretty_exceptions_enable=False,
    help=(
        "Audits the bureau's and the industrial zones' websites every month: links, classification, accessibility, "
        "convenience.\n\nNew here? `auditor demo` audits a built-in network of 53 sites; `auditor page URL` audits "
        "any page; `auditor sites` lists what is still missing before `auditor run`.\n\n"
        "Exit codes: 0 nothing new and serious · 1 new serious findings · 2 some sites could not be audited · "
        "3 the command could not do its work, and states why · 4 another run holds the lock · 130 stopped."
    ),
)


def _show_version(wanted: bool) -> None:
    if wanted:
        out.print(f"auditor {__version__}")
        raise typer.Exit


@app.callback()
def root(
    _version: bool = typer.Option(False, "--version", callback=_show_version, is_eager=True, help="Print the version."),
) -> None:
    """Run before every command; all options of the root have callbacks."""
