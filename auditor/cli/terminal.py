"""What commands print and how they end: standard output, standard error, JSON, XML."""

from __future__ import annotations

import errno
import os
import sys
from contextlib import suppress
from typing import Any

import msgspec
import typer
from rich.console import Console
from rich.text import Text

from auditor.cli.exit_codes import Exit
from auditor.cli.messages import stated
from auditor.cli.shown_text import shown, shown_xml
from auditor.standards.personal_numbers import masked_values

__all__ = ("PIPED_WIDTH", "Exit", "counted", "err", "out", "print_json", "print_xml", "stop")

PIPED_WIDTH = 400
"""Columns of output that goes into a pipe or file: lines are not folded, so that they can be searched."""


class _Printer(Console):
    """A console that prints every text by ``shown`` and takes none of it for markup or names of emoji."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(highlight=False, markup=False, emoji=False, **settings)

    def render_str(self, text: str, **settings: Any) -> Text:
        """Render a text, a cell of a table too: all that is printed passes here."""
        return super().render_str(shown(text), **settings)

    def on_broken_pipe(self) -> None:
        """Raise the error; the library would exit with code 1."""
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))


class _ErrorPrinter(_Printer):
    """Standard error. What cannot be written there is dropped: the result of a command is not in it."""

    def print(self, *objects: Any, **settings: Any) -> None:
        """Print if that is possible, sentences in the language of the terminal."""
        with suppress(OSError):
            super().print(*(stated(part) if isinstance(part, str) else part for part in objects), **settings)


out = _Printer(width=None if sys.stdout.isatty() else PIPED_WIDTH)
err = _ErrorPrinter(stderr=True, soft_wrap=True)


def stop(code: Exit, *sentences: str) -> typer.Exit:
    """Print what is wrong and what to do on standard error. Returns the exception to raise."""
    for sentence in sentences:
        err.print(sentence, style="bold red" if code is Exit.CONFIGURATION else "")
    return typer.Exit(code)


def print_json(value: object) -> None:
    """Print a value as one JSON document in UTF-8, personal numbers masked text by text: an escape ends in a digit."""
    document = msgspec.json.encode(masked_values(msgspec.to_builtins(value)))
    sys.stdout.write(shown(msgspec.json.format(document, indent=2).decode()) + "\n")


def print_xml(document: bytes) -> None:
    """Print an XML document in UTF-8."""
    sys.stdout.write(shown_xml(document.decode()))


def counted(number: int, thing: str, things: str = "") -> str:
    """A number with the noun that it counts: ``1 page``, ``2,000 pages``."""
    return f"{number:,} {thing if number == 1 else things or f'{thing}s'}"
