"""A waiver: somebody approved that a fault stays as it is for a time, in the places known then and nowhere else."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from auditor.model.identity import digest
from auditor.model.verdict import Place


class WaiverReason(StrEnum):
    """Why a fault may stay. False alarms are counted: they are the tool's precision in the field."""

    FALSE_ALARM = "false-alarm"
    NOT_OURS = "not-ours"
    PLANNED = "planned"
    ARCHIVED = "archived"
    ALTERNATIVE = "alternative"


class WaiverScope(StrEnum):
    """How far a waiver reaches.

    ``place``: one cause on the pages named. ``cause``: one cause in all places known when it was approved. ``site``:
    whatever the check finds on the site, later causes and places too.
    """

    PLACE = "place"
    CAUSE = "cause"
    SITE = "site"


class Waiver(msgspec.Struct, frozen=True, omit_defaults=True):
    """One approval. ``granted`` and ``until`` are ISO days, both included.

    ``places`` are page addresses, or for a fault in a template ``region|selector``; ``known`` is how many places
    there were when it was approved.
    """

    check: str
    site: str
    scope: WaiverScope
    reason: WaiverReason
    owner: str
    approver: str
    granted: str
    until: str
    cause: str = ""
    places: tuple[str, ...] = ()
    known: int = 0
    note: str = ""

    @property
    def id(self) -> str:
        """Eight hex digits over everything that was approved."""
        parts = (self.check, self.site, self.scope, self.cause, *self.places, self.granted, self.until, self.approver)
        return digest(*parts, size=4)

    def runs_on(self, day: str) -> bool:
        """Whether it is in force on a day (ISO)."""
        return self.granted <= day <= self.until


def place_key(place: Place) -> str:
    """What tells a known place from a new one: the page, or in a template the region with the selector."""
    return f"{place.region}|{place.selector}" if place.region.is_template else place.url
