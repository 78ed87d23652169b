"""What robots.txt asks of us (RFC 9309), and what it means when it cannot be had."""

from __future__ import annotations

from protego import Protego

from auditor.model.response import Answer, Response

LARGEST = 512_000
"""So much of a robots.txt is read; the RFC asks for at least 500 KiB."""

_FORBID_ALL = "User-agent: *\nDisallow: /"


class Robots:
    """The rules of one origin. ``state`` says for the report how they came about: none, obeyed, unreachable."""

    def __init__(self, state: str, text: str = "") -> None:
        self.state = state
        self._rules = Protego.parse(text)

    def allowed(self, url: str, agent: str) -> bool:
        """Whether this address may be asked by a robot of this name."""
        return bool(self._rules.can_fetch(url, agent))

    def crawl_delay(self, agent: str) -> float:
        """Seconds between two requests that the site asks for; 0 when it asks for none."""
        return float(self._rules.crawl_delay(agent) or 0.0)

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Addresses of sitemaps that robots.txt names."""
        return tuple(self._rules.sitemaps)


def rules_from(answer: Answer, body: bytes) -> Robots:
    """The rules that an answer for /robots.txt amounts to.

    A client error, or a page where a text file should be, means that there are no rules (RFC 9309, 2.3.1.3); a server
    error or no answer at all that everything is forbidden for now (2.3.1.4).
    """
    if not isinstance(answer, Response) or answer.status >= 500 or answer.status == 429:
        return Robots("unreachable", _FORBID_ALL)
    if answer.status >= 400 or "html" in answer.media_type or body.lstrip()[:1] == b"<":
        return Robots("none")
    return Robots("obeyed", body.decode("utf-8-sig", "replace"))
