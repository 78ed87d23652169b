"""Compresses content under its own hash with zstandard. Imports little, because every worker process loads it."""

from __future__ import annotations

import hashlib
import threading

import msgspec
import zstandard

_LEVEL = 1
"""At most a tenth larger than at the usual 3, in three quarters of the time."""
_MOST_BYTES = 512_000_000
"""No blob unpacks to more; one that claims more is damaged."""

DAMAGE = zstandard.ZstdError
"""What unpacking a damaged blob raises."""


class Packed(msgspec.Struct, frozen=True):
    """A blob ready to be written."""

    name: str
    """The BLAKE2b hash of the content: 32 hexadecimal digits."""
    data: bytes
    """The compressed content."""


def pack(data: bytes) -> Packed:
    """Name and compress content; needs no folder, so that it can be done where the data is."""
    name = hashlib.blake2b(data, digest_size=16).hexdigest()
    return Packed(name, _OWN.compressor.compress(data))


def unpack(data: bytes) -> bytes:
    """Return the content of what was packed. Raises ``DAMAGE``."""
    return _OWN.decompressor.decompress(data, max_output_size=_MOST_BYTES)


class _Own(threading.local):
    """Compressor and decompressor of each thread: creating them costs more than packing a page, sharing is unsafe."""

    def __init__(self) -> None:
        self.compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        self.decompressor = zstandard.ZstdDecompressor()


_OWN = _Own()
