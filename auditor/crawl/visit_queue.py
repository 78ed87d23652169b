"""Queues browser visits: starts them on free drivers, repeats those under which a browser crashed."""

from __future__ import annotations

import logging
from collections import Counter, deque
from typing import Protocol

from auditor.browser.visit_batch import VisitResult
from auditor.crawl.background_tasks import Spawn
from auditor.crawl.lease_keeper import LeaseKeeper
from auditor.crawl.politeness import HostQueues
from auditor.crawl.visits import VisitPlanner
from auditor.crawl.worker_calls import WorkerClient
from auditor.model import CrawlRequest, Untested, VisitRecord

_log = logging.getLogger(__name__)

VISIT_BATCH = 4
"""Pages in a batch at most: few, so that drivers finish together and a kill loses little."""

MOST_CRASHES = 2
"""Further visits of a page under which a browser crashed."""


class VisitSink(Protocol):
    """Takes what came of visits."""

    def add_visit(self, request: CrawlRequest, result: VisitResult) -> None:
        """Take a visit of this run, or its failure."""
        ...

    def add_carried_over(self, request: CrawlRequest, record: VisitRecord) -> None:
        """Take an earlier run's visit that is used again."""
        ...


class VisitQueue:
    """Visits of one run, from the plan to the ``sink``.

    A page that an earlier run visited is held back until all that it is made of is known, for its earlier visit may be
    used again.
    """

    def __init__(self, planner: VisitPlanner, client: WorkerClient, leases: LeaseKeeper, sink: VisitSink) -> None:
        self._planner = planner
        self._client = client
        self._leases = leases
        self._sink = sink
        self._due: deque[CrawlRequest] = deque()
        self._held: deque[CrawlRequest] = deque()
        self._in_batches = 0
        self._crashes: Counter[str] = Counter()

    def __len__(self) -> int:
        return len(self._due) + len(self._held) + self._in_batches

    def add(self, request: CrawlRequest) -> None:
        """Queue a visit."""
        (self._held if self._planner.was_visited(request) else self._due).append(request)

    def start(self, hosts: HostQueues, *, all_fetched: bool, spawn: Spawn) -> None:
        """Start visits on free drivers; ``all_fetched`` releases those that are held back."""
        if all_fetched:
            self._release_held()
        while self._due and self._in_batches < self._client.drivers * VISIT_BATCH:
            host = self._due[0].host
            if not self._leases.hold(host) or not hosts.acquire_slot(host):
                self._due.rotate(-1)
                return
            batch = [self._due.popleft()]
            while self._due and self._due[0].host == host and len(batch) < VISIT_BATCH:
                batch.append(self._due.popleft())
            self._in_batches += len(batch)
            spawn(self._visit(batch, hosts))

    def _release_held(self) -> None:
        while self._held:
            request = self._held.popleft()
            carried = self._planner.carried_over(request)
            if carried is None:
                self._due.append(request)
            else:
                self._sink.add_carried_over(request, carried)

    async def _visit(self, batch: list[CrawlRequest], hosts: HostQueues) -> None:
        host = batch[0].host
        results = await self._client.visit([self._planner.job(request) for request in batch], hosts[host].delay)
        hosts.release_slot(host)
        requests = {request.url: request for request in batch}
        for result in results:
            if not self._is_repeated(result, requests[result.url]):
                self._sink.add_visit(requests[result.url], result)
        self._in_batches -= len(batch)

    def _is_repeated(self, result: VisitResult, request: CrawlRequest) -> bool:
        """Queue a page behind the others where a browser crashed under it: perhaps for another reason."""
        crashed = result.failure is not None and result.failure.reason is Untested.ENGINE_CRASHED
        if not crashed or self._crashes[request.url] >= MOST_CRASHES:
            return False
        self._crashes[request.url] += 1
        self._due.append(request)
        attempt = self._crashes[request.url] + 1
        _log.info("retried", extra={"url": request.url, "attempt": attempt, "reason": Untested.ENGINE_CRASHED.value})
        return True
