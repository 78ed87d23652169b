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
            return unpack(place.read_bytes())
        except (OSError, DAMAGE) as error:
            raise StoreError(f"{place}: missing or damaged ({error}); restore the folder from a backup") from error

    def sweep(self, keep: Set[str]) -> tuple[int, int]:
        """Remove every blob that is not in ``keep``; returns how many there were and their bytes."""
        count = size = 0
        with self._telling():
            for place in self._folder.glob("*/*/*"):
                if place.name not in keep:
                    count, size = count + 1, size + place.stat().st_size
                    place.unlink()
        return count, size

    def _place(self, name: str) -> Path:
        return self._folder / name[:2] / name[2:4] / name

    @contextmanager
    def _telling(self) -> Iterator[None]:
        try:
            yield
        except OSError as error:
            raise StoreError(
                f"{self._folder}: cannot be written ({error.strerror}); free some space or mend the rights, "
                "then start the same command again"
            ) from error


def _write(place: Path, data: bytes) -> None:
    half = place.with_suffix(f".{os.getpid()}-{threading.get_ident()}.half")
    try:
        try:
            half.write_bytes(data)
        except FileNotFoundError:  # the first blob of its folder
            place.parent.mkdir(parents=True, exist_ok=True)
            half.write_bytes(data)
        half.replace(place)
    except BaseException:
        half.unlink(missing_ok=True)
        raise


def _is_whole(place: Path) -> bool:
    """Whether a blob is there; a loss of power can leave a name with nothing in it."""
    try:
        return place.stat().st_size > 0
    except OSError:
        return False
