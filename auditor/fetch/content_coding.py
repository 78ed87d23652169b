"""Decodes stacked content codings (gzip, deflate, br, zstd) as Chromium does; no stage holds more than a piece.

Each stage pushes what it unfolds, piece by piece, into the next one; the last keeps what there is room for and then
stops all of them. So neither the result nor anything between unfolds beyond its limit.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable

import brotli
import zstandard

OFFERED_CODINGS = "gzip, deflate, br, zstd"
"""The codings offered in Accept-Encoding: those of Chromium, in its order."""

_PIECE = 65_536
_MOST_CODINGS = 8
_LARGEST_WINDOW = 8 * 1024 * 1024  # of zstd; RFC 9659 allows no more over HTTP
_GZIP = 31
_ZLIB = 15
_RAW = -15
_GZIP_MAGIC = b"\x1f\x8b"

_Stage = Callable[[bytes], None]


class UnreadableBody(Exception):  # noqa: N818  # a fault of the answer, not ours
    """The body is not coded as its Content-Encoding claims."""


class _RoomFilled(Exception):  # noqa: N818  # the end of the work, not a fault
    pass


class BodyDecoder:
    """Undoes the content codings of one body, given its Content-Encoding headers.

    An unknown coding leaves the body as it is, with all its codings, as browsers do. Damaged data after a beginning
    that could be decoded ends the body there: ``damaged`` is set, and what follows decodes to nothing.
    """

    def __init__(self, headers: Iterable[bytes]) -> None:
        names = [name.strip().lower() for header in headers for name in header.decode("latin-1").split(",")]
        coded = [name for name in names if name not in {"", "identity"}]
        self.damaged = False
        self._names = ", ".join(coded)
        self._parts: list[bytes] = []
        self._room = 0
        self._began = False
        self._decode: _Stage = self._keep
        if len(coded) > _MOST_CODINGS:
            raise UnreadableBody(f"{len(coded)} content codings")
        if all(name in _STAGES for name in coded):
            for name in coded:  # in the order applied: the last one is undone first
                self._decode = _STAGES[name](self._decode)

    def decode(self, data: bytes, room: int) -> bytes:
        """Return what ``data`` decodes to, at most ``room`` bytes; once that many came out, the rest is gone.

        Raises ``UnreadableBody`` for data that is damaged from the start.
        """
        if self.damaged or room <= 0:
            return b""
        self._parts, self._room = [], room
        try:
            self._decode(data)
        except _RoomFilled:
            pass
        except (zlib.error, brotli.error, zstandard.ZstdError) as error:
            if not self._began:
                raise UnreadableBody(f"body is not {self._names} as announced: {error}") from error
            self.damaged = True
        return b"".join(self._parts)

    def _keep(self, data: bytes) -> None:
        if not data:
            return
        self._began = True
        self._parts.append(data[: self._room])
        self._room -= len(self._parts[-1])
        if self._room <= 0:
            raise _RoomFilled


class _Inflating:
    """Undoes gzip (members follow one another; other bytes after the end are dropped) or deflate, with zlib header or
    without (RFC 9110, 8.4.1.2)."""

    def __init__(self, following: _Stage, *, gzip: bool) -> None:
        self._following = following
        self._gzip = gzip
        self._state: zlib._Decompress | None = None
        self._ended = False

    def __call__(self, data: bytes) -> None:
        piece = b""
        while (data or len(piece) == _PIECE) and not self._ended:
            if self._state is None:
                self._state = zlib.decompressobj(self._window(data))
            piece = self._state.decompress(data, _PIECE)
            if piece:
                self._following(piece)
            data = self._state.unused_data if self._state.eof else self._state.unconsumed_tail
            if self._state.eof:
                if len(data) < len(_GZIP_MAGIC):
                    return
                self._ended = not (self._gzip and data.startswith(_GZIP_MAGIC))
                self._state = None

    def _window(self, data: bytes) -> int:
        if self._gzip:
            return _GZIP
        return _ZLIB if data[0] & 0x0F == zlib.DEFLATED else _RAW


class _Unbrotling:
    """Undoes br (RFC 7932); bytes after the end are dropped.

    The library refuses input that goes on after the end, with all that came before in the same call. So the bytes of
    small bodies are kept, to feed them one by one then.
    """

    def __init__(self, following: _Stage) -> None:
        self._following = following
        self._state = brotli.Decompressor()
        self._coded = bytearray()
        self._unfolded = 0

    def __call__(self, data: bytes) -> None:
        if len(self._coded) <= _PIECE:
            self._coded += data
        try:
            self._process(data)
        except brotli.error:
            if len(self._coded) > _PIECE:
                raise
            self._process_singly()

    def _process(self, data: bytes) -> None:
        while not self._state.is_finished():
            piece = self._state.process(data, output_buffer_limit=_PIECE)
            self._unfolded += len(piece)
            if piece:
                self._following(piece)
            data = b""
            if self._state.can_accept_more_data():
                return

    def _process_singly(self) -> None:
        self._state = brotli.Decompressor()
        known, self._unfolded = self._unfolded, 0
        following, self._following = self._following, lambda _: None
        for number in range(len(self._coded)):
            if self._unfolded >= known:
                self._following = following
            self._process(bytes(self._coded[number : number + 1]))
            if self._state.is_finished():
                return


class _Unzstding:
    """Undoes zstd (RFC 8878), frames one after the other."""

    def __init__(self, following: _Stage) -> None:
        self._following = following
        decompressor = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
        self._state = decompressor.stream_writer(self, write_size=_PIECE, closefd=False)  # type: ignore[arg-type]

    def __call__(self, data: bytes) -> None:
        self._state.write(data)

    def write(self, piece: bytes) -> int:
        """Take a decoded piece; called by the library."""
        self._following(bytes(piece))
        return len(piece)


_STAGES: dict[str, Callable[[_Stage], _Stage]] = {
    "gzip": lambda following: _Inflating(following, gzip=True),
    "x-gzip": lambda following: _Inflating(following, gzip=True),
    "deflate": lambda following: _Inflating(following, gzip=False),
    "br": _Unbrotling,
    "zstd": _Unzstding,
}
