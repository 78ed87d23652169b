"""Facts and bodies: content-addressed, zstd-compressed files in a folder, written whole or not at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import zstandard

from auditor.store.errors import StoreError

_LEVEL = 3
_MOST_BYTES = 512_000_000
"""No blob unpacks to more; one that claims to is damaged."""


class Blobs:
    """A folder of blobs. A blob's name is the BLAKE2b hash (32 hex digits) of what it holds."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._pack = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        self._unpack = zstandard.ZstdDecompressor()
        with self._telling():
            folder.mkdir(parents=True, exist_ok=True)

    def put(self, data: bytes) -> str:
        """Keep ``data`` and return its hash; the same content is written once.

        Raises ``StoreError`` when the folder cannot be written or the disk is full.
        """
        name = hashlib.blake2b(data, digest_size=16).hexdigest()
        place = self._place(name)
        if not _is_whole(place):
            half = place.with_suffix(f".{os.getpid()}.half")
            with self._telling():
                place.parent.mkdir(parents=True, exist_ok=True)
                try:
                    half.write_bytes(self._pack.compress(data))
                    half.replace(place)
                finally:
                    half.unlink(missing_ok=True)
        return name

    def get(self, name: str) -> bytes:
        """The content of this hash. Raises ``StoreError`` when it is missing or damaged."""
        place = self._place(name)
        try:
            return self._unpack.decompress(place.read_bytes(), max_output_size=_MOST_BYTES)
        except (OSError, zstandard.ZstdError) as error:
            raise StoreError(f"{place}: missing or damaged ({error}); restore the folder from a backup") from error

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


def _is_whole(place: Path) -> bool:
    """Whether a blob is there; a loss of power can leave a name with nothing in it."""
    try:
        return place.stat().st_size > 0
    except OSError:
        return False
