"""Parses robots.txt (RFC 9309) and decides what applies when it cannot be fetched."""

from __future__ import annotations

import math
from enum import StrEnum
from functools import lru_cache

import msgspec
from protego import Protego

from auditor.model import Answer, FailureReason, FetchFailure

ROBOTS_BYTES_LIMIT = 512_000
"""Bytes of a robots.txt that are parsed (RFC 9309, 2.5 asks for at least 500 KiB)."""

_FORBID_ALL = "User-agent: *\nDisallow: /"

_ENDLESS = frozenset({FailureReason.REDIRECT_LOOP, FailureReason.TOO_MANY_REDIRECTS})


class RobotsState(StrEnum):
    """Where an origin's rules come from, as a word for the report."""

    NONE = "none"
    OBEYED = "obeyed"
    UNREACHABLE = "unreachable"


class Robots(msgspec.Struct, frozen=True):
    """The rules of one origin."""

    state: RobotsState
    """Where the rules come from."""

    text: str = ""
    """The rules as a robots.txt; empty where everything is allowed."""

    def allowed(self, url: str, agent: str) -> bool:
        """Whether the robot of this User-Agent may fetch an address."""
        return not self.text or bool(_rules(self.text).can_fetch(url, _token(agent)))

    def crawl_delay(self, agent: str) -> float:
        """Seconds between two requests that the site asks for; 0 where it asks for none, or for nonsense."""
        wished = _rules(self.text).crawl_delay(_token(agent)) or 0.0
        return float(wished) if math.isfinite(wished) and wished > 0 else 0.0

    @property
    def sitemaps(self) -> tuple[str, ...]:
        """Addresses of sitemaps that robots.txt names, as written."""
        return tuple(_rules(self.text).sitemaps)


def rules_from(answer: Answer, body: bytes) -> Robots:
    """The rules that an answer for /robots.txt amounts to.

    A client error, an endless redirect, or a page where a text file should be: no rules (RFC 9309, 2.3.1.2 and
    2.3.1.3). A server error, or an answer that cannot be read: everything is forbidden for now (2.3.1.4). Where nobody
    answered at all nothing is forbidden, other than 2.3.1.4 has it: the address itself is then fetched in vain too, and
    must be reported as unreachable and not as forbidden.
    """
    if isinstance(answer, FetchFailure):
        return _without_answer(answer.reason)
    if answer.status >= 500:
        return Robots(RobotsState.UNREACHABLE, _FORBID_ALL)
    if not 200 <= answer.status < 300 or "html" in answer.media_type:
        return Robots(RobotsState.NONE)
    text = body[:ROBOTS_BYTES_LIMIT].decode("utf-8-sig", "replace").strip()
    return Robots(RobotsState.OBEYED, text) if text and not text.startswith("<") else Robots(RobotsState.NONE)


def _without_answer(reason: FailureReason) -> Robots:
    if reason in _ENDLESS:
        return Robots(RobotsState.NONE)
    return Robots(RobotsState.UNREACHABLE, _FORBID_ALL if reason is FailureReason.BAD_ANSWER else "")


@lru_cache(256)
def _rules(text: str) -> Protego:
    return Protego.parse(text)


def _token(agent: str) -> str:
    """The product token (RFC 9309, 2.2.1): what stands before the version; the contact behind it is no name."""
    return agent.partition("/")[0].strip()
