"""Applies waivers to findings: waives those whose every place is covered; a new place keeps its finding open. Pure."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from enum import StrEnum

import msgspec

from auditor.model import (
    Finding,
    FindingPlace,
    Life,
    Outcome,
    Waiver,
    WaiverReason,
    WaiverScope,
    fingerprint,
    place_key,
)

WARNING_DAYS = 30
"""Days before its end in which a waiver is announced as ending soon: one monthly run ahead."""


class WaiverState(StrEnum):
    """Where a day lies in the term of a waiver."""

    NOT_YET = "not yet"
    IN_FORCE = "in force"
    ENDS_SOON = "ends soon"
    """In force, and ends within ``WARNING_DAYS``."""
    ENDED = "ended"


class WaiverTerms(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody approves."""

    reason: WaiverReason
    owner: str
    """Who owns the page and requests the waiver."""
    approver: str
    """Who approves it; not the owner."""
    granted: str
    """The first day (ISO)."""
    until: str
    """The last day (ISO)."""
    scope: WaiverScope = WaiverScope.CAUSE
    pages: tuple[str, ...] = ()
    """The pages of the finding that it is narrowed to; only with scope ``place``."""
    note: str = ""


class Precision(msgspec.Struct, frozen=True):
    """Precision in the field, by people's waivers."""

    reported: int
    """Faults that are still there."""
    false_alarms: int
    """Those of them that are waived as false alarms."""


def new_waiver(finding: Finding, terms: WaiverTerms) -> Waiver:
    """Create the waiver of a finding on these terms, with the places that are known now.

    Raises ``ValueError`` for terms that approve nothing: an end before the beginning, one person in both roles, a
    page on which the finding is not.
    """
    if terms.until <= terms.granted:
        raise ValueError(f"until {terms.until}: a waiver ends after the day it is approved ({terms.granted})")
    if terms.owner.strip() == terms.approver.strip():
        raise ValueError(f"{terms.owner}: who requests a waiver cannot approve it; name another approver")
    if (terms.scope is WaiverScope.PLACE) is not bool(terms.pages):
        raise ValueError("scope place and pages go together: name the pages, and only then")
    unknown = set(terms.pages) - {spot.place.url for spot in finding.spots}
    if unknown:
        raise ValueError(f"{min(unknown)}: the finding is not on this page")
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
    """Waive the findings of a day (ISO) whose every place is covered by waivers in force.

    A finding with a place that no waiver covers stays open and counts the places that are covered.
    """
    known: defaultdict[tuple[str, str], list[Waiver]] = defaultdict(list)
    for waiver in waivers:
        if waiver.is_in_force(day):
            known[waiver.site, waiver.check].append(waiver)
    for finding in findings:
        mine = known.get((finding.site, finding.check), ())
        yield _waived(finding, mine) if mine and finding.life.is_open else finding


def covers(waiver: Waiver, finding: Finding, spot: FindingPlace) -> bool:
    """Whether the waiver applies to this place of a finding."""
    if (waiver.site, waiver.check) != (finding.site, finding.check):
        return False
    if waiver.scope is WaiverScope.SITE:
        return True
    named = waiver.cause in {finding.cause, *spot.causes_before}
    before = named or fingerprint(waiver.check, waiver.site, waiver.cause) in finding.former
    return before and _among(spot, waiver.places)


def waiver_state(waiver: Waiver, day: str) -> WaiverState:
    """Where a day (ISO) lies in the term of a waiver."""
    if not waiver.is_in_force(day):
        return WaiverState.ENDED if waiver.until < day else WaiverState.NOT_YET
    last = (date.fromisoformat(day) + timedelta(WARNING_DAYS)).isoformat()
    return WaiverState.ENDS_SOON if waiver.until <= last else WaiverState.IN_FORCE


def ending(waivers: Iterable[Waiver], day: str) -> tuple[Waiver, ...]:
    """The waivers that end soon as seen on a day (ISO), the nearest end first."""
    soon = (waiver for waiver in waivers if waiver_state(waiver, day) is WaiverState.ENDS_SOON)
    return tuple(sorted(soon, key=lambda waiver: (waiver.until, waiver.id)))


def precision(findings: Iterable[Finding], waivers: Iterable[Waiver]) -> Precision:
    """Count the faults that are still there, and those of them that are waived as false alarms."""
    wrong = {waiver.id for waiver in waivers if waiver.reason is WaiverReason.FALSE_ALARM}
    faults = [finding for finding in findings if finding.outcome is Outcome.FAILED and finding.life.is_standing]
    return Precision(len(faults), sum(fault.life is Life.WAIVED and fault.waiver in wrong for fault in faults))


def _among(spot: FindingPlace, places: tuple[str, ...]) -> bool:
    return not {place_key(spot.place), spot.place.url}.isdisjoint(places)


def _waived(finding: Finding, waivers: Iterable[Waiver]) -> Finding:
    covering = [
        waiver
        for spot in finding.spots
        if (waiver := next((each for each in waivers if covers(each, finding, spot)), None))
    ]
    if not covering:
        return finding
    whole = len(covering) == len(finding.spots) == finding.places
    return msgspec.structs.replace(
        finding,
        life=Life.WAIVED if whole else finding.life,
        waiver=covering[0].id,
        waived_places=len(covering),
    )
