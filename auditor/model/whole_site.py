"""The facts of a whole site and of all sites, for site and portfolio checks."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from auditor.model.document import Document
from auditor.model.page import Offer, PageFacts, PageSummary
from auditor.model.site import Site, System
from auditor.model.target import LinkTarget


class SearchAnswers(msgspec.Struct, frozen=True):
    """The pages that the site's own search answered with (sites.yaml, ``search_probe``)."""

    word: str
    """The word that must be found."""
    url: str
    """The address requested for that word."""
    known: Document | None = None
    """The answer to that word; None where no page could be parsed."""
    nonsense: Document | None = None
    """The answer to a word without sense; None where no page could be parsed."""
    nonsense_url: str = ""
    """The address requested for the word without sense."""
    status: int = 0
    """The HTTP status of the answer to the word that must be found; 0 where there was none."""
    nonsense_status: int = 0
    """The HTTP status of the answer to the word without sense; 0 where there was none."""


class SiteFacts(msgspec.Struct, frozen=True):
    """A whole site for site checks."""

    site: Site
    """The site as configured."""
    today: str
    """The date of the run (ISO)."""
    pages: tuple[PageSummary, ...]
    """The summaries of its pages."""
    home: PageFacts | None = None
    """Its home page in full; None when no start page could be parsed: site checks that need it are then untested."""
    home_targets: dict[str, LinkTarget] = {}
    """The targets that the home page points to, by address without fragment."""
    area: PageFacts | None = None
    """The page of its search by classification; None unless the home page links to one that could be parsed."""
    area_targets: dict[str, LinkTarget] = {}
    """The targets that this page points to, by address without fragment."""
    file_targets: dict[str, LinkTarget] = {}
    """The targets of the documents that pages link to, by address without fragment."""
    search: SearchAnswers | None = None
    """What its search answered; None when no search is configured."""
    not_asked: int = 0
    """How many known pages of the site were beyond its budget."""
    offer_targets: dict[str, LinkTarget] = {}
    """The targets of the links by which pages offer something of ``topics.yaml``, by address without fragment."""

    @property
    def gap(self) -> str:
        """Why nothing may be called missing on the whole site; empty when all of it could be parsed.

        Pages that robots.txt or the configuration excludes count as no gap: nothing public is offered there alone.
        """
        if self.not_asked:
            return "pages-not-asked"
        return "built-by-script" if any(page.start and page.script_built for page in self.pages) else ""

    def offered(self, topic: str) -> Iterator[tuple[PageSummary, Offer]]:
        """Yield what pages show of this row of ``topics.yaml``, with the page; start pages first."""
        for page in sorted(self.pages, key=lambda page: not page.start):
            yield from ((page, offer) for offer in page.offers if offer.topic == topic)

    def is_shown(self, offer: Offer) -> bool | None:
        """Return whether what a page offers is there: its own words are; a link's target answers. None: not known."""
        if not offer.url:
            return True
        target = self.offer_targets.get(offer.url)
        if target is None or not (target.state.is_alive or target.state.is_dead):
            return None if "://" in offer.url else False
        return target.state.is_alive


class SystemFacts(msgspec.Struct, frozen=True):
    """The first page of a system beside the sites."""

    system: System
    """The system as configured."""
    target: LinkTarget
    """What fetching its first page brought."""
    missing: tuple[str, ...] | None = None
    """The expected words that the page does not show; None where no page could be parsed."""


class PortfolioFacts(msgspec.Struct, frozen=True):
    """All sites for portfolio checks."""

    today: str
    """The date of the run (ISO)."""
    sites: tuple[SiteFacts, ...]
    """The sites of the run."""
    systems: tuple[SystemFacts, ...] = ()
    """The systems beside them that were fetched in this run."""
