"""Compares Freego's report with our findings by code and page: faults of both, of one only, or not comparable. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from auditor.model import Check, Finding, Life, Outcome
from auditor.standards import taiwan
from auditor.standards.criteria import levels_up_to

_Firsts = dict[tuple[str, str], str]
_GONE = frozenset({Life.FIXED, Life.UNEXAMINED})


class Side(StrEnum):
    """Which of the two reports a fault under a code on a page, or why only Freego does."""

    BOTH = "both"
    FREEGO = "freego"
    OURS = "ours"
    """Only we do, on a page that Freego passed or never opened."""
    UNDECIDED = "undecided"
    """Freego does, and our checks leave the question to a person."""
    NOT_AUDITED = "not_audited"
    """Freego does, on a page that our run did not judge."""
    NO_CHECK = "no_check"
    """Freego does, under a code that no check of ours judges."""


class Seen(msgspec.Struct, frozen=True):
    """One code on one page as one side reports it."""

    url: str
    code: str
    element: str = ""
    """The first element that it names there."""


class Line(msgspec.Struct, frozen=True, order=True):
    """One code on one page that either side fails."""

    code: str
    url: str
    side: Side
    element: str = ""
    """The first element named there, by Freego where it named any."""
    listed: bool = True
    """Whether Freego's report names the page."""


def codes_of(check: Check, version: str) -> tuple[str, ...]:
    """The codes of a version that a check judges; those of 2.0 are the ones that its codes of 110.07 replaced."""
    if version != taiwan.VERSIONS[0]:
        return check.taiwan.get(version, ())
    own = check.taiwan.get(taiwan.VERSIONS[1], ())
    return tuple(code for code in taiwan.machine_codes(version) if taiwan.successor(code) in own)


def ours(findings: Iterable[Finding], checks: Mapping[str, Check], outcome: Outcome, version: str) -> Iterator[Seen]:
    """Our findings of one outcome in codes of a version, once for each place."""
    for found in findings:
        check = checks.get(found.check)
        if check is None or found.outcome is not outcome or found.life in _GONE:
            continue
        for spot in found.spots:
            element = spot.place.snippet or spot.place.selector
            yield from (Seen(spot.place.url, code, element) for code in codes_of(check, version))


class Sides(msgspec.Struct, frozen=True):
    """What is compared."""

    freego: Sequence[Seen]
    """Freego's faults."""
    failed: Sequence[Seen]
    """Our faults."""
    undecided: Sequence[Seen]
    """What our checks leave to a person."""
    judged: frozenset[str]
    """Addresses of the pages that our run judged."""
    levels: Mapping[str, str]
    """The level of each code that a check of ours judges."""
    level: str = "AAA"
    """The level that Freego tested for."""


def compare_with_freego(sides: Sides) -> list[Line]:
    """One line for each code and page that either side fails, sorted by code and page."""
    theirs, our_faults, undecided = map(_firsts, (sides.freego, sides.failed, sides.undecided))
    listed = {url for url, _ in theirs}
    lines = [
        Line(code, url, _side(sides, (our_faults, undecided), url, code), element)
        for (url, code), element in theirs.items()
    ]
    reached = levels_up_to(sides.level)
    lines += [
        Line(code, url, Side.OURS, element, url in listed)
        for (url, code), element in our_faults.items()
        if (url, code) not in theirs and sides.levels.get(code) in reached
    ]
    return sorted(lines)


def totals(lines: Iterable[Line]) -> dict[str, Counter[Side]]:
    """How many pages each code has on each side, by code."""
    counts: dict[str, Counter[Side]] = {}
    for line in lines:
        counts.setdefault(line.code, Counter())[line.side] += 1
    return counts


def _side(sides: Sides, known: tuple[_Firsts, _Firsts], url: str, code: str) -> Side:
    failed, undecided = known
    if (url, code) in failed:
        return Side.BOTH
    if code not in sides.levels:
        return Side.NO_CHECK
    if url not in sides.judged:
        return Side.NOT_AUDITED
    return Side.UNDECIDED if (url, code) in undecided else Side.FREEGO


def _firsts(seen: Iterable[Seen]) -> _Firsts:
    first: _Firsts = {}
    for fault in seen:
        first.setdefault((fault.url, fault.code), fault.element)
    return first
