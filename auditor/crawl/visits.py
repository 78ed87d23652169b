"""Plans browser visits: what a visit has to do, and which pages may keep an earlier run's visit unchanged."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from auditor.browser.visit_batch import VisitJob
from auditor.crawl.probe_sampling import ProbeSample
from auditor.model import CrawlRequest, Document, FetchRecord, LinkKind, Page, Rendered, Response, VisitRecord
from auditor.model.identity import digest

PICTURES_PER_VISIT = 3
"""Screenshots of elements at fault that a visit takes at most."""

MOST_CARRIED = 3
"""Runs that may use a visit again before the page is visited anew."""

_SHAPES_PAGE = frozenset({LinkKind.RESOURCE, LinkKind.FRAME})


class VisitPlanner:
    """Prepares the visits of one run.

    ``fetched`` and ``blob`` read facts from the store, by run and address; ``earlier`` finds the last visit of an
    address before this run; ``engines`` names the browser and engine versions of a run. ``sample`` selects the pages
    that get the interactive probes, ``pictures`` is how many screenshots are taken of a page at most.
    """

    def __init__(
        self,
        run: int,
        *,
        fetched: Callable[[int, str], FetchRecord | None],
        earlier: Callable[[str, int], tuple[int, VisitRecord] | None],
        blob: Callable[[str], bytes],
        engines: Callable[[int], str],
    ) -> None:
        self._run = run
        self._fetched = fetched
        self._earlier = earlier
        self._blob = blob
        self._engines = engines
        self.sample = ProbeSample()
        self.pictures = PICTURES_PER_VISIT

    def was_visited(self, request: CrawlRequest) -> bool:
        """Whether an earlier run visited the page: then it waits until all that it is made of has been fetched."""
        return self._earlier(request.url, self._run) is not None

    def carried_over(self, request: CrawlRequest) -> VisitRecord | None:
        """The earlier visit of an unchanged page, to be used again; None when it has to be visited."""
        earlier = self._earlier(request.url, self._run)
        if earlier is None or not earlier[1].rendered or earlier[1].carries >= MOST_CARRIED:
            return None
        origin = earlier[1].carried_from or earlier[0]
        if self._ingredients(origin, request.url) != self._ingredients(self._run, request.url):
            return None
        return msgspec.structs.replace(earlier[1], carried_from=origin, carries=earlier[1].carries + 1)

    def job(self, request: CrawlRequest) -> VisitJob:
        """What a visit has to do besides the engine's rules, and which links the delivered page has."""
        document = self._document(self._run, request.url)
        known = frozenset(link.url for link in document.links) if document else frozenset()
        probes = self.sample.selects(request, document.template if document else "")
        return VisitJob(
            request.url, request.site, widths=request.start, probes=probes, screenshots=self.pictures, known=known
        )

    def _ingredients(self, run: int, url: str) -> str:
        """A hash of all that a page was made of in a run: its body, its resources' bodies and the engines' versions."""
        document = self._document(run, url)
        links = document.links if document else ()
        addresses = {link.url.partition("#")[0] for link in links if link.kind in _SHAPES_PAGE}
        bodies = [f"{address}={_body(self._fetched(run, address))}" for address in sorted(addresses)]
        return digest(self._engines(run), _body(self._fetched(run, url)), *bodies, size=16)

    def _document(self, run: int, url: str) -> Document | None:
        own = self._fetched(run, url)
        return msgspec.msgpack.decode(self._blob(own.page), type=Page).document if own and own.page else None


def links_from_scripts(rendered: Rendered) -> list[tuple[str, LinkKind]]:
    """Addresses that only the rendered page has, with their kinds."""
    return [(link.url, link.kind) for link in rendered.links if link.url]


def _body(record: FetchRecord | None) -> str:
    return record.answer.body_hash if record and isinstance(record.answer, Response) else "-"
