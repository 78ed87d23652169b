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
    """One place of a finding, with the content of the verdict there."""

    place: Place
    """Where the fault is."""
    data: dict[str, Value] = {}
    """What the sentences of the report are filled with."""
    reason: str = ""
    """Why a machine cannot decide here: a key; empty for a failed one."""
    also: tuple[str, ...] = ()
    """The ids of other checks that report the same fault here."""
    formerly: str = ""
    """The cause that earlier versions counted this place to; empty where it is that of the finding."""

    @property
    def causes_before(self) -> tuple[str, str]:
        """The causes under which earlier versions had this place: by its component, and by its page and element."""
        return self.formerly, f"{self.place.url}|{self.place.selector}"


class Screenshot(msgspec.Struct, frozen=True):
    """The picture of a finding: which visit took it, and where it is kept."""

    url: str
    """The page whose visit took it."""
    selector: str
    """The element it shows."""
    name: str
    """The hash of its bytes, and the name of its file in a report."""
    width: int
    """Its width in CSS pixels."""
    height: int
    """Its height in CSS pixels."""


class Finding(msgspec.Struct, frozen=True, omit_defaults=True):
    """One cause on one site. Runs are numbers, days ISO dates."""

    fingerprint: str
    """Its identity over the runs: 16 hexadecimal digits over check, site and cause."""
    check: str
    """The id of the check that found it."""
    site: str
    """The id of the site."""
    cause: str
    """What has to be mended: see ``cause_of``."""
    outcome: Outcome
    """``failed`` or ``cant_tell``."""
    severity: Severity
    """The severity that the check declares."""
    spots: tuple[FindingPlace, ...]
    """Its places; may be cut in memory."""
    places: int
    """The true number of its places."""
    pages: int
    """The true number of pages with a place."""
    shared: str = ""
    """The identity of the same fault over sites; empty when it cannot be shared."""
    life: Life = Life.NEW
    """Where it stands in its life."""
    first_run: int = 0
    """The run that first found it."""
    first_seen: str = ""
    """The day of that run; never moves."""
    last_seen: str = ""
    """The last day on which it was found."""
    last_good: str = ""
    """The last day on which it was found fixed; empty when it never was."""
    fixed_on: str = ""
    """The day on which it was found fixed; empty while it is open."""
    owner: str = ""
    """The unit that answers for it; empty when none is configured."""
    owner_email: str = ""
    """The unit's address; empty when none is configured."""
    since: str = ""
    """The day since when it has been open without a break; empty while it is only suspected."""
    waiver: str = ""
    """The id of the waiver over it; empty when there is none."""
    waived_places: int = 0
    """How many of its places waivers cover."""
    shot: Screenshot | None = None
    """A picture of one of its places; None when none was taken."""
    former: tuple[str, ...] = ()
    """The fingerprints under which its places can have been before: by earlier versions, with other pages or units."""
    continues: tuple[str, ...] = ()
    """The fingerprints of earlier findings whose places are counted to this one now: it is the same fault as they."""

    @property
    def names(self) -> frozenset[str]:
        """Its fingerprint, and those under which it can have been before."""
        return frozenset((self.fingerprint, *self.former, *self.continues))

    @property
    def checks(self) -> tuple[str, ...]:
        """The check, and those that report some of its places too."""
        return (self.check, *sorted({name for spot in self.spots for name in spot.also}))


class Recheck(msgspec.Struct, frozen=True):
    """The result of a re-check of one finding between two runs."""

    fingerprint: str
    """The finding's identity."""
    moment: str
    """When it was re-checked: ISO 8601 with the local time zone."""
    run: int
    """The run whose finding it is."""
    site: str
    """The id of the site."""
    life: Life
    """Its life then."""
    looked: int
    """How many of its places were examined."""
    places: int
    """How many places it has."""
    ruleset: str = ""
    """The version of the rules that examined it. Empty: nothing examined it, or a program that took what was not
    requested again for mended; such a row proves no repair."""

    @property
    def proved_life(self) -> Life:
        """Its life then, as far as the row proves it: a repair without evidence is unexamined."""
        return Life.UNEXAMINED if self.life is Life.FIXED and not self.ruleset else self.life


def fingerprint(check: str, site: str, cause: str) -> str:
    """Return the identity of a finding: 16 hexadecimal digits over check, site and cause.

    Message, line, snippet and severity do not count.
    """
    return digest(check, site, cause)


def cause_of(place: Place, named: str = "") -> str:
    """Return what has to be mended: ``named``, else the template region with the selector, else page with selector."""
    if named:
        return named
    if place.region.is_template:
        return f"{place.region}|{place.selector}"
    return f"{place.url}|{place.selector}"
