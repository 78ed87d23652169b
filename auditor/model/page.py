"""One page's facts as stored, and the summary of it that site checks take."""

from __future__ import annotations

import msgspec

from auditor.model.document import Document
from auditor.model.head import Blocks, Head
from auditor.model.link_only_page import LinkIndex
from auditor.model.page_content import PageContent
from auditor.model.rendered import Rendered, VisitFailure
from auditor.model.response import FetchFailure, Response, is_error_status
from auditor.model.site import Site
from auditor.model.verdict import Region, Untested


class Page(msgspec.Struct, frozen=True, omit_defaults=True):
    """The facts parsed from one answer's body; all None for a file that is no HTML."""

    document: Document | None = None
    """The facts of the HTML; None in a run of links alone."""
    head: Head | None = None
    """The metadata; None in a run of links alone."""
    blocks: Blocks | None = None
    """The blocks of a home page; None for all but start pages."""
    sketch: LinkIndex | None = None
    """What a run of links alone keeps instead of document, head and blocks; None in every other run."""
    opening: str | None = None
    """The first words of the page's own content; None where none were kept: outside all sites, by earlier programs."""
    missing_words: tuple[str, ...] | None = None
    """Of the words that a configured system must show, those it does not; None where none were searched for."""
    content: PageContent | None = None
    """What a page outside all sites shows; None for pages of sites."""
    content_as_browser: PageContent | None = None
    """What a client with a browser's headers gets there; None where that was not requested or is the same."""


class PageFacts(msgspec.Struct, frozen=True):
    """All facts of one page of a site in one run: what a page check may take.

    A part that could not be gathered is the reason why not, never silently absent.
    """

    url: str
    """The address fetched."""
    site: str
    """The id of the site."""
    answer: Response | FetchFailure | Untested
    """What fetching it brought."""
    page: Page | Untested
    """The facts parsed from the body."""
    rendered: Rendered | VisitFailure | Untested
    """What a browser saw."""
    depth: int = 0
    """The number of clicks from a start address."""
    start: bool = False
    """Whether it is a start address of the site."""
    carried_from: int = 0
    """The run whose browser visit is used again because nothing on the page had changed; 0: visited in this run."""


class Context(msgspec.Struct, frozen=True):
    """The circumstances of a page that a page check may take."""

    site: Site
    """The site it belongs to."""
    today: str
    """The date of the run (ISO)."""
    start: bool = False
    """Whether it is a start address of the site."""


class DeadLinks(msgspec.Struct, frozen=True):
    """Which of the addresses that a page links to or loads lead nowhere."""

    urls: frozenset[str] = frozenset()
    """Addresses without fragment."""

    def __contains__(self, url: str) -> bool:
        """Whether an address, with or without a fragment, leads nowhere."""
        return url.partition("#")[0] in self.urls


class MenuLink(msgspec.Struct, frozen=True):
    """A link of the frame around the content."""

    region: Region
    """The part of the page it stands in."""
    url: str
    """Its address without fragment; may be a ``mailto:`` or ``tel:`` address."""
    name: str
    """Its accessible text."""


class Offer(msgspec.Struct, frozen=True):
    """Words of a page that name one of the topics in ``topics.yaml``."""

    topic: str
    """The row of ``topics.yaml``."""
    words: str
    """The words, at most 80 characters."""
    url: str = ""
    """Where the link with these words leads, without fragment; empty for the page's own words and contacts."""


class FileLink(msgspec.Struct, frozen=True):
    """A document (PDF, ODF, Office) that a page leads to."""

    url: str
    """Its address without fragment."""
    name: str = ""
    """The heading before the link and the text of the link."""


class PageSummary(msgspec.Struct, frozen=True):
    """One page as site checks take it: small enough that those of a whole site fit in memory."""

    url: str
    """The address fetched."""
    status: int
    """The HTTP status; 0 without an answer."""
    title: str = ""
    """The title; empty without one."""
    heading: str = ""
    """The text of the first heading of level 1; empty without one."""
    depth: int = 0
    """The number of clicks from a start address."""
    start: bool = False
    """Whether it is a start address of the site."""
    template: str = ""
    """The hash of its template: see ``Document.template``."""
    text_hash: str = ""
    """The hash of its text: see ``Document.text_hash``."""
    lang: str = ""
    """The ``lang`` attribute of the root element; empty without one."""
    classification: tuple[str, str, str] = ("", "", "")
    """Its theme, policy and service codes as written; those of repeated tags joined with commas."""
    metadata_date: str = ""
    """The content of DC.Date as written; empty without one."""
    coverage: tuple[str, str] = ("", "")
    """The first and the last day that its metadata names, as written."""
    updated: str = ""
    """The newest date that the page shows (ISO); empty without one."""
    owner: str = ""
    """The unit that adopted the page (內容認養); empty where the site names none."""
    access_keys: tuple[str, ...] = ()
    """The access keys of the guide bricks (:::) on the page, in capitals."""
    bricks: tuple[tuple[str, str], ...] = ()
    """Access key and title of each of those guide bricks; the title as written."""
    keys_used: tuple[str, ...] = ()
    """The access keys of all its visible elements, in capitals."""
    keys_told: tuple[str, ...] = ()
    """The access keys that its text explains, in capitals."""
    menu: tuple[MenuLink, ...] = ()
    """The links of header, navigation and footer in their order; at most 300."""
    files: tuple[FileLink, ...] = ()
    """The documents it links to, each once; at most 200."""
    offers: tuple[Offer, ...] = ()
    """What it shows of ``topics.yaml``, its own words first, each once; at most 200."""
    script_built: bool = False
    """Whether its source shows too little to call anything missing."""

    @property
    def is_error(self) -> bool:
        """Whether the page was answered with an error status."""
        return is_error_status(self.status)
