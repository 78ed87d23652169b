"""Decodes the content codings of HTTP (RFC 9110, 8.4) piece by piece: a bomb never unfolds beyond the byte limit."""

from __future__ import annotations

import zlib

CODINGS = "gzip, deflate"
"""The value of our Accept-Encoding header."""

_GZIP = 31
_ZLIB = 15
_RAW = -15
_GZIP_MAGIC = b"\x1f\x8b"
_FOREIGN = frozenset({"br", "zstd", "compress", "x-compress", "dcb", "dcz"})


class UnreadableBody(Exception):  # noqa: N818  # a fault of the answer, not ours
    """The body is not coded as its Content-Encoding claims, or with a coding that was not offered."""


class Decoder:
    """Decodes one content coding. Unknown names count as no coding, as in browsers.

    Raises ``UnreadableBody`` for a real coding that was not offered, and for more than one.
    """

    def __init__(self, coding: str) -> None:
        self._names = [name for name in coding.lower().replace(" ", "").split(",") if name not in {"", "identity"}]
        if len(self._names) > 1 or _FOREIGN.intersection(self._names):
            raise UnreadableBody(f"content coding {coding[:100]!r}; only one of {CODINGS} was offered")
        self._gzip = self._names in (["gzip"], ["x-gzip"])
        self._coded = self._gzip or self._names == ["deflate"]
        self._inflating: zlib._Decompress | None = None

    def decode(self, data: bytes, room: int) -> bytes:
        """Return what ``data`` decodes to, at most ``room`` bytes; the rest beyond them is dropped.

        Raises ``UnreadableBody`` for damaged data.
        """
        if not self._coded:
            return data[:room]
        try:
            return self._inflate(data, room)
        except zlib.error as error:
            raise UnreadableBody(f"body is not {self._names[0]} as declared: {error}") from error

    def _inflate(self, data: bytes, room: int) -> bytes:
        parts: list[bytes] = []
        while data and room > 0:
            if self._inflating is None:
                self._inflating = zlib.decompressobj(_window(data, gzip=self._gzip))
            parts.append(self._inflating.decompress(data, room))
            room -= len(parts[-1])
            if not self._inflating.eof:
                break
            data = self._inflating.unused_data
            if not data.startswith(_GZIP_MAGIC):  # browsers drop what follows the end
                break
            self._inflating = None
        return b"".join(parts)


def _window(data: bytes, *, gzip: bool) -> int:
    """Return the window bits for zlib; servers send deflate with and without the zlib header (RFC 9110, 8.4.1.2)."""
    if gzip:
        return _GZIP
    return _ZLIB if data[0] & 0x0F == 8 else _RAW
