"""Writes a file that is there whole or not at all, and of which nothing is left when its writer is killed."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import IO


@contextlib.contextmanager
def whole_file(path: Path) -> Iterator[IO[bytes]]:
    """Open a file without a name; it gets its name, in place of the file that has it, when all is written.

    Where the file system has no files without names it is written under a name of its own, which the next writer of
    the same file removes. Raises ``OSError``.
    """
    half = path.with_name(f".{path.name}.half")
    half.unlink(missing_ok=True)
    try:
        number = os.open(path.parent, os.O_TMPFILE | os.O_RDWR, 0o600)
    except (OSError, AttributeError):
        number = os.open(half, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
    try:
        with os.fdopen(number, "w+b") as stream:
            yield stream
            stream.flush()
            os.fsync(number)
            if not half.exists():
                # with a folder's number, whatever it is, the call is linkat, which follows the link to the open file
                os.link(f"/proc/self/fd/{number}", half, src_dir_fd=number)
        half.replace(path)
    finally:
        half.unlink(missing_ok=True)
