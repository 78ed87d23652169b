"""The work of a run: addresses to fetch and pages to visit, and what came of each."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from auditor.model.rendered import VisitFailure
from auditor.model.response import Answer
from auditor.model.target import LinkTarget
from auditor.model.verdict import Untested

ROBOTS_PATH = "/robots.txt"
"""Where the rules of an origin lie (RFC 9309, 2.3). A sitemap that they name has this address in ``found_on``."""


class QueueKind(StrEnum):
    """The queues: addresses to fetch (pages and link targets alike) and browser visits."""

    FETCH = "fetch"
    VISIT = "visit"


class RequestPurpose(StrEnum):
    """Why an address is requested; it follows from what is stored of the request and is stored nowhere itself."""

    PAGE = "page"
    """An address in the scope of a site: a page, a file or whatever a page loads."""

    LINK_TARGET = "link_target"
    """An address outside all sites, or too deep in one: only its link state matters."""

    SITEMAP = "sitemap"
    """A sitemap that a robots.txt or another sitemap names."""

    SYSTEM = "system"
    """The first page of a system beside the sites, fetched to see whether it answers."""

    SEARCH_PROBE = "search_probe"
    """The results of a site's own search for a known word and for nonsense."""

    SOFT_404_PROBE = "soft_404_probe"
    """An address that cannot exist, fetched to learn how its module answers then."""


class CrawlRequest(msgspec.Struct, frozen=True):
    """One planned piece of work: one address, fetched or visited once in a run."""

    url: str
    """The address, absolute and without fragment."""

    kind: QueueKind
    """The queue: a fetch or a browser visit."""

    host: str
    """Name and port of the server, by which politeness is kept."""

    site: str = ""
    """The id of the site whose page it is; empty outside all sites."""

    depth: int = 0
    """Clicks from a start address."""

    start: bool = False
    """Whether it is a start address: of a site, or of a system beside the sites."""

    probe: bool = False
    """Whether the address cannot exist and is fetched to learn how its module answers then."""

    found_on: str = ""
    """The first page that linked to it; ``/robots.txt`` of its origin for a sitemap; empty for what nobody linked."""

    attempts: int = 0
    """Fetches that were tried before and are to be repeated."""

    not_before: str = ""
    """The moment until which it waits (ISO, UTC); empty for at once."""

    skipped: Untested | None = None
    """Why it is not fetched at all; ``budget`` as well while it waits for its turn in the budget of its site."""

    is_page: bool = False
    """Whether it counts as one page of its site's budget."""

    @property
    def purpose(self) -> RequestPurpose:
        """Why the address is requested: the one place that reads it from the other fields."""
        if self.probe:
            return RequestPurpose.SOFT_404_PROBE
        if self.found_on.endswith(ROBOTS_PATH):
            return RequestPurpose.SITEMAP
        if self.site:
            return RequestPurpose.PAGE
        if self.start:
            return RequestPurpose.SYSTEM
        return RequestPurpose.LINK_TARGET if self.found_on else RequestPurpose.SEARCH_PROBE


class FetchRecord(msgspec.Struct, frozen=True):
    """An address was fetched: the answer, the link state made of it, and the blobs that its body was parsed into."""

    url: str
    """The address as it was requested, or the end of a redirect that is a page of a site."""

    site: str
    """The id of the site whose page it is; empty for an address outside all sites."""

    depth: int
    """Clicks from a start address."""

    start: bool
    """Whether it is a start address."""

    probe: bool
    """Whether the address cannot exist; see ``CrawlRequest.probe``."""

    answer: Answer
    """What the server answered, or why no answer came."""

    target: LinkTarget
    """The link state of the address."""

    page: str = ""
    """The blob of a ``Page``; empty where the body is no HTML."""

    body: str = ""
    """The blob of the body itself; empty where it is not kept."""


class VisitRecord(msgspec.Struct, frozen=True):
    """A page was visited with a browser: what was seen, or the failure."""

    url: str
    """The address of the page."""

    site: str
    """The id of its site."""

    rendered: str = ""
    """The blob of a ``Rendered``; empty where the visit failed."""

    failure: VisitFailure | None = None
    """Why the visit failed."""

    carried_from: int = 0
    """The earlier run whose visit is used again; 0 for a visit of this run."""

    carries: int = 0
    """How many runs have used the visit again."""


class Lease(msgspec.Struct, frozen=True):
    """The right to send requests to a host. Times are seconds since the epoch."""

    host: str
    """Name and port of the server."""

    holder: str
    """Who holds it: a run, or a process."""

    next_allowed: float
    """Since when it is held."""

    expires: float
    """Until when it is held, unless it is renewed."""
