"""Everything a report is made of: one judgement read back from the store."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from auditor.model.finding import Finding
from auditor.model.outside_name import NameDecision, OutsideName
from auditor.model.published import Correction
from auditor.model.run import Judgement, Run, SiteCoverage, SkippedAddresses
from auditor.model.site import Site
from auditor.model.verdict import Outcome, Tally, Untested


class SeenThing(msgspec.Struct, frozen=True, omit_defaults=True):
    """One thing for which a check passed, so that a person can look at it too."""

    url: str
    """The address that was examined."""
    words: str = ""
    """What stands there, or what the link to it is called; empty where only the address counts."""
    status: int = 0
    """The HTTP status of its answer; 0 where it was not requested (mail, telephone) or is unknown."""


class SiteTally(msgspec.Struct, frozen=True):
    """The result of one check over one site, counted.

    Subjects are pages, link targets for a link check, or the site itself (1) for a site check.
    """

    check: str
    """The id of the check."""
    things: Tally
    """How many things (images, links, pages) it examined, by outcome."""
    looked_at: int
    """How many subjects got at least one verdict."""
    failed: int
    """How many subjects have at least one fault."""
    untested: dict[Untested, int] = {}
    """How many subjects could not be examined, by reason."""
    seen: tuple[SeenThing, ...] = ()
    """The first things that passed, at most three."""


class HostFigures(msgspec.Struct, frozen=True):
    """How one host was requested in a run."""

    host: str
    """Name and port."""
    requests: int
    """The number of requests sent."""
    delay: float
    """Seconds kept between two requests."""
    robots: str
    """What its robots.txt did: ``obeyed``, ``none``, ``unreachable``, or ``ignored`` (by configuration)."""
    crawl_delay: float = 0.0
    """The seconds that robots.txt wishes between two requests; 0 where it names none."""
    median_ms: int = 0
    """The median time to an answer, of the last 500 requests, in milliseconds."""
    parked: int = 0
    """How often it was paused: it sent Retry-After or did not answer."""
    opinions: int = 0
    """The number of requests by the second client and the browser for links that one client left undecided; they are
    part of ``requests``."""


class FormStatus(StrEnum):
    """What can be stated by machine about one thing that a row of the form wants proved."""

    MET = "met"
    NOT_MET = "not_met"
    CANT_TELL = "cant_tell"
    NOT_ASKED = "not_asked"


class ItemStatus(msgspec.Struct, frozen=True):
    """One *prove* item of a row on one site, with its figures: ``good`` of ``total`` things of ``unit``."""

    item: str
    """The item's id in ``indicator.yaml``."""
    standing: FormStatus
    """Whether it is met."""
    good: int = 0
    """How many things are in order."""
    total: int = 0
    """How many things were judged; undecided ones count in neither figure."""
    unit: str = ""
    """What is counted: a key of the units in ``indicator.yaml``."""
    checks: tuple[str, ...] = ()
    """The ids of the checks that decide it on this site."""
    reason: str = ""
    """Why it is undecided or not examined: a key of the reasons in ``indicator.yaml``; empty otherwise."""
    seen: tuple[SeenThing, ...] = ()
    """For an item that is met: the first things that its checks saw, at most three of each check."""


class RowStatus(msgspec.Struct, frozen=True):
    """One row of the form on one site."""

    row: str
    """The row's id in ``form.yaml``."""
    standing: FormStatus
    """What its items amount to by ``indicator.yaml``."""
    items: tuple[ItemStatus, ...]
    """Its items in the order of ``indicator.yaml``."""


class SiteEvidence(msgspec.Struct, frozen=True):
    """One site in a judged run."""

    site: Site
    """The site as configured for the run."""
    run: SiteCoverage
    """How far the run came on it."""
    tallies: tuple[SiteTally, ...] = ()
    """The result of each check, by check id."""
    findings: tuple[Finding, ...] = ()
    """Its findings, by check."""
    skipped: tuple[SkippedAddresses, ...] = ()
    """What was not examined, by kind and reason."""
    rows: tuple[RowStatus, ...] = ()
    """The rows of the form; empty until they are judged."""

    def tally(self, check: str) -> SiteTally | None:
        """Return the tally of this check, or None when it was not run here."""
        return next((tally for tally in self.tallies if tally.check == check), None)


class Evidence(msgspec.Struct, frozen=True):
    """One judgement of one run, with the judgement before it for comparison."""

    run: Run
    """The run."""
    judgement: Judgement
    """The judgement of it."""
    sites: tuple[SiteEvidence, ...]
    """Its sites in the order of the configuration."""
    previous: Judgement | None = None
    """The judgement of the nearest earlier run; None when this is the first."""
    hosts: tuple[HostFigures, ...] = ()
    """How each host was requested, by name."""
    pictures: dict[str, bytes] = {}
    """The pictures that findings name, by name: WebP files. Those of pruned runs are missing."""
    corrections: tuple[Correction, ...] = ()
    """Figures of earlier reports that are not right."""
    names: tuple[OutsideName, ...] = ()
    """The names outside all sites that pages link to, the worst first; none in stores of earlier programs."""
    decisions: dict[str, NameDecision] = {}
    """What people decided about names, by name."""
    mended: frozenset[tuple[str, Outcome]] = frozenset()
    """Fingerprint and outcome of the findings that stood in the judgement before and that this one found mended."""
