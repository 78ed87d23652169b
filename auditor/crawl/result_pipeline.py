"""The desk beside the scheduler: answers are digested, pages visited, and everything goes into the store in batches."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from collections.abc import Callable, Coroutine
from typing import Any

from auditor.browser.visit_batch import VisitResult
from auditor.crawl.fetcher import FetchAttempt
from auditor.crawl.parse_jobs import ParsedBody, UnchangedPage
from auditor.crawl.politeness import HostQueues
from auditor.crawl.redirect_merging import RedirectMerger
from auditor.crawl.result_interpreter import AnsweredRequest, ResultInterpreter, is_followed
from auditor.crawl.visits import BATCH as VISIT_BATCH
from auditor.crawl.visits import VisitPlanner, links_from_scripts
from auditor.crawl.worker_calls import WorkerClient
from auditor.extract.parse_batch import ParseJob
from auditor.jobs.executors import WorkerPools
from auditor.model import CrawlRequest, FetchRecord, Lease, Untested, VisitRecord
from auditor.store import Store

DIGEST_BATCH = 50
DIGEST_BYTES = 8_000_000
"""A batch of bodies ends where it would grow beyond this."""

MOST_UNREAD = 400
MOST_UNREAD_BYTES = 100_000_000
"""Answers waiting to be digested, and their bodies; beyond either no new address is asked (back-pressure)."""

FLUSH_ROWS = 200
FLUSH_SECONDS = 0.25
LEASE_SECONDS = 60.0
MOST_CRASHES = 2
"""So often a page under which browsers died is shown again later."""

Spawn = Callable[[Coroutine[Any, Any, None]], "asyncio.Task[None]"]


class ResultPipeline:
    """Holds what is between an answer and the store. One writer: all results of a run pass through ``flush``."""

    def __init__(  # noqa: PLR0913 - the one place where all that comes between an answer and the store meets
        self,
        run: int,
        store: Store,
        workers: WorkerPools,
        digestion: ResultInterpreter,
        visits: VisitPlanner,
        forwards: RedirectMerger,
    ) -> None:
        self._run = run
        self._store = store
        self._workers = workers
        self._labour = WorkerClient(workers, store.blobs.folder)
        self._digestion = digestion
        self._visits = visits
        self._forwards = forwards
        self._answers: deque[FetchAttempt] = deque()
        self._due: deque[CrawlRequest] = deque()
        self._held: deque[CrawlRequest] = deque()
        self._digesting = 0
        self._unread_bytes = 0
        self._visiting = 0
        self._crashes: Counter[str] = Counter()
        self._fetched: list[FetchRecord] = []
        self._visited: list[VisitRecord] = []
        self._found: list[CrawlRequest] = []
        self._deferred: list[CrawlRequest] = []
        self._leases: dict[str, float] = {}
        self._flushed = time.monotonic()
        self._tasks: set[asyncio.Task[None]] = set()
        self.counts = (0, 0, 0)

    @property
    def unread(self) -> int:
        """Answers that wait to be digested or are being digested."""
        return len(self._answers) + self._digesting

    @property
    def full(self) -> bool:
        """Whether so much is unread that nothing more should be asked."""
        return self.unread >= MOST_UNREAD or self._unread_bytes >= MOST_UNREAD_BYTES

    @property
    def reading(self) -> bool:
        """Whether digests or unstored results could still lead to new asks."""
        return bool(self._answers or self._digesting or self._found or self._deferred or self._forwards)

    @property
    def visits_waiting(self) -> int:
        """Visits that are planned and not done."""
        return len(self._due) + len(self._held) + self._visiting

    @property
    def busy(self) -> bool:
        """Whether anything is left to do here."""
        return bool(self.reading or self.visits_waiting or self._fetched or self._visited)

    def may_ask(self, host: str) -> bool:
        """Whether this run holds the host's lease; claims it when nobody else does."""
        now = time.time()
        if self._leases.get(host, 0.0) > now:
            return True
        lease = self._store.leases.claim(host, f"run-{self._run}", now, LEASE_SECONDS)
        if lease is None:
            return False
        self._leases[host] = lease.expires - LEASE_SECONDS / 2
        return True

    def keep(self, asked: FetchAttempt) -> None:
        """Take up a final answer."""
        self._answers.append(asked)
        self._unread_bytes += len(asked.body)

    def wait(self, asked: FetchAttempt) -> None:
        """Take up an answer that is whole when the address that it forwards to has been answered."""
        self._forwards.wait(asked)

    def release(self) -> list[CrawlRequest]:
        """When all else is done: the asks whose forwarding leads to nothing that will be answered for itself."""
        done = not (self._answers or self._digesting or self._found or self._deferred or self._fetched)
        return self._forwards.release() if done else []

    def skip(self, ask: CrawlRequest, reason: Untested) -> None:
        """Note that an address will not be asked in this run."""
        self._store.queue.skip(self._run, ask.kind, ask.url, reason)

    def defer(self, ask: CrawlRequest) -> None:
        """Note that an address is to be asked again later."""
        self._deferred.append(ask)

    def queue_visit(self, ask: CrawlRequest) -> None:
        """Queue a visit; a page that an earlier run visited waits until all that shapes it is known."""
        (self._held if self._visits.has_history(ask) else self._due).append(ask)

    def start(self, hosts: HostQueues, *, idle: bool, quiet: bool, spawn: Spawn) -> None:
        """Start what can start: digests in full batches (or when nothing else comes in), visits on free drivers."""
        while self._answers and self._digesting < self._workers.cores * 2 * DIGEST_BATCH:
            if len(self._answers) < DIGEST_BATCH and not idle and self._digesting:
                break
            batch = self._next_batch()
            self._digesting += len(batch)
            self._track(spawn(self._digest(batch)))
        if quiet:
            self._release_held()
        self._start_visits(hosts, spawn)

    def _next_batch(self) -> list[FetchAttempt]:
        batch, size = [self._answers.popleft()], 0
        while self._answers and len(batch) < DIGEST_BATCH:
            size += len(batch[-1].body)
            if size + len(self._answers[0].body) > DIGEST_BYTES:
                break
            batch.append(self._answers.popleft())
        return batch

    def flush(self, *, force: bool = False) -> list[CrawlRequest]:
        """Store all results in one transaction, when enough or old enough. Returns the asks they lead to."""
        rows = len(self._fetched) + len(self._visited) + len(self._found) + len(self._deferred)
        if not rows or not (force or rows >= FLUSH_ROWS or time.monotonic() - self._flushed > FLUSH_SECONDS):
            return []
        now = time.time()
        due = [host for host, until in self._leases.items() if until < now + LEASE_SECONDS / 4]
        leases = [Lease(host, f"run-{self._run}", 0.0, now + LEASE_SECONDS) for host in due]
        found = [*self._found, *self._deferred]
        self._store.queue.record(
            self._run, fetched=self._fetched, visited=self._visited, found=self._found, deferred=self._deferred,
            leases=leases,
        )  # fmt: skip
        self._leases |= dict.fromkeys(due, now + LEASE_SECONDS / 2)
        self._forwards.note(one.url for one in self._fetched)
        self._fetched, self._visited, self._found, self._deferred = [], [], [], []
        self._flushed = time.monotonic()
        for asked in self._forwards.settled():
            self._digest_one(asked, None)
        return found

    def close(self, hosts: HostQueues) -> None:
        """Give the hosts back and keep their figures."""
        self._store.runs.save_hosts(self._run, [host.figures() for host in hosts.all()])
        for host in self._leases:
            self._store.leases.release(host, f"run-{self._run}")

    async def drain(self) -> None:
        """Wait a little for digests under way; visits are asked again by whoever continues."""
        if self._tasks:
            await asyncio.wait(self._tasks, timeout=5)

    def _track(self, task: asyncio.Task[None]) -> None:
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _digest(self, batch: list[FetchAttempt]) -> None:
        items = [self._item(asked) for asked in batch]
        wanted = [item for item in items if item is not None]
        kept = [_is_kept(asked) for asked, item in zip(batch, items, strict=True) if item is not None]
        with self._store.blobs.store_errors():
            read = await self._labour.read(wanted, kept)
        blobs = [blob for one in read for blob in (one.page, one.body) if blob and blob.data]
        if blobs:  # from other machines
            await asyncio.to_thread(self._store.blobs.write, blobs)  # before any row names them
        rest = iter(read)
        for asked, item in zip(batch, items, strict=True):
            self._digest_one(asked, next(rest) if item is not None else None)
        self._digesting -= len(batch)
        self._unread_bytes -= sum(len(asked.body) for asked in batch)

    def _digest_one(self, asked: FetchAttempt, read: ParsedBody | None) -> None:
        assert asked.answer is not None  # noqa: S101 - only final answers are kept
        page = read.page.name if read and read.page else ""
        body = read.body.name if read and read.body else ""
        if asked.known is not None:
            page, body = asked.known.page, asked.known.body
        kept = AnsweredRequest(asked.ask, asked.answer, asked, read.digest if read else None, page, body)
        results = self._digestion.results(kept)
        self._fetched += results
        self._found += self._digestion.found(kept, results[-1])
        pages, targets, visits = self.counts
        is_page = bool(results[-1].page and results[-1].site)
        self.counts = (pages + is_page, targets + (not is_page), visits)

    def _item(self, asked: FetchAttempt) -> ParseJob | UnchangedPage | None:
        if asked.known is not None:
            return UnchangedPage(self._store.blobs.get(asked.known.page), is_followed(asked))
        return self._digestion.undigested(asked)

    def _release_held(self) -> None:
        while self._held:
            ask = self._held.popleft()
            carried = self._visits.carried(ask)
            if carried is None:
                self._due.append(ask)
            else:
                self._visited.append(carried)
                seen = VisitResult(ask.url, ask.site, self._store.blobs.get(carried.rendered), None, b"")
                self._follow([seen], {ask.url: ask})

    def _start_visits(self, hosts: HostQueues, spawn: Spawn) -> None:
        while self._due and self._visiting < self._workers.drivers * VISIT_BATCH:
            host = self._due[0].host
            if not self.may_ask(host) or not hosts.hold(host):
                self._due.rotate(-1)
                return
            batch = [self._due.popleft()]
            while self._due and self._due[0].host == host and len(batch) < VISIT_BATCH:
                batch.append(self._due.popleft())
            self._visiting += len(batch)
            self._track(spawn(self._visit(batch, hosts)))

    async def _visit(self, batch: list[CrawlRequest], hosts: HostQueues) -> None:
        done = await self._labour.show([self._visits.item(ask) for ask in batch], hosts[batch[0].host].delay)
        hosts.vacate(batch[0].host)
        sources = {ask.url: ask for ask in batch}
        done = [visit for visit in done if not self._comes_again(visit, sources[visit.url])]
        for visit in done:
            blob = self._store.blobs.put(visit.rendered) if visit.rendered else ""
            self._visited.append(VisitRecord(visit.url, visit.site, blob, visit.failure))
        self._follow(done, sources)
        self._visiting -= len(batch)
        pages, targets, visits = self.counts
        self.counts = (pages, targets, visits + len(done))

    def _comes_again(self, visit: VisitResult, ask: CrawlRequest) -> bool:
        """Queue a page behind the others where a browser died under it: perhaps of something else."""
        crashed = visit.failure is not None and visit.failure.reason is Untested.ENGINE_CRASHED
        if not crashed or self._crashes[ask.url] >= MOST_CRASHES:
            return False
        self._crashes[ask.url] += 1
        self._due.append(ask)
        return True

    def _follow(self, done: list[VisitResult], sources: dict[str, CrawlRequest]) -> None:
        for url, links in links_from_scripts(done):
            self._found += self._digestion.found_by_scripts(links, sources[url])


def _is_kept(asked: FetchAttempt) -> bool:
    """Whether the body itself is kept: that of every page, file and style sheet of a site, and of a system's start."""
    return bool(asked.ask.site or asked.ask.start)
