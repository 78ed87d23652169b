"""Scheduler of a run's three queues: addresses to fetch, bodies to parse, pages to visit.

Hosts get requests only when they allow them, and no request waits while holding a slot.
"""

from __future__ import annotations

import asyncio
import heapq
import time
from collections import deque
from datetime import UTC, datetime

from auditor import urls
from auditor.crawl.background_tasks import BackgroundTasks
from auditor.crawl.fetcher import FetchAttempt, Fetcher, NextStep, failed_with_host
from auditor.crawl.held_hosts import HeldHost, held_hosts
from auditor.crawl.politeness import LONGEST_PAUSE, HostQueues
from auditor.crawl.progress import Progress, Watch
from auditor.crawl.request_waits import is_reached, retry_after, retry_of
from auditor.crawl.result_pipeline import ResultPipeline
from auditor.model import Answer, Budget, CrawlRequest, FailureReason, FetchFailure, QueueKind, Untested

MOST_FETCHES = 64
"""Fetches at once."""

TICK = 0.25
"""Seconds that the scheduler sleeps at most."""

LEASE_RETRY = 1.0
"""Seconds until a host whose lease another run holds is tried again."""

DRAIN_SECONDS = 5.0
"""Seconds that a stopped run waits for what is under way."""

RATE_SECONDS = 20.0
"""The rate shown is that of the last seconds, this many."""


