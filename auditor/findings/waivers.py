"""Waivers over findings: what is approved to stay, and what of it is new and so stays open. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta

import msgspec

from auditor.model import Finding, FindingPlace, Life, Outcome, Waiver, WaiverReason, WaiverScope, place_key

WARNING_DAYS = 30
"""A waiver that ends within so many days is told of beforehand: one monthly run earlier."""


class WaiverTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody approves; ``pages`` narrows it to some of a finding's pages."""

    reason: WaiverReason
    owner: str
    approver: str
    granted: str
    until: str
    scope: WaiverScope = WaiverScope.CAUSE
    pages: tuple[str, ...] = ()
    note: str = ""


class Precision(msgspec.Struct, frozen=True):
    """Precision in the field: of ``told`` faults people have called ``false_alarms`` wrong."""

    told: int
    false_alarms: int


def new_waiver(finding: Finding, terms: WaiverTerms) -> Waiver:
    """The waiver of a finding on these terms, with the places that are known now.

    Raises ``ValueError`` for terms that approve nothing: an end before the beginning, one person in both roles, a
    page on which the finding is not.
    """
    if terms.until <= terms.granted:
        raise ValueError(f"until {terms.until}: a waiver ends after the day it is approved ({terms.granted})")
    if terms.owner.strip() == terms.approver.strip():
        raise ValueError(f"{terms.owner}: who asks for a waiver cannot approve it; name another approver")
    if (terms.scope is WaiverScope.PLACE) is not bool(terms.pages):
        raise ValueError("scope place and pages go together: name the pages, and only then")
    strange = set(terms.pages) - {spot.place.url for spot in finding.spots}
    if strange:
        raise ValueError(f"{min(strange)}: the finding is not on this page")
    whole = terms.scope is WaiverScope.SITE
    places = terms.pages or tuple(sorted({place_key(spot.place) for spot in finding.spots}))
    return Waiver(
        check=finding.check,
        site=finding.site,
        cause="" if whole else finding.cause,
        places=() if whole else places,
        known=finding.places if whole else sum(_among(spot, places) for spot in finding.spots),
        **{name: getattr(terms, name) for name in ("scope", "reason", "owner", "approver", "granted", "until", "note")},
    )


def apply_waivers(findings: Iterable[Finding], waivers: Iterable[Waiver], day: str) -> Iterator[Finding]:
    """The findings of a day (ISO), waived where waivers in force cover every place.

    A finding with a place that no waiver covers stays open as it is, and says how many places are covered.
    """
    known: defaultdict[tuple[str, str], list[Waiver]] = defaultdict(list)
    for waiver in waivers:
        if waiver.is_in_force(day):
            known[waiver.site, waiver.check].append(waiver)
    for finding in findings:
        mine = known.get((finding.site, finding.check), ())
        yield _under(finding, mine) if mine and finding.life.is_open else finding


def covers(waiver: Waiver, finding: Finding, spot: FindingPlace) -> bool:
    """Whether the waiver speaks of this place of a finding."""
    if (waiver.site, waiver.check) != (finding.site, finding.check):
        return False
    if waiver.scope is WaiverScope.SITE:
        return True
    return waiver.cause == finding.cause and _among(spot, waiver.places)


def ending(waivers: Iterable[Waiver], day: str) -> tuple[Waiver, ...]:
    """Waivers in force on a day (ISO) that end within ``WARNING_DAYS``, the nearest end first."""
    last = (date.fromisoformat(day) + timedelta(WARNING_DAYS)).isoformat()
    soon = (waiver for waiver in waivers if waiver.is_in_force(day) and waiver.until <= last)
    return tuple(sorted(soon, key=lambda waiver: (waiver.until, waiver.id)))


def precision(findings: Iterable[Finding], waivers: Iterable[Waiver]) -> Precision:
    """How many faults that are there were told, and how many of them are waived as false alarms."""
    wrong = {waiver.id for waiver in waivers if waiver.reason is WaiverReason.FALSE_ALARM}
    faults = (one for one in findings if one.outcome is Outcome.FAILED)
    there = [one for one in faults if one.life.is_open or one.life is Life.WAIVED]
    return Precision(len(there), sum(one.life is Life.WAIVED and one.waiver in wrong for one in there))


def _among(spot: FindingPlace, places: tuple[str, ...]) -> bool:
    return not {place_key(spot.place), spot.place.url}.isdisjoint(places)


def _under(finding: Finding, waivers: Iterable[Waiver]) -> Finding:
    covering = [next((one for one in waivers if covers(one, finding, spot)), None) for spot in finding.spots]
    covered = [one for one in covering if one]
    if not covered:
        return finding
    whole = len(covered) == len(finding.spots) == finding.places
    return msgspec.structs.replace(
        finding,
        life=Life.WAIVED if whole else finding.life,
        waiver=covered[0].id,
        waived_places=len(covered),
    )
