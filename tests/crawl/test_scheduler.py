"""The scheduler: every request ends stored, skipped or failed with its host, and a stopped run keeps the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest
from logged_events import Events
from small_crawl import HOST, ORIGIN, SITE, begin_run, pipeline_of

from auditor.crawl import request_waits
from auditor.crawl.fetcher import FetchAttempt, NextStep
from auditor.crawl.frontier import Frontier
from auditor.crawl.link_state import classify, not_fetched
from auditor.crawl.politeness import BREAK_AFTER, MOST_BREAKS, HostQueue, HostQueues
from auditor.crawl.progress import Progress
from auditor.crawl.result_interpreter import VisitPolicy
from auditor.crawl.scheduler import Scheduler
from auditor.jobs.executors import WorkerPools
from auditor.model import (
    Answer,
    CrawlRequest,
    FailureReason,
    FetchFailure,
    LinkDetail,
    LinkState,
    Politeness,
    QueueKind,
    Response,
    Untested,
)
from auditor.store import Store

FAST = Politeness(delay=0.0, patience=0.0)


class FakeFetcher:
    """Answers by address, each list in turn and its last answer for ever; 200 without a body for all others."""

    def __init__(self) -> None:
        self.answers: dict[str, list[Answer | None]] = {}
        self.fetched: list[str] = []
        self.redirects: dict[str, str] = {}
        self.refusals: list[FailureReason | None] = []

    async def fetch(self, request: CrawlRequest, host: HostQueue, most_bytes: int, gate: Any = None) -> FetchAttempt:
        await asyncio.sleep(0)
        self.fetched.append(request.url)
        if request.url in self.redirects:
            self.refusals.append(await gate(self.redirects[request.url]))
        answers = self.answers.get(request.url, [Response(request.url, request.url, 200)])
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if answer is None:
            return FetchAttempt(request, not_fetched(request.url, LinkDetail.ROBOTS), NextStep.SKIP)
        target = classify(request.url, answer, attempts=request.attempts + 1)
        again = target.state is LinkState.SERVER_ERROR and request.attempts < 2
        return FetchAttempt(request, target, NextStep.AGAIN if again else NextStep.KEEP, answer)

    async def allows(self, url: str, host: HostQueue) -> bool:
        return "forbidden" not in url


class Crawl:
    """A scheduler with a fake fetcher over a real pipeline and store; nothing has to be parsed or visited."""

    def __init__(self, store: Store, workers: WorkerPools) -> None:
        self.store = store
        self.run = begin_run(store)
        self.fetcher, self.hosts = FakeFetcher(), HostQueues({HOST: FAST}, FAST)
        self.progress: list[Progress] = []
        self.pipeline = pipeline_of(store, self.run, workers, Frontier([SITE]), VisitPolicy.NONE)

    def work(self, *addresses: str, stop: bool = False) -> bool:
        """Plan the addresses, then work through all that is pending."""
        planned = [CrawlRequest(url, QueueKind.FETCH, HOST, "zone", found_on=SITE.url) for url in addresses]
        self.store.queue.plan(self.run, planned)

        async def working() -> bool:
            scheduler = Scheduler(
                self.fetcher, self.hosts, self.pipeline, {}, self.progress.append  # type: ignore[arg-type]
            )  # fmt: skip
            scheduler.stopping = stop
            return await asyncio.wait_for(scheduler.work(self.store.queue.pending(self.run)), 20)

        return asyncio.run(working())

    def states(self) -> dict[str, LinkState]:
        records = self.store.facts.fetch_records(self.run)
        return {record.url.removeprefix(ORIGIN): record.target.state for record in records}


@pytest.fixture
def crawl(store: Store) -> Iterator[Crawl]:
    with WorkerPools(cores=1, drivers=1, open_visitor=None) as workers:
        yield Crawl(store, workers)


def test_every_request_is_fetched_and_stored(crawl: Crawl, events: Events) -> None:
    assert crawl.work(f"{ORIGIN}/a", f"{ORIGIN}/b")
    assert crawl.states() == {"/a": LinkState.OK, "/b": LinkState.OK}
    assert crawl.store.queue.pending(crawl.run) == []
    assert crawl.progress[0].waiting == 2
    assert sum(event["rows"] for event in events("committed")) == 2
    assert [host.requests for host in crawl.store.runs.hosts(crawl.run)] == [2]


def test_a_request_that_robots_txt_forbids_is_skipped(crawl: Crawl, events: Events) -> None:
    crawl.fetcher.answers = {f"{ORIGIN}/a": [None]}
    assert crawl.work(f"{ORIGIN}/a")
    assert [request.skipped for request in crawl.store.queue.skipped_requests(crawl.run)] == [Untested.ROBOTS]
    assert [event["reason"] for event in events("skipped")] == ["robots"]


def test_a_server_error_is_retried_and_a_retry_after_pauses_the_host(
    crawl: Crawl, events: Events, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(request_waits, "LONGEST_PAUSE", 0.05)
    url = f"{ORIGIN}/a"
    busy = Response(url, url, 503, headers=(("retry-after", "1"),))
    crawl.fetcher.answers = {url: [busy, Response(url, url, 200)]}
    assert crawl.work(url)
    assert crawl.fetcher.fetched == [url, url]
    assert crawl.states() == {"/a": LinkState.OK}
    assert events("paused") == [{"host": HOST, "seconds": 0.05, "reason": "retry-after"}]
    assert events("retried") == [{"url": url, "attempt": 2, "reason": "server_error", "wait_s": 0.1}]


def dead(url: str) -> list[Answer | None]:
    return [FetchFailure(url, url, FailureReason.REFUSED, "refused")]


def test_a_host_that_never_answers_shares_its_failure_with_all_its_addresses(crawl: Crawl, events: Events) -> None:
    addresses = [f"{ORIGIN}/{number:02}" for number in range(BREAK_AFTER * (MOST_BREAKS + 1) + 4)]
    crawl.fetcher.answers = {url: dead(url) for url in addresses}
    assert crawl.work(*addresses)
    assert len(crawl.fetcher.fetched) < len(addresses)
    assert set(crawl.states().values()) == {LinkState.UNREACHABLE}
    assert len(crawl.states()) == len(addresses)
    assert events("host abandoned")[0]["host"] == HOST


def test_addresses_of_a_host_that_answered_before_it_failed_are_skipped(crawl: Crawl) -> None:
    addresses = [f"{ORIGIN}/{number:02}" for number in range(BREAK_AFTER * (MOST_BREAKS + 1) + 4)]
    crawl.fetcher.answers = {url: dead(url) for url in addresses[1:]}
    assert crawl.work(*addresses)
    reasons = {request.skipped for request in crawl.store.queue.skipped_requests(crawl.run)}
    assert reasons == {Untested.TIMED_OUT}


def test_a_redirect_to_another_host_is_permitted_by_its_rules_and_its_turn(crawl: Crawl) -> None:
    crawl.fetcher.redirects = {
        f"{ORIGIN}/a": "http://open.test/", f"{ORIGIN}/b": "http://forbidden.test/", f"{ORIGIN}/c": "http://slow.test/"
    }  # fmt: skip
    crawl.hosts.pause("slow.test:80", 1_000_000.0, now=0.0, reason="retry-after")
    assert crawl.work(*crawl.fetcher.redirects)
    assert dict(zip(crawl.fetcher.fetched, crawl.fetcher.refusals, strict=True)) == {
        f"{ORIGIN}/a": None, f"{ORIGIN}/b": FailureReason.ROBOTS, f"{ORIGIN}/c": FailureReason.HOST_BUSY
    }  # fmt: skip


def test_a_stopped_run_keeps_what_is_left_for_the_next_process(crawl: Crawl) -> None:
    assert not crawl.work(f"{ORIGIN}/a", stop=True)
    assert [request.url for request in crawl.store.queue.pending(crawl.run)] == [f"{ORIGIN}/a"]
    assert crawl.work()
    assert crawl.states() == {"/a": LinkState.OK}


def test_a_crash_in_a_task_ends_the_run(crawl: Crawl, monkeypatch: pytest.MonkeyPatch) -> None:
    async def crash(*_: object) -> FetchAttempt:
        raise ValueError("broken")

    monkeypatch.setattr(crawl.fetcher, "fetch", crash)
    with pytest.raises(ValueError, match="broken"):
        crawl.work(f"{ORIGIN}/a")
