"""A run: its settings, its state, what it covered, and what it could not examine."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from auditor.model.configuration import Portfolio
from auditor.model.published import PublishedFigures
from auditor.model.verdict import Outcome, Tally, Untested
from auditor.model.waiver import FieldPrecision, Waiver


class RunState(StrEnum):
    """How far a run has come."""

    GATHERING = "gathering"
    JUDGED = "judged"
    REPORTED = "reported"
    ABANDONED = "abandoned"
    """It was left unfinished for one that began anew; nothing resumes or judges it."""


class SiteState(StrEnum):
    """What became of one planned site."""

    PLANNED = "planned"
    AUDITED = "audited"
    NOT_CONFIGURED = "not_configured"
    NOT_REACHED = "not_reached"
    NOT_AUDITABLE = "not_auditable"
    """A firewall or a test for robots answered in place of the site, at its start or on many of its pages."""
    NOT_SELECTED = "not_selected"


class StartReason(StrEnum):
    """Why the start address of a site that answers gives nothing to audit."""

    EMPTY = "empty"
    NO_PAGE = "no_page"
    """It is no web page; in ``SiteCoverage.reason`` its media type follows behind a blank."""
    ROBOTS_UNREADABLE = "robots_unreadable"
    """Its robots.txt answers with an error of the server, which forbids everything (RFC 9309, 2.3.1.4)."""
    STOPPED = "stopped"
    """The crawl was stopped before its end; also stated of a site of which a part was audited by then."""


class Settings(msgspec.Struct, frozen=True):
    """What a run has to do, kept with it so that it can be judged again. Holds no secrets."""

    portfolio: Portfolio
    """The configuration as read when the run began."""
    sites: tuple[str, ...] = ()
    """The ids of the selected sites; empty: all."""
    topics: tuple[str, ...] = ("links", "metadata", "accessibility", "convenience")
    """The topics whose checks are run."""
    source: str = "sites.yaml"
    """The file that the configuration came from, or the command that made it."""
    only: tuple[str, ...] | None = None
    """The addresses that may be fetched besides the start addresses; None: all that are found."""
    waivers: tuple[Waiver, ...] = ()
    """The waivers known when the run was last begun or continued."""
    today: str = ""
    """The date (ISO) that was given in place of the clock's, for a demonstration or test; empty: the clock's."""


class Run(msgspec.Struct, frozen=True):
    """One run."""

    number: int
    """Its number in the store, from 1."""
    period: str
    """The folder of its report, for example ``2026-11``."""
    day: str
    """Its date (ISO) as checks take it."""
    state: RunState
    """How far it has come."""
    settings: Settings
    """What it has to do."""
    started: str
    """When it began: ISO 8601 with the time zone."""
    ended: str = ""
    """When it ended; empty while it goes on."""
    tools: dict[str, str] = {}
    """The versions of what gathers and judges, by name."""
    published: tuple[PublishedFigures, ...] = ()
    """What the reports of its judgements stated of repairs, as first published."""
    pruned: str = ""
    """The day (ISO) on which its facts were deleted, after which it cannot be judged again; empty while they exist."""


class SiteCoverage(msgspec.Struct, frozen=True):
    """How far one run came on one site."""

    site: str
    """The id of the site."""
    state: SiteState
    """What became of it."""
    reason: str = ""
    """Why it was not audited: the link detail of its start address, why that was skipped, or a ``StartReason``."""
    pages: int = 0
    """The number of pages judged."""
    pages_failed: int = 0
    """The number of further pages that answered with an error or not at all; what is gone (404, 410) is no page."""
    pages_not_asked: int = 0
    """The number of known pages that were not fetched."""
    pages_refused: int = 0
    """The number of further pages that a firewall, a test for robots or a limit answered in place of the site."""
    pages_listed: int = 0
    """How many of all these pages sitemaps list."""
    script_pages: int = 0
    """The number of links that send a page back or turn a list by a script (each module's once): at least one page
    each, never requested."""
    posted_forms: int = 0
    """The number of addresses that forms are sent to by POST; what they answer is never requested."""
    refusal: str = ""
    """What the first refused page answered: its address, status and title."""
    targets: int = 0
    """The number of distinct link targets."""
    visits: int = 0
    """The number of pages with a browser visit, used again or made."""
    visits_failed: int = 0
    """The number of pages whose visit failed."""
    carried: int = 0
    """How many of the visits are those of an earlier run, used again."""
    systems: dict[str, Outcome] = {}
    """The outcome for each system that the form names and this run fetched, by id; empty for all but the bureau."""
    parts: tuple[UntestedParts, ...] = ()
    """Parts of its pages that were not examined, by reason."""

    @property
    def pages_known(self) -> int:
        """The number of pages that start addresses, sitemaps, menus and other links name, read or not."""
        return self.pages + self.pages_failed + self.pages_not_asked + self.pages_refused


class UntestedParts(msgspec.Struct, frozen=True):
    """Parts of a site's pages that were not examined for one reason, though their pages were."""

    reason: Untested
    """Why they were not."""
    count: int
    """How many there are: frames, components, or addresses to which data would have been sent."""
    pages: int
    """The number of pages that have them."""
    example: str
    """The page of the first of them."""
    selector: str = ""
    """The selector of the first of them; empty where it is the page as a whole."""


class SkippedAddresses(msgspec.Struct, frozen=True):
    """Addresses of a site that were not examined for one reason."""

    site: str
    """The id of the site."""
    kind: str
    """The queue they were in: ``fetch`` or ``visit``."""
    reason: Untested
    """Why they were skipped."""
    count: int
    """How many there are."""
    example: str
    """The first of them."""


class Judgement(msgspec.Struct, frozen=True):
    """One judgement of a run: all checks over its facts."""

    run: int
    """The number of the run."""
    number: int
    """The number of the judgement of that run, from 1."""
    ruleset: str
    """The version of checks and tables, which makes comparisons honest."""
    checks: tuple[str, ...]
    """The ids of the checks that were run."""
    made: str
    """When it was made: ISO 8601 with the time zone."""
    waivers: tuple[Waiver, ...] = ()
    """The waivers that it was judged with."""
    precision: tuple[FieldPrecision, ...] = ()
    """What people had made of the rules' findings before; rules below the bar only ask questions in this judgement."""


class PageTally(msgspec.Struct, frozen=True):
    """The result of all checks on one page, counted."""

    url: str
    """The address of the page."""
    site: str
    """The id of the site."""
    counts: dict[str, Tally]
    """The tally of each check, by id; a selected check that is missing found nothing to judge."""
    carried_from: int = 0
    """The run whose browser visit was used again; 0: visited in this run."""
