"""What a host of the demo network answers: frozen answers by address, and how an address is written down."""

from __future__ import annotations

from urllib.parse import quote, unquote_to_bytes

import msgspec

HTML = "text/html; charset=utf-8"


class DemoAnswer(msgspec.Struct, frozen=True):
    """One answer. ``delay`` is seconds before it, ``updated`` the day (ISO) that its Last-Modified header tells."""

    status: int = 200
    body: bytes = b""
    media_type: str = HTML
    headers: tuple[tuple[str, str], ...] = ()
    delay: float = 0.0
    updated: str = ""


class DemoHost(msgspec.Struct, frozen=True):
    """One port of the network: answers by path with query, one answer each for whole families of addresses.

    A family is the beginning of an address that every address beginning so is answered with, unless it has an answer
    of its own. All else is ``missing``. ``certificate`` is empty for plain HTTP, else good or expired.
    """

    port: int
    name: str
    answers: dict[str, DemoAnswer]
    families: dict[str, DemoAnswer]
    missing: DemoAnswer
    certificate: str = ""

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
    """A path with its query in one spelling, whichever characters were percent-encoded."""
    raw = path.partition("#")[0].encode("utf-8", "surrogateescape")
    return quote(unquote_to_bytes(raw), safe="/?&=:+,;@!$'()*~-._%")


def redirect(status: int, location: str) -> DemoAnswer:
    """An answer that forwards to another address."""
    return DemoAnswer(status, headers=(("Location", location),))
