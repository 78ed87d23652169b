"""What commands print and how they end: standard output, standard error, JSON, exit codes."""

from __future__ import annotations

import sys
from enum import IntEnum
from typing import Any

import msgspec
import typer
from rich.console import Console
from rich.text import Text

from auditor.standards.personal_numbers import masked, masked_values

PIPED_WIDTH = 400
"""Columns of output that goes into a pipe or file: lines are not folded, so that they can be searched."""


class _Printer(Console):
    """A console that masks the personal numbers in every text."""

    def render_str(self, text: str, **settings: Any) -> Text:
        """Render a text, a cell of a table too: all that is printed passes here."""
        return super().render_str(masked(text), **settings)


out = _Printer(highlight=False, width=None if sys.stdout.isatty() else PIPED_WIDTH)
err = _Printer(stderr=True, highlight=False, soft_wrap=True)


class Exit(IntEnum):
    """Exit codes. Where more than one applies, the greatest is used."""

    GOOD = 0
    """Nothing new and serious was found."""
    NEW_SERIOUS = 1
    """New findings, serious or worse."""
    NOT_AUDITED = 2
    """Some sites or pages could not be audited."""
    CONFIGURATION = 3
    """The configuration, an option or an input file cannot be used."""
    LOCKED = 4
    """Another run of the same store is under way."""
    STOPPED = 130
    """Stopped by Ctrl-C or a signal; the same command resumes the run."""


def stop(code: Exit, *sentences: str) -> typer.Exit:
    """Print what is wrong and what to do on standard error. Returns the exception to raise."""
    for sentence in sentences:
        err.print(sentence, style="bold red" if code is Exit.CONFIGURATION else "", markup=False)
    return typer.Exit(code)


def print_json(value: object) -> None:
    """Print a value as one JSON document in UTF-8, personal numbers masked."""
    whole = msgspec.json.encode(masked_values(msgspec.to_builtins(value)))
    sys.stdout.write(msgspec.json.format(whole, indent=2).decode() + "\n")
