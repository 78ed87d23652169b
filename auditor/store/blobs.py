"""Facts and bodies: content-addressed, zstd-compressed files in a folder, written whole or not at all."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Set
from contextlib import contextmanager
from pathlib import Path

from auditor.packing import DAMAGE, Packed, is_whole, pack, place_of, unpack, write
from auditor.store.errors import StoreError


class Blobs:
    """A folder of blobs, each under its name."""

    def __init__(self, folder: Path) -> None:
        self.folder = str(folder)
        with self.telling():
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
        with self.telling():
            for packed in blobs:
                write(self.folder, packed)

    def get(self, name: str) -> bytes:
        """The content of this hash. Raises ``StoreError`` when it is missing or damaged."""
        place = place_of(self.folder, name)
        try:
            try:
                data = _read(place)
            except FileNotFoundError:
                data = _read(_earlier_place(self.folder, name))
            return unpack(data)
        except (OSError, DAMAGE) as error:
            raise StoreError(f"{place}: missing or damaged ({error}); restore the folder from a backup") from error

    def has(self, name: str) -> bool:
        """Whether there is a blob of this name."""
        return is_whole(place_of(self.folder, name)) or is_whole(_earlier_place(self.folder, name))

    def sweep(self, keep: Set[str]) -> tuple[int, int]:
        """Remove every blob that is not in ``keep``; returns how many there were and their bytes."""
        count = size = 0
        folder = Path(self.folder)
        with self.telling():
            for place in (*folder.glob("*/*"), *folder.glob("*/*/*")):
                if place.name not in keep and place.is_file():
                    count, size = count + 1, size + place.stat().st_size
                    place.unlink()
        return count, size

    @contextmanager
    def telling(self) -> Iterator[None]:
        """Tell what goes wrong in writing, here or in a worker, as ``StoreError``."""
        try:
            yield
        except OSError as error:
            raise StoreError(
                f"{self.folder}: cannot be written ({error.strerror}); free some space or mend the rights, "
                "then start the same command again"
            ) from error


def _earlier_place(folder: str, name: str) -> str:
    """Where the first stores kept a blob."""
    return f"{folder}/{name[:2]}/{name[2:4]}/{name}"


def _read(place: str) -> bytes:
    with open(place, "rb", buffering=0) as file:  # noqa: PTH123 - twice as fast as a Path, twice for every page
        return file.readall()
