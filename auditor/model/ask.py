"""The work of a run: addresses to ask and pages to visit, and what came of each."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from auditor.model.rendered import VisitFailure
from auditor.model.response import Answer
from auditor.model.target import LinkTarget
from auditor.model.verdict import Untested


class QueueKind(StrEnum):
    """The queues: addresses to fetch (pages and link targets alike) and browser visits."""

    FETCH = "fetch"
    VISIT = "visit"


class CrawlRequest(msgspec.Struct, frozen=True):
    """One planned piece of work: asked of ``host`` once in a run, for ``site`` (empty: outside all sites).

    ``host`` is name and port. ``depth`` counts clicks from a start address. ``found_on`` is the first page that
    named it. ``not_before`` (ISO, UTC) holds it back; ``skipped`` says why it will not be asked at all. ``probe``
    marks an address that cannot exist, asked to learn how a module answers then.
    """

    url: str
    kind: QueueKind
    host: str
    site: str = ""
    depth: int = 0
    start: bool = False
    probe: bool = False
    found_on: str = ""
    attempts: int = 0
    not_before: str = ""
    skipped: Untested | None = None


class FetchRecord(msgspec.Struct, frozen=True):
    """An address was asked: the answer, the link state made of it, and the blobs its body was read into.

    ``page`` is the blob of a ``Page`` (empty when the body is no HTML), ``body`` the blob of the body itself.
    ``site`` is the one whose page it is, empty for an address outside all sites.
    """

    url: str
    site: str
    depth: int
    start: bool
    probe: bool
    answer: Answer
    target: LinkTarget
    page: str = ""
    body: str = ""


class VisitRecord(msgspec.Struct, frozen=True):
    """A page was visited: the blob of a ``Rendered``, or the failure.

    ``carried_from`` names the earlier run whose visit is used again (0: visited in this run), ``carries`` counts how
    many runs have used it again.
    """

    url: str
    site: str
    rendered: str = ""
    failure: VisitFailure | None = None
    carried_from: int = 0
    carries: int = 0


class Lease(msgspec.Struct, frozen=True):
    """The right to ask a host: held by one asker until a time; times are seconds since the epoch."""

    host: str
    holder: str
    next_allowed: float
    expires: float
