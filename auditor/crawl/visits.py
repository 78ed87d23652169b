"""Browser visits: which pages are due, which may keep an earlier run's visit because nothing on them has changed."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Sequence

import msgspec

from auditor.browser.visit_batch import VisitJob, VisitResult
from auditor.crawl.probe_sampling import ProbeSample
from auditor.model import CrawlRequest, Document, FetchRecord, LinkKind, Page, Rendered, Response, VisitRecord

BATCH = 4
"""Pages a visitor takes at once: few, so that drivers finish together and a kill loses little."""

PICTURES_PER_VISIT = 3

MOST_CARRIED = 3
"""A visit may be carried over so many runs before the page is visited again."""

_SHAPES_PAGE = frozenset({LinkKind.RESOURCE, LinkKind.FRAME})


class VisitPlanner:
    """Prepares visits for one run and reads what came of them.

    ``fetched`` and ``blob`` read facts from the store, by run and address; ``earlier`` finds the last visit of an
    address before this run; ``engines`` names the browser and engine versions of a run. ``sample``
    says which pages are driven, ``pictures`` how many are taken of a page at most.
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

    def has_history(self, ask: CrawlRequest) -> bool:
        """Whether an earlier run visited the page: then it waits until all that shapes it has been asked."""
        return self._earlier(ask.url, self._run) is not None

    def carried(self, ask: CrawlRequest) -> VisitRecord | None:
        """The earlier visit of an unchanged page, to be used again; None when it has to be visited."""
        earlier = self._earlier(ask.url, self._run)
        if earlier is None or not earlier[1].rendered or earlier[1].carries >= MOST_CARRIED:
            return None
        origin = earlier[1].carried_from or earlier[0]
        if self.shape(origin, ask.url) != self.shape(self._run, ask.url):
            return None
        return msgspec.structs.replace(earlier[1], carried_from=origin, carries=earlier[1].carries + 1)

    def item(self, ask: CrawlRequest) -> VisitJob:
        """What a visitor has to know: which links the delivered page has, and what to look at besides the rules."""
        document = self._document(self._run, ask.url)
        known = frozenset(link.url for link in document.links) if document else frozenset()
        driven = self.sample.takes(ask, document.template if document else "")
        return VisitJob(ask.url, ask.site, widths=ask.start, probes=driven, screenshots=self.pictures, known=known)

    def shape(self, run: int, url: str) -> str:
        """A hash of all that shapes a page in a run: its body, its resources' bodies and the engines' versions."""
        document = self._document(run, url)
        links = document.links if document else ()
        addresses = {link.url.partition("#")[0] for link in links if link.kind in _SHAPES_PAGE}
        bodies = [f"{address}={_body(self._fetched(run, address))}" for address in sorted(addresses)]
        parts = [self._engines(run), _body(self._fetched(run, url)), *bodies]
        return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()

    def _document(self, run: int, url: str) -> Document | None:
        own = self._fetched(run, url)
        return msgspec.msgpack.decode(self._blob(own.page), type=Page).document if own and own.page else None


def links_from_scripts(done: Iterable[VisitResult]) -> list[tuple[str, list[tuple[str, LinkKind]]]]:
    """Addresses that only the rendered pages have: (page, [(address, kind), ...])."""
    found = []
    for visit in done:
        if visit.rendered:
            rendered = msgspec.msgpack.decode(visit.rendered, type=Rendered)
            found.append((visit.url, [(link.url, link.kind) for link in rendered.links if link.url]))
    return found


def batches(asks: Sequence[CrawlRequest], size: int = BATCH) -> list[list[CrawlRequest]]:
    """Split due visits into batches of one host each, in order."""
    by_host: dict[str, list[CrawlRequest]] = {}
    for ask in asks:
        by_host.setdefault(ask.host, []).append(ask)
    return [group[start : start + size] for group in by_host.values() for start in range(0, len(group), size)]


def _body(fetched: FetchRecord | None) -> str:
    return fetched.answer.body_hash if fetched and isinstance(fetched.answer, Response) else "-"
