"""The door to zstandard: content packed under its own hash. Light, for every worker process loads it."""

from __future__ import annotations

import hashlib
import threading

import msgspec
import zstandard

_LEVEL = 1
"""A tenth larger than at the usual 3 at most, in three quarters of the time."""
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


class _Own(threading.local):
    """Each thread's own: making them costs more than packing a page, and two threads must not share them."""

    def __init__(self) -> None:
        self.compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
        self.decompressor = zstandard.ZstdDecompressor()


_OWN = _Own()
