"""Traces one address through all runs: its requests, its answer, its visit, and the findings at it or about it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from auditor import urls
from auditor.model import CrawlRequest, FetchRecord, Finding, Rendered, Run, VisitRecord
from auditor.store import Store


class Trace(msgspec.Struct, frozen=True):
    """What one run stored of one address."""

    run: int
    period: str
    day: str
    requests: tuple[CrawlRequest, ...] = ()
    """The planned and skipped requests for it."""
    fetched: FetchRecord | None = None
    visited: VisitRecord | None = None
    final_url: str = ""
    """Where its visit ended."""
    findings: tuple[Finding, ...] = ()
    """Open findings at it (as a page) or about it (as a target)."""

    @property
    def empty(self) -> bool:
        """Whether the run stored nothing of the address."""
        return not (self.requests or self.fetched or self.visited or self.findings)


def trace(store: Store, url: str) -> Iterator[Trace]:
    """The traces of an address (without fragment), newest run first; runs that stored nothing of it are left out."""
    address = urls.without_fragment(url)
    for run in reversed(store.runs.all()):
        found = _traced(store, run, address)
        if not found.empty:
            yield found


def _traced(store: Store, run: Run, url: str) -> Trace:
    visited, judgement = store.facts.visit_record(run.number, url), store.judgements.latest(run.number)
    rendered = (
        msgspec.msgpack.decode(store.blobs.get(visited.rendered), type=Rendered)
        if visited and visited.rendered
        else None
    )
    findings = store.judgements.findings(judgement) if judgement else ()
    return Trace(
        run=run.number,
        period=run.period,
        day=run.day,
        requests=tuple(store.queue.requests_for(run.number, url)),
        fetched=store.facts.fetch_record(run.number, url),
        visited=visited,
        final_url=rendered.final_url if rendered else "",
        findings=tuple(finding for finding in findings if _concerns(finding, url)),
    )


def _concerns(finding: Finding, url: str) -> bool:
    about = urls.without_fragment(finding.cause) == url
    return finding.life.is_open and (about or any(spot.place.url == url for spot in finding.spots))
