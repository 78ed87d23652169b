"""Writes a folder that is there whole or not at all; what a killed writer left is removed by the next one."""

from __future__ import annotations

import ctypes
import fcntl
import glob
import os
import shutil
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_AT_FDCWD, _RENAME_EXCHANGE = -100, 2
_REPORT, _HALF, _ASIDE = "report", ".half", ".aside"


@contextmanager
def replaced_folder(place: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the place of ``place`` at once, unless an exception ends the block.

    Its writer holds a lock on it, which ends with the process: folders without one are left from writers that were
    killed. Raises ``OSError``; what was at ``place`` then remains.
    """
    place.parent.mkdir(parents=True, exist_ok=True)
    _tidy(place)
    fresh, lock = _locked_folder(place)
    try:
        yield fresh
        _replace(place, fresh)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)
        os.close(lock)


def keep_copy(place: Path, kept: Path) -> None:
    """Copy a folder to a new name, the whole of it or nothing; does nothing where the name is taken."""
    if not kept.exists():
        with replaced_folder(kept) as fresh:
            shutil.copytree(place, fresh, dirs_exist_ok=True)


def _locked_folder(place: Path) -> tuple[Path, int]:
    while True:
        fresh = Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=_HALF, dir=place.parent))
        with suppress(FileNotFoundError):  # another writer may take it for left before it is locked
            lock = os.open(fresh, os.O_RDONLY)
            fcntl.flock(lock, fcntl.LOCK_EX)
            if fresh.exists():
                return fresh, lock
            os.close(lock)


def _tidy(place: Path) -> None:
    """Remove what writers that are gone left beside a place; a report that one of them had set aside comes back."""
    for left in sorted(place.parent.glob(f".{glob.escape(place.name)}.????????{_ASIDE}")):
        if not place.exists():
            with suppress(OSError):
                (left / _REPORT).rename(place)
        shutil.rmtree(left, ignore_errors=True)
    for left in sorted(place.parent.glob(f".*.????????{_HALF}")):  # of any place: it may never be written again
        if not _is_locked(left):
            shutil.rmtree(left, ignore_errors=True)


def _is_locked(folder: Path) -> bool:
    try:
        lock = os.open(folder, os.O_RDONLY)
    except OSError:
        return False
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return True
    finally:
        os.close(lock)
    return False


def _replace(place: Path, fresh: Path) -> None:
    """Put the fresh folder in the place of the old one, in one step where the system can exchange two folders."""
    if not place.exists():
        fresh.rename(place)
    elif not _exchange(fresh, place):
        aside = Path(tempfile.mkdtemp(prefix=f".{place.name}.", suffix=_ASIDE, dir=place.parent)) / _REPORT
        place.rename(aside)
        try:
            fresh.rename(place)
        except OSError:
            aside.rename(place)
            raise
        finally:
            shutil.rmtree(aside.parent, ignore_errors=True)


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step; False where the system cannot (Linux can, on most file systems)."""
    rename = getattr(ctypes.CDLL(None), "renameat2", None) if sys.platform == "linux" else None
    if rename is None:
        return False
    return bool(rename(_AT_FDCWD, os.fsencode(one), _AT_FDCWD, os.fsencode(other), _RENAME_EXCHANGE) == 0)
