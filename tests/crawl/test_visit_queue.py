"""Visits on their way to the browsers: in batches of one host, held back where they may be carried over."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

import pytest
from logged_events import Events

from auditor.browser.visit_batch import VisitJob, VisitResult
from auditor.crawl.lease_keeper import LeaseKeeper
from auditor.crawl.politeness import HostQueues
from auditor.crawl.visit_queue import MOST_CRASHES, VISIT_BATCH, VisitQueue
from auditor.model import CrawlRequest, Politeness, QueueKind, Untested, VisitFailure, VisitRecord
from auditor.store import Store

HOST, OTHER = "zone.test:80", "other.test:80"


class Planner:
    """Earlier visits by address: a record to carry over, or None where the page has changed."""

    def __init__(self) -> None:
        self.earlier: dict[str, VisitRecord | None] = {}

    def was_visited(self, request: CrawlRequest) -> bool:
        return request.url in self.earlier

    def carried_over(self, request: CrawlRequest) -> VisitRecord | None:
        return self.earlier[request.url]

    def job(self, request: CrawlRequest) -> VisitJob:
        return VisitJob(request.url, request.site)


class Client:
    """Browsers that crash under the pages named, as often as wanted."""

    drivers = 2

    def __init__(self) -> None:
        self.batches: list[list[str]] = []
        self.crashes: dict[str, int] = {}

    async def visit(self, jobs: Sequence[VisitJob], delay: float) -> list[VisitResult]:
        self.batches.append([job.url for job in jobs])
        return [self._result(job) for job in jobs]

    def _result(self, job: VisitJob) -> VisitResult:
        if self.crashes.get(job.url, 0):
            self.crashes[job.url] -= 1
            failure = VisitFailure(job.url, Untested.ENGINE_CRASHED, "crashed")
            return VisitResult(job.url, job.site, failure=failure)
        return VisitResult(job.url, job.site, rendered=b"r")


class Crawl:
    """A queue over fake browsers, and what came out of it."""

    def __init__(self, store: Store) -> None:
        self.planner, self.client = Planner(), Client()
        self.visits: list[VisitResult] = []
        self.carried: list[VisitRecord] = []
        self.hosts = HostQueues({}, Politeness(delay=0.0, concurrency=1))
        self.leases = LeaseKeeper(store.leases, 1)
        self.queue = VisitQueue(self.planner, self.client, self.leases, self)  # type: ignore[arg-type]

    def add_visit(self, request: CrawlRequest, result: VisitResult) -> None:
        self.visits.append(result)

    def add_carried_over(self, request: CrawlRequest, record: VisitRecord) -> None:
        self.carried.append(record)

    def run(self, *, all_fetched: bool = False) -> None:
        """Start what can start, again and again until nothing more does."""

        async def visiting() -> None:
            while True:
                tasks: list[asyncio.Task[None]] = []
                self.queue.start(
                    self.hosts,
                    all_fetched=all_fetched,
                    spawn=lambda work, tasks=tasks: tasks.append(asyncio.ensure_future(work)),  # type: ignore[misc]
                )
                if not tasks:
                    return
                await asyncio.gather(*tasks)

        asyncio.run(visiting())


@pytest.fixture
def crawl(store: Store) -> Crawl:
    return Crawl(store)


def visit(name: str, host: str = HOST) -> CrawlRequest:
    return CrawlRequest(f"http://{host}/{name}", QueueKind.VISIT, host, "zone")


def test_visits_are_made_in_batches_of_one_host(crawl: Crawl) -> None:
    for number in range(VISIT_BATCH + 1):
        crawl.queue.add(visit(str(number)))
    crawl.queue.add(visit("x", OTHER))
    assert len(crawl.queue) == VISIT_BATCH + 2
    crawl.run()
    assert [len(batch) for batch in crawl.client.batches] == [VISIT_BATCH, 1, 1]
    assert len(crawl.visits) == VISIT_BATCH + 2
    assert len(crawl.queue) == 0
    assert crawl.hosts[HOST].active == 0


def test_no_page_is_visited_whose_host_is_busy_or_held_by_another_run(crawl: Crawl, store: Store) -> None:
    crawl.queue.add(visit("a"))
    assert crawl.hosts.acquire_slot(HOST)
    crawl.run()
    assert crawl.client.batches == []
    crawl.hosts.release_slot(HOST)
    crawl.leases.release_all()
    other = LeaseKeeper(store.leases, 2)
    assert other.hold(HOST)
    crawl.run()
    assert crawl.client.batches == []
    other.release_all()
    crawl.run()
    assert len(crawl.visits) == 1


def test_a_page_visited_before_waits_until_all_is_fetched(crawl: Crawl) -> None:
    same, changed = visit("same"), visit("changed")
    carried = VisitRecord(same.url, "zone", "blob", carried_from=3, carries=1)
    crawl.planner.earlier = {same.url: carried, changed.url: None}
    crawl.queue.add(same)
    crawl.queue.add(changed)
    crawl.run()
    assert (crawl.client.batches, crawl.carried, len(crawl.queue)) == ([], [], 2)
    crawl.run(all_fetched=True)
    assert crawl.carried == [carried]
    assert [result.url for result in crawl.visits] == [changed.url]


def test_a_page_under_which_a_browser_crashed_is_visited_again_and_its_failure_kept_at_last(
    crawl: Crawl, events: Events
) -> None:
    unlucky, deadly = visit("unlucky"), visit("deadly")
    crawl.client.crashes = {unlucky.url: 1, deadly.url: 99}
    crawl.queue.add(deadly)
    crawl.queue.add(unlucky)
    crawl.run()
    assert crawl.client.batches == [[deadly.url, unlucky.url]] * 2 + [[deadly.url]] * (MOST_CRASHES - 1)
    assert [(result.url, result.failure is None) for result in crawl.visits] == [
        (unlucky.url, True), (deadly.url, False)
    ]  # fmt: skip
    assert events("retried") == [
        {"url": url, "attempt": attempt, "reason": "engine_crashed"}
        for url, attempt in ((deadly.url, 2), (unlucky.url, 2), (deadly.url, 3))
    ]
