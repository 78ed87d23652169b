"""A folder for the work of one process; what a killed process left there is known by its lock, which ended with it."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def locked_folder(place: Path) -> Iterator[Path]:
    """Yield a new folder at ``place`` and remove it at the end; a folder left by a killed process gives way.

    Raises ``OSError``, also where another process works there.
    """
    remove_unlocked(place)
    lock = _locked(place)
    try:
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
        os.close(lock)


def remove_unlocked(place: Path) -> None:
    """Remove a folder unless a process that works there holds its lock."""
    try:
        lock = os.open(place, os.O_RDONLY)
    except OSError:  # there is none
        return
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(place, ignore_errors=True)
    except OSError:  # it is locked
        pass
    finally:
        os.close(lock)


def _locked(place: Path) -> int:
    """Make a folder and lock it; another process may take it for left before that, and remove it."""
    while True:
        try:
            place.mkdir(mode=0o700)
        except FileExistsError as error:
            raise OSError(errno.EBUSY, "another process works there", str(place)) from error
        try:
            lock = os.open(place, os.O_RDONLY)
        except FileNotFoundError:
            continue
        try:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if place.is_dir() and place.stat().st_ino == os.fstat(lock).st_ino:
                return lock
        except OSError:
            os.close(lock)
            raise
        os.close(lock)
