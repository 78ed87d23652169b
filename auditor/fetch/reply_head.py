"""Parses the head of an HTTP/1 reply as tolerantly as Chromium does, whatever RFC 9112 makes of it."""

from __future__ import annotations

import re
from collections.abc import Iterable

import msgspec

from auditor.fetch.content_coding import UnreadableBody

REDIRECTS = frozenset({301, 302, 303, 307, 308})
"""The statuses whose Location is followed (Fetch, 2.2.3)."""

LONGEST_HEAD = 262_144
"""The bytes of a head that Chromium reads."""

_END = re.compile(rb"\n\r?\n")
_START = re.compile(rb"\A[\s\S]{0,4}?(http)", re.IGNORECASE)  # up to four bytes before the status line are skipped
_STATUS_LINE = re.compile(rb"http(?:/(\d{1,9})\.(\d{1,9}))?[^ ]*(?: +(\d{1,9}))?", re.IGNORECASE)
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")
_BLANKS = b" \t\r\n"
_OK = 200
_FIRST_BYTES = 8  # four that are skipped and four of the version's name
_LONGEST_LENGTH = 18
_NO_SECOND_VALUE = (b"location", b"content-length", b"content-disposition")
"""Headers whose differing values make Chromium refuse a reply (``ERR_RESPONSE_HEADERS_MULTIPLE_...``)."""


class MalformedReply(UnreadableBody):
    """The reply is no HTTP that any browser reads."""


class ReplyHead(msgspec.Struct, frozen=True):
    """Status line and headers of a reply."""

    status: int
    """The status; 200 where the status line has none."""
    version: str
    """``1.0`` or ``1.1``; every higher version is read as 1.1."""
    headers: tuple[tuple[bytes, bytes], ...]
    """Names in lower case and values, in the order sent; lines that are no header are left out."""

    @property
    def is_redirect(self) -> bool:
        """Whether the reply leads elsewhere."""
        return self.status in REDIRECTS and bool(self.values(b"location"))

    def values(self, name: bytes) -> list[bytes]:
        """Return all headers of this name (lower case)."""
        return [value for key, value in self.headers if key == name]

    @property
    def is_chunked(self) -> bool:
        """Whether the body is sent in chunks; HTTP/1.0 knows none."""
        codings = b",".join(self.values(b"transfer-encoding")).lower().split(b",")
        return self.version != "1.0" and any(coding.strip(_BLANKS) == b"chunked" for coding in codings)

    @property
    def length(self) -> int | None:
        """The announced length of the body; None where there is none, or no number."""
        for value in self.values(b"content-length"):
            first = value.partition(b",")[0].strip(_BLANKS)
            return int(first) if first.isdigit() and len(first) <= _LONGEST_LENGTH else None
        return None

    @property
    def ends_with_connection(self) -> bool:
        """Whether nothing but the end of the connection ends the body."""
        return self.length is None and not self.is_chunked

    def check(self) -> None:
        """Raise ``MalformedReply`` where headers contradict one another in a way that browsers refuse."""
        for name in _NO_SECOND_VALUE:
            values = set(self.values(name))
            if name == b"content-length":
                values = {part.strip(_BLANKS) for value in values for part in value.split(b",")}
            if len(values) > 1 and not (name == b"content-length" and self.is_chunked):
                raise MalformedReply(f"{len(values)} different {name.decode()} headers, which browsers refuse")


def head_end(data: bytes | bytearray) -> int:
    """Return where the body begins, or -1 as long as the head is not complete."""
    begin = _START.match(data)
    found = _END.search(data, begin.start(1)) if begin else None
    return found.end() if found else -1


def is_http(data: bytes | bytearray) -> bool:
    """Return whether a reply has a status line; as long as that is open, it has."""
    return len(data) < _FIRST_BYTES or _START.match(data) is not None


def parse_head(data: bytes | bytearray) -> ReplyHead:
    """Parse a head. Raises ``MalformedReply`` for what has no status line, or a NUL byte."""
    begin = _START.match(data)
    if begin is None or 0 in data:
        raise MalformedReply(f"no status line of HTTP: {bytes(data[:40])!r}")
    return head_of_lines(bytes(data[begin.start(1) :]).split(b"\n"))


def head_of_lines(lines: Iterable[bytes]) -> ReplyHead:
    """Parse the lines of a head, the status line first; a line that begins with a blank continues the one before."""
    first, *rest = lines
    found = _STATUS_LINE.match(first)
    if found is None:
        raise MalformedReply(f"no status line of HTTP: {first[:40]!r}")
    joined: list[bytes] = []
    for line in rest:
        if joined and line[:1] in (b" ", b"\t"):
            joined[-1] = joined[-1].rstrip(_BLANKS) + b" " + line.strip(_BLANKS)
        else:
            joined.append(line)
    headers = []
    for line in joined:
        name, colon, value = line.partition(b":")
        name = name.rstrip(_BLANKS)
        if colon and _TOKEN.fullmatch(name):
            headers.append((name.lower(), value.strip(_BLANKS)))
    status = int(found[3]) if found[3] else _OK
    is_new = found[1] is not None and (int(found[1]), int(found[2])) >= (1, 1)
    return ReplyHead(status, "1.1" if is_new else "1.0", tuple(headers))