class Scheduler:
    """Works through one run's queues until they are empty; ``pipeline`` parses, visits and stores.

    Setting ``stopping`` ends the work after what is under way.
    """

    def __init__(
        self, fetcher: Fetcher, hosts: HostQueues, pipeline: ResultPipeline, budgets: dict[str, Budget], watch: Watch
    ) -> None:
        self._fetcher = fetcher
        self._hosts = hosts
        self._pipeline = pipeline
        self._budgets = budgets
        self._watch = watch
        self._later: list[tuple[float, str, CrawlRequest]] = []
        self._fetches: dict[asyncio.Task[None], tuple[str, float]] = {}
        self._tasks = BackgroundTasks()
        self._began = time.monotonic()
        self._marks: deque[tuple[float, int]] = deque()
        self.stopping = False

    async def work(self, pending: list[CrawlRequest]) -> bool:
        """Work through ``pending`` and all that it leads to. Returns False when it was stopped before the end."""
        self._enqueue(pending)
        while not self.stopping and (self._is_busy() or self._pipeline.admit_rest()):
            self._requeue_due()
            self._start_fetches()
            self._pipeline.admit_due(all_fetched=self._is_all_fetched())
            self._pipeline.start(
                self._hosts, idle=not self._fetches, all_fetched=self._is_all_fetched(), spawn=self._tasks.spawn
            )
            nothing_comes = not (self._fetches or self._hosts.waiting)
            self._enqueue(self._pipeline.commit(force=nothing_comes))
            if not (self._fetches or self._later or self._hosts.waiting):
                self._enqueue(self._pipeline.release_redirects())
            self._report_progress()
            if self._is_busy():
                await self._sleep()
            self._tasks.check()
        if self.stopping:
            await self._drain()
        self._enqueue(self._pipeline.commit(force=True))
        self._pipeline.close(self._hosts)
        return not self.stopping

    def _enqueue(self, requests: list[CrawlRequest]) -> None:
        now = datetime.now(UTC)
        for request in requests:
            if request.skipped is not None:
                continue
            if request.kind is QueueKind.VISIT:
                self._pipeline.visits.add(request)
            elif request.not_before and (due := datetime.fromisoformat(request.not_before)) > now:
                wait = min((due - now).total_seconds(), LONGEST_PAUSE)
                heapq.heappush(self._later, (time.monotonic() + wait, request.url, request))
            else:
                self._hosts.add(request)

    def _is_busy(self) -> bool:
        return bool(self._fetches or self._later or self._hosts.waiting or self._pipeline.is_busy)

    def _is_all_fetched(self) -> bool:
        """Whether nothing is left to be fetched, so that all that every page is made of is known."""
        return not (self._fetches or self._later or self._hosts.waiting or self._pipeline.may_lead_on)

    def _requeue_due(self) -> None:
        now = time.monotonic()
        while self._later and self._later[0][0] <= now:
            self._hosts.add(heapq.heappop(self._later)[2])

    def _start_fetches(self) -> None:
        while len(self._fetches) < MOST_FETCHES and not self._pipeline.parsing.is_full:
            request = self._hosts.next_due(time.monotonic())
            if request is None:
                return
            if self._pipeline.leases.hold(request.host):
                task = self._tasks.spawn(self._fetch(request))
                self._fetches[task] = (request.host, time.monotonic())
                task.add_done_callback(self._fetches.pop)
            else:
                self._hosts.put_back(request, time.monotonic() + LEASE_RETRY)

    async def _fetch(self, request: CrawlRequest) -> None:
        host = self._hosts[request.host]
        most_bytes = self._budgets.get(request.site, Budget()).bytes
        attempt = await self._fetcher.fetch(request, host, most_bytes, self._permit_redirect)
        answer = attempt.answer
        milliseconds = answer.elapsed_ms if answer else 0
        self._hosts.finish(request.host, reached=is_reached(answer), milliseconds=milliseconds, now=time.monotonic())
        self._dispatch(attempt)
        if host.is_abandoned:
            for waiting in self._hosts.abandon(request.host):
                self._end_abandoned(waiting, None if host.answered else answer)

    async def _permit_redirect(self, url: str) -> FailureReason | None:
        """Wait until the host that a redirect leads to allows it; returns why it may not be followed."""
        name = urls.host_of(url)
        if not await self._fetcher.allows(url, self._hosts[name]):
            return FailureReason.ROBOTS
        wait = self._hosts.reserve(name, time.monotonic()) if self._pipeline.leases.hold(name) else None
        if wait is None:
            return FailureReason.HOST_BUSY
        await asyncio.sleep(wait)
        return None

    def _dispatch(self, attempt: FetchAttempt) -> None:
        match attempt.next:
            case NextStep.KEEP:
                self._pipeline.parsing.add(attempt)
            case NextStep.SKIP:
                self._pipeline.skip(attempt.request, Untested.ROBOTS)
            case NextStep.AGAIN:
                self._retry(attempt)
            case NextStep.WAIT:
                self._pipeline.await_redirect(attempt)

    def _end_abandoned(self, request: CrawlRequest, dead: Answer | None) -> None:
        """End a request to an abandoned host: the failure of a host that never answered holds for all its addresses."""
        if isinstance(dead, FetchFailure):
            self._pipeline.parsing.add(failed_with_host(request, dead))
        else:
            self._pipeline.skip(request, Untested.TIMED_OUT)

    def _retry(self, attempt: FetchAttempt) -> None:
        host, now = attempt.request.host, datetime.now(UTC)
        if wished := retry_after(attempt.answer, now):
            self._hosts.pause(host, wished, now=time.monotonic(), reason="retry-after")
        self._pipeline.defer(retry_of(attempt, self._hosts[host].patience, now))

    async def _sleep(self) -> None:
        waits = [TICK]
        if len(self._fetches) < MOST_FETCHES and (wait := self._hosts.seconds_until_due(time.monotonic())) is not None:
            waits.append(wait)
        await self._tasks.wait(max(0.001, min(waits)))

    async def _drain(self) -> None:
        """Let the answers under way come in, so that no server gets a request twice for them."""
        if self._fetches:
            await asyncio.wait(self._fetches, timeout=DRAIN_SECONDS)
        await self._tasks.drain(DRAIN_SECONDS, without=self._fetches.keys())

    def _report_progress(self) -> None:
        now = time.monotonic()
        pages, targets, visits = self._pipeline.pages, self._pipeline.targets, self._pipeline.visited
        done = pages + targets + visits
        self._marks.append((now, done))
        while self._marks[0][0] < now - RATE_SECONDS:
            self._marks.popleft()
        then, before = self._marks[0]
        self._watch(
            Progress(
                pages=pages,
                targets=targets,
                visits=visits,
                waiting=self._hosts.waiting + len(self._later) + len(self._fetches) + len(self._pipeline.parsing),
                visits_waiting=len(self._pipeline.visits),
                seconds=now - self._began,
                rate=(done - before) / max(now - then, 1.0),
                limit=self._limit(),
                held=self._held(now),
            )
        )

    def _held(self, now: float) -> tuple[HeldHost, ...]:
        if self._tasks.is_busy(without=self._fetches.keys()):  # pages are parsed or visited meanwhile
            return ()
        later: dict[str, float] = {}
        for due, _, request in self._later:
            later[request.host] = min(due, later.get(request.host, due))
        return held_hosts(self._fetches.values(), later, self._hosts.all(), now)

    def _limit(self) -> str:
        if self._is_all_fetched():
            return "browser"
        if self._pipeline.parsing.is_full:
            return "reading"
        return "politeness" if self._hosts.waiting and len(self._fetches) < MOST_FETCHES else "network"
