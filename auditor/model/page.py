"""One page's facts as stored, and the summary of it that site checks read."""

from __future__ import annotations

import msgspec

from auditor.model.document import Document
from auditor.model.head import Blocks, Head
from auditor.model.rendered import Rendered, VisitFailure
from auditor.model.response import FetchFailure, Response, is_error_status
from auditor.model.site import Site, System
from auditor.model.sketch import LinkIndex
from auditor.model.target import LinkTarget
from auditor.model.verdict import Place, Region, Untested


class Page(msgspec.Struct, frozen=True, omit_defaults=True):
    """What was read from one answer's body: nothing for a file that is no HTML; blocks on start pages only.

    A run of links alone has a ``sketch`` and, of a system, ``missing_words``.
    """

    document: Document | None = None
    head: Head | None = None
    blocks: Blocks | None = None
    sketch: LinkIndex | None = None
    opening: str | None = None
    """The first words of the page's own content; None where none were kept: outside all sites, by earlier programs."""

    missing_words: tuple[str, ...] | None = None
    """Of the words that a configured system must show, those it does not; None where none were searched for."""


class PageFacts(msgspec.Struct, frozen=True):
    """All facts of one page of a site in one run: what a page check may ask for.

    A part that could not be gathered is the reason why not, never silently absent. ``carried_from`` is the number of
    the run whose browser visit is used again because nothing on the page had changed (0: visited in this run).
    """

    url: str
    site: str
    answer: Response | FetchFailure | Untested
    page: Page | Untested
    rendered: Rendered | VisitFailure | Untested
    depth: int = 0
    start: bool = False
    carried_from: int = 0


class Context(msgspec.Struct, frozen=True):
    """What a page check may know of the page's circumstances: its site, and the run's date (ISO)."""

    site: Site
    today: str
    start: bool = False


class MenuLink(msgspec.Struct, frozen=True):
    """A link of the frame around the content: the part of the page it stands in, its address, the words it is called.

    ``url`` has no fragment; it may be a ``mailto:`` or ``tel:`` address.
    """

    region: Region
    url: str
    name: str


class FileLink(msgspec.Struct, frozen=True):
    """A document (PDF, ODF, Office) that a page leads to, by its address and the words it is called."""

    url: str
    name: str = ""


class PageSummary(msgspec.Struct, frozen=True):
    """One page in the eyes of a site check: small enough that a whole site's fit in memory.

    ``classification`` is (theme, policy, service) as written, those of repeated tags joined with commas; ``coverage``
    the first and last day that the metadata names; ``updated`` the newest date the page shows (ISO or "").
    ``owner`` is the unit that adopted the page (內容認養), empty where the site names none. ``access_keys`` are those
    of the guide bricks (:::) on the page, ``keys_told`` those that its text explains; ``menu`` holds the links of
    header, navigation and footer in their order, ``files`` the documents linked to. ``topics`` are rows of
    ``topics.yaml`` that the page shows, ``procedures`` the labels by which it shows one. ``script_built``: its source
    shows too little to call anything missing.
    """

    url: str
    status: int
    title: str = ""
    heading: str = ""
    depth: int = 0
    start: bool = False
    template: str = ""
    text_hash: str = ""
    lang: str = ""
    classification: tuple[str, str, str] = ("", "", "")
    metadata_date: str = ""
    coverage: tuple[str, str] = ("", "")
    updated: str = ""
    owner: str = ""
    access_keys: tuple[str, ...] = ()
    keys_told: tuple[str, ...] = ()
    menu: tuple[MenuLink, ...] = ()
    files: tuple[FileLink, ...] = ()
    topics: tuple[str, ...] = ()
    procedures: tuple[str, ...] = ()
    script_built: bool = False

    @property
    def is_error(self) -> bool:
        """Whether the page was answered with an error status."""
        return is_error_status(self.status)


class SearchAnswers(msgspec.Struct, frozen=True):
    """What the site's own search answered (sites.yaml, ``search_probe``): to ``word``, and to a word without sense.

    The answers are None where no page could be read. ``url`` is the address asked for ``word``.
    """

    word: str
    url: str
    known: Document | None = None
    nonsense: Document | None = None


class SiteFacts(msgspec.Struct, frozen=True):
    """A whole site for site checks: its summaries, its home page in full, and the targets its home page points to.

    ``home`` is None when no start page could be read; site checks that look at it then are untested.
    ``home_targets`` maps addresses (without fragment) to what asking them brought. ``area`` is the page of the site's
    search by classification, where the home page links to one that could be read, ``area_targets`` its targets.
    ``file_targets`` are those of the documents that pages name as forms, ``search`` what the search answered (None:
    not configured), ``not_asked`` how many known pages of the site were beyond its budget.
    """

    site: Site
    today: str
    pages: tuple[PageSummary, ...]
    home: PageFacts | None = None
    home_targets: dict[str, LinkTarget] = {}
    area: PageFacts | None = None
    area_targets: dict[str, LinkTarget] = {}
    file_targets: dict[str, LinkTarget] = {}
    search: SearchAnswers | None = None
    not_asked: int = 0

    @property
    def gap(self) -> str:
        """Why nothing may be called missing on the whole site; empty when all of it could be read.

        Pages that robots.txt or the configuration keeps from us count as no gap: nothing public is offered there alone.
        """
        if self.not_asked:
            return "pages-not-asked"
        return "built-by-script" if any(page.start and page.script_built for page in self.pages) else ""

    def showing(self, topic: str) -> Place | None:
        """The page that shows this row of ``topics.yaml``, a start page before others; None where no page does."""
        pages = sorted((page for page in self.pages if topic in page.topics), key=lambda page: not page.start)
        return Place(pages[0].url) if pages else None


class SystemFacts(msgspec.Struct, frozen=True):
    """What asking the first page of a system brought; ``missing`` are the expected words that it does not show.

    ``missing`` is None where no page could be read.
    """

    system: System
    target: LinkTarget
    missing: tuple[str, ...] | None = None


class PortfolioFacts(msgspec.Struct, frozen=True):
    """All sites for portfolio checks, and the systems beside them that were asked in this run."""

    today: str
    sites: tuple[SiteFacts, ...]
    systems: tuple[SystemFacts, ...] = ()
