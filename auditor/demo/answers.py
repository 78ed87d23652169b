"""Answers of a host of the demo network by address, and the one spelling of addresses."""

from __future__ import annotations

from urllib.parse import quote, unquote_to_bytes

import msgspec

HTML = "text/html; charset=utf-8"


class DemoAnswer(msgspec.Struct, frozen=True):
    """One answer."""

    status: int = 200
    body: bytes = b""
    media_type: str = HTML
    """The Content-Type header."""
    headers: tuple[tuple[str, str], ...] = ()
    """Further headers."""
    delay: float = 0.0
    """Seconds before the answer is sent."""
    updated: str = ""
    """The ISO day of the Last-Modified header; without it the answer has no validators."""


class DemoHost(msgspec.Struct, frozen=True):
    """One port of the network."""

    port: int
    name: str
    answers: dict[str, DemoAnswer]
    """Answers by path with query."""
    families: dict[str, DemoAnswer]
    """Answers by the beginning of a path, for paths without an answer of their own; the longest beginning counts."""
    missing: DemoAnswer
    """The answer to every other path."""
    certificate: str = ""
    """Empty for plain HTTP, otherwise ``good`` or ``expired``."""

    @property
    def origin(self) -> str:
        """``http://127.0.0.1:port``, or https."""
        return f"http{'s' if self.certificate else ''}://127.0.0.1:{self.port}"

    def answer(self, path: str) -> DemoAnswer:
        """The answer to a path with its query, in any percent-encoding."""
        wanted = spelled(path)
        if wanted in self.answers:
            return self.answers[wanted]
        families = [family for family in self.families if wanted.startswith(family)]
        return self.families[max(families, key=len)] if families else self.missing


def spelled(path: str) -> str:
    """A path with its query, percent-encoded in one way whatever was encoded before."""
    raw = path.partition("#")[0].encode("utf-8", "surrogateescape")
    return quote(unquote_to_bytes(raw), safe="/?&=:+,;@!$'()*~-._%")


def redirect(status: int, location: str) -> DemoAnswer:
    """An answer that redirects to another address."""
    return DemoAnswer(status, headers=(("Location", location),))
