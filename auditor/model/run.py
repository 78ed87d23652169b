"""A run: its settings, its state, what it covered, and what it could not look at."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from auditor.model.site import Portfolio
from auditor.model.verdict import Outcome, Tally, Untested
from auditor.model.waiver import Waiver


class RunState(StrEnum):
    """How far a run has come."""

    GATHERING = "gathering"
    JUDGED = "judged"
    REPORTED = "reported"


class SiteState(StrEnum):
    """What became of one planned site."""

    PLANNED = "planned"
    AUDITED = "audited"
    NOT_CONFIGURED = "not_configured"
    NOT_REACHED = "not_reached"
    NOT_SELECTED = "not_selected"


class Settings(msgspec.Struct, frozen=True):
    """What a run was asked to do, kept with it so that it can be judged again. Holds no secrets.

    ``only`` names the addresses that may be asked besides the start addresses (None: all that are found). ``waivers``
    are those known when the run was last begun or continued.
    """

    portfolio: Portfolio
    sites: tuple[str, ...] = ()
    topics: tuple[str, ...] = ("links", "metadata", "accessibility", "convenience")
    source: str = "sites.yaml"
    only: tuple[str, ...] | None = None
    waivers: tuple[Waiver, ...] = ()


class Run(msgspec.Struct, frozen=True):
    """One run. ``day`` is its date (ISO) as the checks see it; ``tools`` are versions by name.

    ``period`` names the folder of its report, for example ``2026-11``. ``pruned`` is the day (ISO) on which what it
    gathered was let go: it cannot be judged again.
    """

    number: int
    period: str
    day: str
    state: RunState
    settings: Settings
    started: str
    ended: str = ""
    tools: dict[str, str] = {}
    pruned: str = ""


class SiteCoverage(msgspec.Struct, frozen=True):
    """One site in one run, with its coverage. ``reason`` says why it was not audited.

    ``systems`` says of each system that the form names and this run asked, by its id, what became of it; they are the
    bureau's, and empty for every other site.
    """

    site: str
    state: SiteState
    reason: str = ""
    pages: int = 0
    pages_failed: int = 0
    pages_not_asked: int = 0
    targets: int = 0
    visits: int = 0
    visits_failed: int = 0
    carried: int = 0
    systems: dict[str, Outcome] = {}


class SkippedAddresses(msgspec.Struct, frozen=True):
    """Addresses of a site that were not looked at, by reason, with an example."""

    site: str
    kind: str
    reason: Untested
    count: int
    example: str


class Judgement(msgspec.Struct, frozen=True):
    """One judging of a run. ``number`` counts from 1; rule-set and table versions make comparisons honest.

    ``waivers`` are those it was judged with.
    """

    run: int
    number: int
    ruleset: str
    checks: tuple[str, ...]
    made: str
    waivers: tuple[Waiver, ...] = ()


class PageTally(msgspec.Struct, frozen=True):
    """What all checks said of one page. A selected check absent from both looked and found nothing to judge."""

    url: str
    site: str
    counts: dict[str, Tally]
    carried_from: int = 0
