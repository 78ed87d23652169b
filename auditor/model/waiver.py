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
    """One approval that a fault may stay for a time."""

    check: str
    """The id of the check."""
    site: str
    """The id of the site."""
    scope: WaiverScope
    """How far it reaches."""
    reason: WaiverReason
    """Why the fault may stay."""
    owner: str
    """The person who answers for the page and requested the waiver."""
    approver: str
    """The person who approved it."""
    granted: str
    """The first day (ISO) on which it is in force."""
    until: str
    """The last day (ISO) on which it is in force."""
    cause: str = ""
    """The cause of the fault; empty for a whole site."""
    places: tuple[str, ...] = ()
    """The places it covers (``place_key``): page addresses, or for a fault in a template ``region|selector``."""
    known: int = 0
    """The number of places there were when it was approved."""
    note: str = ""
    """A remark for readers."""

    @property
    def id(self) -> str:
        """Eight hex digits over everything that was approved."""
        parts = (self.check, self.site, self.scope, self.cause, *self.places, self.granted, self.until, self.approver)
        return digest(*parts, size=4)

    def is_in_force(self, day: str) -> bool:
        """Return whether it is in force on a day (ISO)."""
        return self.granted <= day <= self.until


class FieldPrecision(msgspec.Struct, frozen=True):
    """What people made of the findings of one rule: its precision in the field."""

    check: str
    """The id of the rule."""
    mended: int
    """Faults that were found, and mended in a later run."""
    accepted: int
    """Faults that people waived for another reason than a false alarm: they are there, and may stay."""
    false_alarms: int
    """Faults that people waived as false alarms."""

    @property
    def judged(self) -> int:
        """All faults of the rule of which people decided something."""
        return self.mended + self.accepted + self.false_alarms

    @property
    def share(self) -> float:
        """The share of the judged faults that were there: 1 where nothing was judged."""
        return 1 - self.false_alarms / self.judged if self.judged else 1.0


def place_key(place: Place) -> str:
    """Return the key that known places are compared by: the page, or in a template the region with the selector."""
    return f"{place.region}|{place.selector}" if place.region.is_template else place.url
