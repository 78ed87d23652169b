"""Everything that the store knows of one address, run by run: why it was asked, what came, what was said of it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from auditor import urls
from auditor.model import CrawlRequest, FetchRecord, Finding, Rendered, Run, VisitRecord
from auditor.store import Store


class Trace(msgspec.Struct, frozen=True):
    """What happened to one address in one run. ``findings`` are those at it (a page) or about it (a target)."""

    run: int
    period: str
    day: str
    asks: tuple[CrawlRequest, ...] = ()
    fetched: FetchRecord | None = None
    visited: VisitRecord | None = None
    final_url: str = ""
    findings: tuple[Finding, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether the run knows nothing of the address."""
        return not (self.asks or self.fetched or self.visited or self.findings)


def trace(store: Store, url: str) -> Iterator[Trace]:
    """What each run knows of an address (its fragment aside), the newest run first; others left out."""
    address = urls.without_fragment(url)
    for run in reversed(store.runs.all()):
        found = _traced(store, run, address)
        if not found.empty:
            yield found


def _traced(store: Store, run: Run, url: str) -> Trace:
    visited, judgement = store.facts.visit_record(run.number, url), store.judgements.latest(run.number)
    seen = (
        msgspec.msgpack.decode(store.blobs.get(visited.rendered), type=Rendered)
        if visited and visited.rendered
        else None
    )
    findings = store.judgements.findings(judgement) if judgement else ()
    return Trace(
        run=run.number,
        period=run.period,
        day=run.day,
        asks=tuple(store.queue.requests_for(run.number, url)),
        fetched=store.facts.fetch_record(run.number, url),
        visited=visited,
        final_url=seen.final_url if seen else "",
        findings=tuple(finding for finding in findings if _concerns(finding, url)),
    )


def _concerns(finding: Finding, url: str) -> bool:
    about = urls.without_fragment(finding.cause) == url
    return finding.life.is_open and (about or any(spot.place.url == url for spot in finding.spots))
