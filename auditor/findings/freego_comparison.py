"""Freego's report beside our own findings, line by line: where both see a fault, and where only one does. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from enum import StrEnum

import msgspec

from auditor.model import Check, Finding, Life, Outcome
from auditor.standards.criteria import levels_up_to

FREEGO_VERSION = "110.07"
"""The version that all known builds of Freego test."""

_Firsts = dict[tuple[str, str], str]
_GONE = frozenset({Life.FIXED, Life.UNEXAMINED})


class Side(StrEnum):
    """Who sees a fault under a code on a page."""

    BOTH = "both"
    FREEGO = "freego"
    OURS = "ours"
    UNDECIDED = "undecided"
    NOT_AUDITED = "not_audited"
    NO_CHECK = "no_check"


class Seen(msgspec.Struct, frozen=True):
    """One code on one page as one side sees it, with the first element it names there."""

    url: str
    code: str
    element: str = ""


class Line(msgspec.Struct, frozen=True, order=True):
    """One code on one page. ``element`` is the first one named there, by Freego where it named any.

    ``undecided`` are codes that Freego fails and our checks leave to a person; ``not_audited`` stands on pages that our
    run did not judge; ``no_check`` is of codes that no check of ours judges. ``ours`` may stand on a page that Freego
    passed or never opened: ``listed`` says whether its report names the page.
    """

    code: str
    url: str
    side: Side
    element: str = ""
    listed: bool = True


def ours(findings: Iterable[Finding], checks: Mapping[str, Check], outcome: Outcome) -> Iterator[Seen]:
    """What our findings of one outcome say in codes of version 110.07, once for each place."""
    for found in findings:
        check = checks.get(found.check)
        if check is None or found.outcome is not outcome or found.life in _GONE:
            continue
        for spot in found.spots:
            element = spot.place.snippet or spot.place.selector
            yield from (Seen(spot.place.url, code, element) for code in check.taiwan.get(FREEGO_VERSION, ()))


class Sides(msgspec.Struct, frozen=True):
    """What is compared: Freego's faults, our failed and undecided ones, the pages we judged, the codes we can judge.

    ``level`` is the one Freego tested for; ``levels`` are the codes' own.
    """

    freego: Sequence[Seen]
    failed: Sequence[Seen]
    undecided: Sequence[Seen]
    judged: frozenset[str]
    levels: Mapping[str, str]
    level: str = "AAA"


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
    for one in seen:
        first.setdefault((one.url, one.code), one.element)
    return first
