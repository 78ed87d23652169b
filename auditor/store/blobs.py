"""Facts and bodies: content-addressed, zstd-compressed files in a folder, written whole or not at all."""

from __future__ import annotations

import os
import threading
from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from pathlib import Path

from auditor.packing import DAMAGE, Packed, pack, unpack
from auditor.store.errors import StoreError


class Blobs:
    """A folder of blobs, each under its name."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        with self._telling():
            folder.mkdir(parents=True, exist_ok=True)

    def put(self, data: bytes) -> str:
        """Keep ``data`` and return its hash; the same content is written once.

        Raises ``StoreError`` when the folder cannot be written or the disk is full.
        """
        packed = pack(data)
        self.keep([packed])
        return packed.name

    def keep(self, blobs: Iterable[Packed]) -> None:
        """Write what was packed elsewhere; may be called from any thread. Raises ``StoreError`` as ``put`` does."""
        with self._telling():
            for packed in blobs:
                place = self._place(packed.name)
                if not _is_whole(place):
                    _write(place, packed.data)

    def get(self, name: str) -> bytes:
        """The content of this hash. Raises ``StoreError`` when it is missing or damaged."""
        place = self._place(name)
        try:
            try:
                data = _read(place)
            except FileNotFoundError:
                data = _read(_earlier_place(self._folder, name))
            return unpack(data)
        except (OSError, DAMAGE) as error:
            raise StoreError(f"{place}: missing or damaged ({error}); restore the folder from a backup") from error

    def has(self, name: str) -> bool:
        """Whether there is a blob of this name."""
        return _is_whole(self._place(name)) or _is_whole(_earlier_place(self._folder, name))

    def sweep(self, keep: Set[str]) -> tuple[int, int]:
        """Remove every blob that is not in ``keep``; returns how many there were and their bytes."""
        count = size = 0
        with self._telling():
            for place in (*self._folder.glob("*/*"), *self._folder.glob("*/*/*")):
                if place.name not in keep and place.is_file():
                    count, size = count + 1, size + place.stat().st_size
                    place.unlink()
        return count, size

    def _place(self, name: str) -> str:
        # 256 folders: with two levels of them nearly every blob of a run began a folder of its own
        return f"{self._folder}/{name[:2]}/{name}"

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(
                f"{self._folder}: cannot be written ({error.strerror}); free some space or mend the rights, "
                "then start the same command again"
            ) from error


def _earlier_place(folder: Path, name: str) -> str:
    """Where the first stores kept a blob."""
    return f"{folder}/{name[:2]}/{name[2:4]}/{name}"


def _read(place: str) -> bytes:
    with open(place, "rb", buffering=0) as file:  # noqa: PTH123 - twice as fast as a Path, twice for every page
        return file.readall()


def _write(place: str, data: bytes) -> None:
    half = f"{place}.{os.getpid()}-{threading.get_ident()}.half"
    try:
        try:
            _write_all(half, data)
        except FileNotFoundError:  # the first blob of its folder
            Path(half).parent.mkdir(parents=True, exist_ok=True)
            _write_all(half, data)
        os.replace(half, place)  # noqa: PTH105
    except BaseException:
        Path(half).unlink(missing_ok=True)
        raise


def _write_all(place: str, data: bytes) -> None:
    with open(place, "wb") as file:  # noqa: PTH123
        file.write(data)


def _is_whole(place: str) -> bool:
    """Whether a blob is there; a loss of power can leave a name with nothing in it."""
    try:
        return os.stat(place).st_size > 0  # noqa: PTH116
    except OSError:
        return False
