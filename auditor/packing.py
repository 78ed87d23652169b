"""The door to zstandard: content packed under its own hash, and written into a folder of blobs, whole or not at all.

Light, for every worker process loads it.
"""

from __future__ import annotations

import hashlib
import os
import threading
from pathlib import Path

import msgspec
import zstandard

_LEVEL = 3
_MOST_BYTES = 512_000_000
"""No blob unpacks to more; one that claims to is damaged."""

DAMAGE = zstandard.ZstdError
"""What unpacking a damaged blob raises."""


class Packed(msgspec.Struct, frozen=True):
    """A blob ready to be written: its name, which is the BLAKE2b hash (32 hex digits) of the content, and its bytes."""

    name: str
    data: bytes


def pack(data: bytes) -> Packed:
    """Name and compress what shall be kept; needs no folder, so that it can be done where the data is."""
    name = hashlib.blake2b(data, digest_size=16).hexdigest()
    return Packed(name, _OWN.compressor.compress(data))


def unpack(data: bytes) -> bytes:
    """The content of what was packed. Raises ``DAMAGE``."""
    return _OWN.decompressor.decompress(data, max_output_size=_MOST_BYTES)


def place_of(folder: str, name: str) -> str:
    """The path of a blob. 256 folders: with two levels of them nearly every blob of a run would begin its own."""
    return f"{folder}/{name[:2]}/{name}"


def write(folder: str, packed: Packed) -> None:
    """Write a blob where it is not there yet; any number of processes may. Raises ``OSError``, and leaves no half."""
    place = place_of(folder, packed.name)
    if is_whole(place):
        return
    half = f"{place}.{os.getpid()}-{threading.get_ident()}.half"
    try:
        try:
            _write_all(half, packed.data)
        except FileNotFoundError:  # the first blob of its folder
            Path(half).parent.mkdir(parents=True, exist_ok=True)
            _write_all(half, packed.data)
        os.replace(half, place)  # noqa: PTH105 - a Path costs as much as the call itself
    except BaseException:
        Path(half).unlink(missing_ok=True)
        raise


def is_whole(place: str) -> bool:
    """Whether a blob is there; a loss of power can leave a name with nothing in it."""
    try:
        return os.stat(place).st_size > 0  # noqa: PTH116 - a Path costs as much as the call itself
    except OSError:
        return False


def _write_all(place: str, data: bytes) -> None:
    with open(place, "wb") as file:  # noqa: PTH123 - a Path costs as much as the call itself
        file.write(data)


class _Own(threading.local):
    """Each thread's own: making them costs more than packing a page, and two threads must not share them."""

    def __init__(self) -> None:
        self.compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        self.decompressor = zstandard.ZstdDecompressor()


_OWN = _Own()
