"""The door to zstandard: content packed under its own hash. Light, for every worker process loads it."""

from __future__ import annotations

import hashlib
import threading

import msgspec
import zstandard

_LEVEL = 3
_OWN = threading.local()
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
    return Packed(name, _compressor().compress(data))


def unpack(data: bytes) -> bytes:
    """The content of what was packed. Raises ``DAMAGE``."""
    return zstandard.ZstdDecompressor().decompress(data, max_output_size=_MOST_BYTES)


def _compressor() -> zstandard.ZstdCompressor:
    """This thread's own: making one costs more than packing a page, and two threads must not share it."""
    made: zstandard.ZstdCompressor | None = getattr(_OWN, "compressor", None)
    if made is None:
        made = _OWN.compressor = zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True)
    return made
