"""The facts of a whole site and of all sites, for site and portfolio checks."""

from __future__ import annotations

import msgspec

from auditor.model.document import Document
from auditor.model.page import PageFacts, PageSummary
from auditor.model.site import Site, System
from auditor.model.target import LinkTarget
from auditor.model.verdict import Place


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
    """The targets of the documents that pages name as forms, by address without fragment."""
    search: SearchAnswers | None = None
    """What its search answered; None when no search is configured."""
    not_asked: int = 0
    """How many known pages of the site were beyond its budget."""

    @property
    def gap(self) -> str:
        """Why nothing may be called missing on the whole site; empty when all of it could be parsed.

        Pages that robots.txt or the configuration excludes count as no gap: nothing public is offered there alone.
        """
        if self.not_asked:
            return "pages-not-asked"
        return "built-by-script" if any(page.start and page.script_built for page in self.pages) else ""

    def showing(self, topic: str) -> Place | None:
        """Return the page that shows this row of ``topics.yaml``, start pages first; None where no page does."""
        pages = sorted((page for page in self.pages if topic in page.topics), key=lambda page: not page.start)
        return Place(pages[0].url) if pages else None


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
