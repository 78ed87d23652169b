"""The only writer of a run: what it takes is committed in one transaction, with the requests that follow from it."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from logged_events import Events
from small_crawl import HOST, ORIGIN, SITE, begin_run, pipeline_of

from auditor.blobs.compression import Packed
from auditor.browser.visit_batch import VisitResult
from auditor.crawl.fetcher import FetchAttempt, NextStep
from auditor.crawl.frontier import Frontier
from auditor.crawl.link_state import classify, not_fetched
from auditor.crawl.parse_jobs import ParsedBody
from auditor.crawl.politeness import HostQueues
from auditor.crawl.result_pipeline import COMMIT_ROWS
from auditor.extract.parse_batch import FoundAddress, ParseResult
from auditor.jobs.executors import WorkerPools
from auditor.model import (
    CrawlRequest,
    Hop,
    Link,
    LinkDetail,
    LinkKind,
    LinkState,
    Place,
    Politeness,
    QueueKind,
    Rendered,
    RequestPurpose,
    Response,
    Untested,
    VisitFailure,
    VisitRecord,
)
from auditor.store import Store

START, NEXT, OLD = (f"{ORIGIN}/{name}" for name in ("", "next?id=3", "old"))


class Crawl:
    """A pipeline over a real store and workers that are never started."""

    def __init__(self, store: Store, workers: WorkerPools) -> None:
        self.store = store
        self.run = begin_run(store)
        self.frontier = Frontier([SITE])
        self.pipeline = pipeline_of(store, self.run, workers, self.frontier)
        (self.start,) = self.frontier.starts()
        store.queue.plan(self.run, [self.start])

    def pending(self) -> list[tuple[str, str]]:
        return sorted((request.kind.value, request.url) for request in self.store.queue.pending(self.run))


@pytest.fixture
def crawl(store: Store) -> Iterator[Crawl]:
    with WorkerPools(cores=1, drivers=1, open_visitor=None) as workers:
        yield Crawl(store, workers)


def answered(request: CrawlRequest, status: int = 200) -> FetchAttempt:
    answer = Response(request.url, request.url, status, media_type="text/html", size=9)
    return FetchAttempt(request, classify(request.url, answer), NextStep.KEEP, answer, b"<p>text")


def parsed(store: Store, *links: str) -> ParsedBody:
    """A parsed page whose blob is in the store already, as a worker of this machine leaves it."""
    blob = store.blobs.put(b"page")
    found = tuple(FoundAddress(url, LinkKind.PAGE) for url in links)
    return ParsedBody(ParseResult(START, found=found, text_hash="t"), page=Packed(blob, b""))


def test_an_answer_is_committed_with_all_that_follows_from_it(crawl: Crawl, events: Events) -> None:
    crawl.pipeline.add_answer(answered(crawl.start), parsed(crawl.store, NEXT, "http://elsewhere.test/"))
    assert crawl.pipeline.may_lead_on
    assert crawl.pending() == [("fetch", START)]
    crawl.pipeline.admit_due(all_fetched=False)
    found = crawl.pipeline.commit(force=True)
    assert [(request.kind, request.purpose) for request in found if not request.skipped] == [
        (QueueKind.FETCH, RequestPurpose.LINK_TARGET),
        (QueueKind.VISIT, RequestPurpose.PAGE),
        (QueueKind.FETCH, RequestPurpose.PAGE),
    ]
    assert crawl.pending() == [("fetch", "http://elsewhere.test/"), ("fetch", NEXT), ("visit", START)]
    (record,) = crawl.store.facts.fetch_records(crawl.run)
    assert (record.url, record.site, crawl.store.blobs.get(record.page)) == (START, "zone", b"page")
    assert (crawl.pipeline.pages, crawl.pipeline.targets, crawl.pipeline.visited) == (1, 0, 0)
    assert not crawl.pipeline.is_busy
    (event,) = events("committed")
    assert event.pop("ms") >= 0
    assert event == {"rows": 5}


def test_results_wait_for_more_unless_they_are_many_or_old_or_the_last(
    crawl: Crawl, monkeypatch: pytest.MonkeyPatch
) -> None:
    clock = [100.0]
    monkeypatch.setattr("auditor.crawl.result_pipeline.time.monotonic", lambda: clock[0])
    crawl.pipeline.defer(crawl.start)
    crawl.pipeline.commit(force=True)
    crawl.pipeline.defer(crawl.start)
    assert crawl.pipeline.commit() == []
    clock[0] += 1.0
    assert crawl.pipeline.commit() == [crawl.start]
    for number in range(COMMIT_ROWS):
        crawl.pipeline.defer(msgspec.structs.replace(crawl.start, url=f"{ORIGIN}/{number}"))
    assert len(crawl.pipeline.commit()) == COMMIT_ROWS
    assert crawl.pipeline.commit(force=True) == []


def test_a_deferred_request_stays_pending_with_its_attempts(crawl: Crawl) -> None:
    crawl.pipeline.defer(msgspec.structs.replace(crawl.start, attempts=1, not_before="2026-11-23T09:00:02+00:00"))
    crawl.pipeline.commit(force=True)
    (pending,) = crawl.store.queue.pending(crawl.run)
    assert (pending.attempts, pending.not_before) == (1, "2026-11-23T09:00:02+00:00")


def test_a_skipped_address_is_stored_and_logged_with_the_reason(crawl: Crawl, events: Events) -> None:
    crawl.pipeline.skip(crawl.start, Untested.ROBOTS)
    assert [request.skipped for request in crawl.store.queue.skipped_requests(crawl.run)] == [Untested.ROBOTS]
    assert events("skipped") == [{"url": START, "reason": "robots", "site": "zone"}]


def test_a_redirect_to_a_page_of_the_run_gets_its_answer_after_the_commit(crawl: Crawl) -> None:
    old = crawl.frontier.admit(OLD, LinkKind.PAGE, crawl.start)
    assert old is not None
    answer = Response(OLD, START, 301, chain=(Hop(OLD, 301, "/"),))
    crawl.pipeline.await_redirect(FetchAttempt(old, not_fetched(OLD, LinkDetail.MOVED), NextStep.WAIT, answer))
    crawl.pipeline.add_answer(answered(crawl.start), parsed(crawl.store))
    crawl.pipeline.commit(force=True)
    assert crawl.pipeline.release_redirects() == []
    crawl.pipeline.commit(force=True)
    states = {record.url: record.target.state for record in crawl.store.facts.fetch_records(crawl.run)}
    assert states == {START: LinkState.OK, OLD: LinkState.REDIRECTED}


def test_redirects_that_lead_to_nothing_fetched_are_released_when_all_else_is_done(crawl: Crawl) -> None:
    old = crawl.frontier.admit(OLD, LinkKind.PAGE, crawl.start)
    assert old is not None
    answer = Response(OLD, START, 301, chain=(Hop(OLD, 301, "/"),))
    crawl.pipeline.await_redirect(FetchAttempt(old, not_fetched(OLD, LinkDetail.MOVED), NextStep.WAIT, answer))
    crawl.pipeline.defer(crawl.start)
    assert crawl.pipeline.release_redirects() == []
    crawl.pipeline.commit(force=True)
    assert crawl.pipeline.release_redirects() == [old]


def rendered(url: str) -> bytes:
    link = Link(Place(START, "a"), "a", "href", url, url, LinkKind.PAGE, from_script=True)
    return msgspec.msgpack.encode(Rendered(START, START, "Chromium", links=(link,), elapsed_ms=740))


def test_visits_are_committed_with_the_links_that_only_scripts_make(crawl: Crawl, events: Events) -> None:
    visit = msgspec.structs.replace(crawl.start, kind=QueueKind.VISIT)
    facts = rendered(f"{NEXT}#part")
    crawl.pipeline.add_visit(visit, VisitResult(START, "zone", rendered=facts))
    crawl.pipeline.commit(force=True)
    assert crawl.pipeline.admit_rest()
    assert [request.url for request in crawl.pipeline.commit(force=True)] == [NEXT]
    record = crawl.store.facts.visit_record(crawl.run, START)
    assert record is not None
    assert crawl.store.blobs.get(record.rendered) == facts
    assert crawl.pipeline.visited == 1
    assert events("visited") == [{"url": START, "ms": 740, "failure": ""}]


def test_a_visit_that_failed_is_committed_and_logged_with_the_reason(crawl: Crawl, events: Events) -> None:
    visit = msgspec.structs.replace(crawl.start, kind=QueueKind.VISIT)
    failure = VisitFailure(START, Untested.TIMED_OUT, "30 s")
    crawl.pipeline.add_visit(visit, VisitResult(START, "zone", failure=failure))
    assert crawl.pipeline.commit(force=True) == []
    assert crawl.store.facts.visit_record(crawl.run, START) == VisitRecord(START, "zone", failure=failure)
    assert events("visited") == [{"url": START, "ms": 0, "failure": "timed_out"}]


def test_an_earlier_visit_is_used_again_with_its_links(crawl: Crawl, events: Events) -> None:
    visit = msgspec.structs.replace(crawl.start, kind=QueueKind.VISIT)
    blob = crawl.store.blobs.put(rendered(NEXT))
    carried = VisitRecord(START, "zone", blob, carried_from=crawl.run, carries=1)
    crawl.pipeline.add_carried_over(visit, carried)
    crawl.pipeline.commit(force=True)
    assert crawl.pipeline.admit_rest()
    assert [request.url for request in crawl.pipeline.commit(force=True)] == [NEXT]
    assert crawl.store.facts.visit_record(crawl.run, START) == carried
    assert crawl.pipeline.visited == 0
    assert events("visit carried over") == [{"url": START, "from_run": crawl.run}]


def test_closing_stores_the_figures_of_hosts_and_gives_them_back(crawl: Crawl) -> None:
    hosts = HostQueues({}, Politeness(delay=0.0))
    hosts.add(crawl.start)
    assert hosts.next_due(0.0)
    hosts.finish(HOST, reached=True, milliseconds=12, now=0.1)
    assert crawl.pipeline.leases.hold(HOST)
    crawl.pipeline.close(hosts)
    assert [(host.host, host.requests) for host in crawl.store.runs.hosts(crawl.run)] == [(HOST, 1)]
    assert crawl.store.leases.claim(HOST, "another run", 0.0, 1.0) is not None
