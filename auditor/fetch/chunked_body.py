"""Decodes a chunked body (RFC 9112, 7.1) as tolerantly as Chromium does: bare line feeds, blanks after a size."""

from __future__ import annotations

import re

from auditor.fetch.reply_head import MalformedReply

_SIZE = re.compile(rb"(?=[0-9A-Fa-f])0*([0-9A-Fa-f]{0,15})[ \t]*(?:;.*)?", re.DOTALL)
_LONGEST_LINE = 16_384


class ChunkedBody:
    """Decodes piece by piece; ``is_ended`` is set after the last chunk, whose trailer is not read."""

    def __init__(self) -> None:
        self.is_ended = False
        self._left = 0
        self._line = bytearray()
        self._after_chunk = False

    def decode(self, data: bytes) -> bytes:
        """Return the bytes of the body in ``data``. Raises ``MalformedReply`` for what is no chunk."""
        parts = []
        while data and not self.is_ended:
            if self._left:
                parts.append(data[: self._left])
                data = data[self._left :]
                self._left -= len(parts[-1])
                self._after_chunk = not self._left
                continue
            line, end, data = data.partition(b"\n")
            self._line += line
            if len(self._line) > _LONGEST_LINE:
                raise MalformedReply("a chunk's size does not end")
            if end:
                self._end_line(bytes(self._line).removesuffix(b"\r"))
                self._line.clear()
        return b"".join(parts)

    def _end_line(self, line: bytes) -> None:
        if self._after_chunk:
            self._after_chunk = False
            if line:
                raise MalformedReply(f"a chunk is longer than its size: {line[:40]!r}")
            return
        found = _SIZE.fullmatch(line)
        if found is None:
            raise MalformedReply(f"no size of a chunk: {line[:40]!r}")
        self._left = int(found[1] or b"0", 16)
        self.is_ended = self._left == 0
