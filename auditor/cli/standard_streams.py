"""Prepares standard input, output and error before a command runs: closed ones, and encodings that lack a letter."""

from __future__ import annotations

import io
import os
import sys

from auditor.cli.exit_codes import Exit


def prepare_standard_streams() -> None:
    """Open what is closed, except standard output: with exit code 3 where that is closed.

    A file that is opened later, such as the database, would otherwise get the number of the closed stream, and with it
    everything that is printed. Letters that the encoding of a stream lacks are written as escapes.
    """
    if sys.stdin is None:
        os.open(os.devnull, os.O_RDONLY)
    if sys.stdout is None:
        if sys.stderr is not None:
            sys.stderr.write("Standard output is closed; direct it to a file, or to /dev/null to discard it.\n")
        raise SystemExit(Exit.CONFIGURATION)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - open until the process ends
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")
