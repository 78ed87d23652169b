"""A GET request whose address goes over the wire exactly as written: nothing folded, unescaped or left out."""

from __future__ import annotations

import re
from collections.abc import Mapping

import msgspec

from auditor import urls

_ADDRESS = re.compile(
    r"(https?)://(?:[^/?#@]*@)?(\[[^\]/?#]*\]|[^:/?#\[\]]+)(?::([0-9]*))?([/?][^#]*)?(?:#.*)?", re.ASCII
)
_PORTS = {"http": 80, "https": 443}
_MOST_PORT = 65_535
_UNSENDABLE = re.compile(rb"[\x00-\x20\x7f]")
_LINE_ENDS = re.compile(rb"[\r\n\x00]+")
_OF_LIBCURL = ("Accept", "User-Agent")  # it sends its own unless they are given or refused


class ExactRequest(msgspec.Struct, frozen=True):
    """One GET, taken apart."""

    origin: str
    """Scheme, host and port, as ``urls.origin_of`` writes them."""
    is_secure: bool
    """Whether it goes over TLS."""
    host: str
    """The host in lower case, IPv6 without brackets."""
    port: int
    """The port, the scheme's own where none is written."""
    root: bytes
    """The address of the host's root, with user and password if any are written."""
    host_header: bytes
    """The value of the Host header."""
    target: bytes
    """Path and query, as sent."""
    header_lines: list[bytes]
    """The headers, name and value; those that libcurl would add are refused where none is given."""

    @classmethod
    def of(cls, url: str, headers: Mapping[str, str]) -> ExactRequest:
        """Take an address apart. Raises ``UnicodeError`` for one that cannot be requested."""
        found = _ADDRESS.fullmatch(url)
        port = int(found[3] or _PORTS[found[1]]) if found and len(found[3] or "") < 6 else -1
        if found is None or not 0 <= port <= _MOST_PORT:
            raise UnicodeError(f"{url[:200]!r} cannot be requested")
        target = (found[4] or "/").encode("utf-8", "surrogateescape")
        target = target if target.startswith(b"/") else b"/" + target
        authority = url[len(found[1]) + 3 : found.start(4) if found[4] else None].partition("#")[0]
        if _UNSENDABLE.search(target) or _UNSENDABLE.search(authority.encode("ascii")):
            raise UnicodeError(f"{url[:200]!r} holds blanks or control characters")
        lines = [_line(name, value) for name, value in headers.items()]
        lines += [f"{name}:".encode() for name in _OF_LIBCURL if name not in headers]
        return cls(
            origin=urls.origin_of(f"{found[1]}://{authority}/"),
            is_secure=found[1] == "https",
            host=found[2].strip("[]").lower(),
            port=port,
            root=f"{found[1]}://{authority}/".encode("ascii"),
            host_header=authority.rpartition("@")[2].encode("ascii"),
            target=target,
            header_lines=lines,
        )


def _line(name: str, value: str) -> bytes:
    return name.encode("ascii") + b": " + _LINE_ENDS.sub(b" ", value.encode("utf-8", "surrogateescape"))
