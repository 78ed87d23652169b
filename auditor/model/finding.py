"""A finding: one fault with one cause and all its places, and its life over the runs."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from auditor.model.check import Severity
from auditor.model.identity import digest
from auditor.model.verdict import Outcome, Place, Value


class Life(StrEnum):
    """Where a finding stands in its life on one site."""

    SUSPECTED = "suspected"
    NEW = "new"
    LASTING = "lasting"
    FIXED = "fixed"
    RETURNED = "returned"
    WAIVED = "waived"
    UNEXAMINED = "unexamined"

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to mend it."""
        return self in {Life.SUSPECTED, Life.NEW, Life.LASTING, Life.RETURNED, Life.UNEXAMINED}

    @property
    def is_standing(self) -> bool:
        """Whether the fault is still there: open, or waived."""
        return self is not Life.FIXED


class FindingPlace(msgspec.Struct, frozen=True, omit_defaults=True):
    """One place of a finding with what the verdict there said, and which other checks say the same of it."""

    place: Place
    data: dict[str, Value] = {}
    reason: str = ""
    also: tuple[str, ...] = ()


class Screenshot(msgspec.Struct, frozen=True):
    """Where the picture of a finding is: on the visit of a page, under the selector; width and height in CSS pixels.

    ``name`` is the hash of its bytes, and the name of its file in a report.
    """

    url: str
    selector: str
    name: str
    width: int
    height: int


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """One cause on one site. ``outcome`` is failed or cant_tell; ``fingerprint`` is its identity over the runs.

    ``shared`` is the identity of the same fault over sites (empty when it cannot be shared). ``spots`` may be cut in
    memory; ``places`` and ``pages`` are the true counts. Runs are numbers, days ISO dates. ``since`` is the day from
    which it is open without a break (``first_seen`` never moves), empty as long as it is only suspected. ``waiver`` is
    the id of the waiver over it, and ``waived_places`` how many of its places waivers cover. ``shot`` is a
    picture of one of its places.
    """

    fingerprint: str
    check: str
    site: str
    cause: str
    outcome: Outcome
    severity: Severity
    spots: tuple[FindingPlace, ...]
    places: int
    pages: int
    shared: str = ""
    life: Life = Life.NEW
    first_run: int = 0
    first_seen: str = ""
    last_seen: str = ""
    last_good: str = ""
    fixed_on: str = ""
    owner: str = ""
    owner_email: str = ""
    since: str = ""
    waiver: str = ""
    waived_places: int = 0
    shot: Screenshot | None = None

    @property
    def checks(self) -> tuple[str, ...]:
        """The check, and those that say the same of some of its places."""
        return (self.check, *sorted({name for spot in self.spots for name in spot.also}))


class Recheck(msgspec.Struct, frozen=True):
    """What a re-check between two runs saw of one finding of ``run``: its life then, in how many of its places.

    ``moment`` is ISO with the local time zone.
    """

    fingerprint: str
    moment: str
    run: int
    site: str
    life: Life
    looked: int
    places: int


def fingerprint(check: str, site: str, cause: str) -> str:
    """The identity of a finding: 16 hex digits over check, site and cause; never message, line, snippet or severity."""
    return digest(check, site, cause)


def cause_of(place: Place, named: str = "") -> str:
    """What has to be mended: the named cause, else the template region with the selector, else page with selector."""
    if named:
        return named
    if place.region.is_template:
        return f"{place.region}|{place.selector}"
    return f"{place.url}|{place.selector}"
