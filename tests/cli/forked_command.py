"""Runs a command in a forked copy of this process, with its own standard output: much faster than a new interpreter."""

from __future__ import annotations

import os
import sys
import tempfile
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from auditor.__main__ import main

CLOSED = Path("closed")


class Ended(NamedTuple):
    """How a command ended."""

    code: int
    output: str
    error: str
    seconds: float


def run_forked(words: Sequence[str], folder: Path, *, to: Path | None = None, env: Mapping[str, str] = {}) -> Ended:
    """Run ``auditor WORDS`` in a folder, its output to a file (``to``), into nothing (``CLOSED``), or returned."""
    with tempfile.TemporaryFile() as output, tempfile.TemporaryFile() as error:
        began = time.monotonic()
        child = os.fork()
        if not child:
            os.dup2(os.open(to, os.O_WRONLY) if to and to is not CLOSED else output.fileno(), 1)
            os.dup2(error.fileno(), 2)
            _run_in_child(words, folder, env, closed=to is CLOSED)
        code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
        texts = [_read(stream.fileno()) for stream in (output, error)]
        return Ended(code, *texts, time.monotonic() - began)


def child_of(words: Sequence[str], folder: Path) -> int:
    """Start ``auditor WORDS`` in a folder as the leader of a process group of its own; returns its number."""
    child = os.fork()
    if not child:
        os.setsid()
        nothing = os.open(os.devnull, os.O_WRONLY)
        os.dup2(nothing, 1)
        os.dup2(nothing, 2)
        _run_in_child(words, folder, {}, closed=False)
    return child


def _run_in_child(words: Sequence[str], folder: Path, env: Mapping[str, str], *, closed: bool) -> None:
    code: object = 70
    try:
        os.chdir(folder)
        os.environ.update(env)
        sys.argv[1:] = words
        sys.stdin = open(os.devnull, encoding="utf-8")  # noqa: PTH123, SIM115
        sys.stdout = None if closed else open(1, "w", encoding="utf-8", closefd=False)  # type: ignore[assignment] # noqa: SIM115
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False, buffering=1)  # noqa: SIM115
        main()
    except SystemExit as end:
        code = end.code
    finally:
        for stream in (sys.stdout, sys.stderr):
            if stream:
                stream.flush()
        os._exit(code if isinstance(code, int) else 71)


def _read(file: int) -> str:
    os.lseek(file, 0, os.SEEK_SET)
    with open(file, "rb", closefd=False) as stream:
        return stream.read().decode()
