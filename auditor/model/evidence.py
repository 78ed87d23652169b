"""Everything a report is made of: one judgement read back from the store."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from auditor.model.finding import Finding
from auditor.model.run import Judgement, Run, SiteCoverage, SkippedAddresses
from auditor.model.site import Site
from auditor.model.verdict import Tally, Untested


class SiteTally(msgspec.Struct, frozen=True):
    """What one check said over one site.

    ``things`` counts what was looked at (images, links, pages). ``looked_at``, ``failed`` and ``untested`` count
    subjects: pages, or link targets for a link check, or 1 for a site check.
    """

    check: str
    things: Tally
    looked_at: int
    failed: int
    untested: dict[Untested, int] = {}


class HostFigures(msgspec.Struct, frozen=True):
    """How one host was asked: requests, the delay kept, robots.txt, and how it answered."""

    host: str
    requests: int
    delay: float
    robots: str
    crawl_delay: float = 0.0
    median_ms: int = 0
    parked: int = 0


class FormStatus(StrEnum):
    """What a machine says of one thing that a row of the form asks to be proved."""

    MET = "met"
    NOT_MET = "not_met"
    CANT_TELL = "cant_tell"
    NOT_ASKED = "not_asked"


class ItemStatus(msgspec.Struct, frozen=True):
    """One *prove* item of a row on one site, with its figures: ``good`` of ``total`` things of ``unit``."""

    item: str
    standing: FormStatus
    good: int = 0
    total: int = 0
    unit: str = ""
    checks: tuple[str, ...] = ()
    reason: str = ""


class RowStatus(msgspec.Struct, frozen=True):
    """One row of the form on one site: its items, and what they make together by ``indicator.yaml``."""

    row: str
    standing: FormStatus
    items: tuple[ItemStatus, ...]


class SiteEvidence(msgspec.Struct, frozen=True):
    """One site: its coverage, its tallies by check, its findings, and what was not looked at."""

    site: Site
    run: SiteCoverage
    tallies: tuple[SiteTally, ...] = ()
    findings: tuple[Finding, ...] = ()
    skipped: tuple[SkippedAddresses, ...] = ()
    rows: tuple[RowStatus, ...] = ()

    def tally(self, check: str) -> SiteTally | None:
        """The tally of this check, or None when it was not run here."""
        return next((tally for tally in self.tallies if tally.check == check), None)


class Evidence(msgspec.Struct, frozen=True):
    """One judgement of one run, with the run before it for comparison (None: this is the first).

    ``pictures`` are those that findings name, by name.
    """

    run: Run
    judgement: Judgement
    sites: tuple[SiteEvidence, ...]
    previous: Judgement | None = None
    hosts: tuple[HostFigures, ...] = ()
    pictures: dict[str, bytes] = {}
