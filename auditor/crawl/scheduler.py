"""The three queues of a run under one scheduler: addresses to fetch, bodies to digest, pages to visit.

Nothing counts as done before it is in the store: each batch is one transaction, which is the point where a killed run
goes on. Hosts are asked only when they allow it, and nobody waits while holding a slot.
"""

from __future__ import annotations

import asyncio
import heapq
import time
from collections import deque
from collections.abc import Coroutine
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec

from auditor import urls
from auditor.crawl.fetcher import FetchAttempt, Fetcher, NextStep, reached, retry_after, unanswered
from auditor.crawl.politeness import LONGEST_PARK, HostQueues
from auditor.crawl.progress import Progress, Watch
from auditor.crawl.result_pipeline import ResultPipeline
from auditor.model import Answer, Budget, CrawlRequest, FailureReason, FetchFailure, QueueKind, Untested

MOST_FETCHES = 64
RETRY_SECONDS = (2.0, 6.0)
TICK = 0.25
RATE_SECONDS = 20.0
"""The rate shown is that of the last so many seconds."""


class Scheduler:
    """Works one run's queues until they are empty. ``desk`` digests, visits and stores."""

    def __init__(
        self, fetching: Fetcher, hosts: HostQueues, desk: ResultPipeline, budgets: dict[str, Budget], watch: Watch
    ) -> None:
        self._fetching = fetching
        self._hosts = hosts
        self._desk = desk
        self._budgets = budgets
        self._watch = watch
        self._later: list[tuple[float, str, CrawlRequest]] = []
        self._fetches: set[asyncio.Task[None]] = set()
        self._wake = asyncio.Event()
        self._began = time.monotonic()
        self._marks: deque[tuple[float, int]] = deque()
        self._crash: BaseException | None = None
        self.stopping = False

    async def work(self, pending: list[CrawlRequest]) -> bool:
        """Work off ``pending`` and all that it leads to. Returns False when it was told to stop before the end."""
        self._take_up(pending)
        while not self.stopping and self._busy():
            self._bring_back()
            self._start_fetches()
            self._desk.start(self._hosts, idle=not self._fetches, quiet=self._quiet(), spawn=self._spawn)
            self._take_up(self._desk.flush(force=not (self._fetches or self._hosts.waiting)))  # nobody waits for more
            if not (self._fetches or self._later or self._hosts.waiting):
                self._take_up(self._desk.release())
            self._show()
            if self._busy():
                await self._pause()
            if self._crash:
                raise self._crash
        if self.stopping:
            await self._drain()
        self._take_up(self._desk.flush(force=True))
        self._desk.close(self._hosts)
        return not self.stopping

    def _take_up(self, asks: list[CrawlRequest]) -> None:
        now = datetime.now(UTC)
        for ask in asks:
            if ask.skipped is not None:
                continue
            if ask.kind is QueueKind.VISIT:
                self._desk.queue_visit(ask)
            elif ask.not_before and (due := datetime.fromisoformat(ask.not_before)) > now:
                wait = min((due - now).total_seconds(), LONGEST_PARK)
                heapq.heappush(self._later, (time.monotonic() + wait, ask.url, ask))
            else:
                self._hosts.add(ask)

    def _busy(self) -> bool:
        return bool(self._fetches or self._later or self._hosts.waiting or self._desk.busy)

    def _quiet(self) -> bool:
        """Whether nothing is left to be asked, so that what shapes every page is known."""
        return not (self._fetches or self._later or self._hosts.waiting or self._desk.reading)

    def _bring_back(self) -> None:
        now = time.monotonic()
        while self._later and self._later[0][0] <= now:
            self._hosts.add(heapq.heappop(self._later)[2])

    def _start_fetches(self) -> None:
        while len(self._fetches) < MOST_FETCHES and not self._desk.full:
            ask = self._hosts.take(time.monotonic())
            if ask is None:
                return
            if self._desk.may_ask(ask.host):
                task = self._spawn(self._fetch(ask))
                self._fetches.add(task)
                task.add_done_callback(self._fetches.discard)
            else:  # another asker holds the host's lease
                self._hosts.give_back(ask, time.monotonic() + 1.0)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = asyncio.get_running_loop().create_task(work)
        task.add_done_callback(self._ended)
        return task

    def _ended(self, task: asyncio.Task[None]) -> None:
        """Wake the loop; a task that crashed ends the run, for what it held would be waited for without end."""
        if not task.cancelled() and (error := task.exception()):
            self._crash = error
        self._wake.set()

    async def _fetch(self, ask: CrawlRequest) -> None:
        host = self._hosts[ask.host]
        asked = await self._fetching.fetch(ask, host, self._budgets.get(ask.site, Budget()).bytes, self._hop)
        milliseconds = asked.answer.elapsed_ms if asked.answer else 0
        self._hosts.done(ask.host, reached=reached(asked.answer), milliseconds=milliseconds, now=time.monotonic())
        self._sort(asked)
        if host.given_up:
            for waiting in self._hosts.give_up(ask.host):
                self._leave(waiting, None if host.answered else asked.answer)

    async def _hop(self, url: str) -> FailureReason | None:
        """Wait until the host that a redirect leads to may be asked; tells why it may not be."""
        name = urls.host_of(url)
        if not await self._fetching.may_ask(url, self._hosts[name]):
            return FailureReason.ROBOTS
        wait = self._hosts.book(name, time.monotonic()) if self._desk.may_ask(name) else None
        if wait is None:
            return FailureReason.HOST_BUSY
        await asyncio.sleep(wait)
        return None

    def _sort(self, asked: FetchAttempt) -> None:
        match asked.next:
            case NextStep.KEEP:
                self._desk.keep(asked)
            case NextStep.SKIP:
                self._desk.skip(asked.ask, Untested.ROBOTS)
            case NextStep.AGAIN:
                self._again(asked)
            case NextStep.WAIT:
                self._desk.wait(asked)

    def _leave(self, ask: CrawlRequest, dead: Answer | None) -> None:
        """Ask no more of a host: what a host that never answered says of one address it says of all."""
        if isinstance(dead, FetchFailure):
            self._desk.keep(unanswered(ask, dead))
        else:
            self._desk.skip(ask, Untested.TIMED_OUT)

    def _again(self, asked: FetchAttempt) -> None:
        ask, now = asked.ask, datetime.now(UTC)
        wished = retry_after(asked.answer, now)
        if wished:
            self._hosts.park(ask.host, time.monotonic() + min(wished, LONGEST_PARK))
        usual = RETRY_SECONDS[ask.attempts] * self._hosts[ask.host].patience
        wait = max(usual, min(wished, LONGEST_PARK))
        due = (now + timedelta(seconds=wait)).isoformat(timespec="seconds")
        self._desk.defer(msgspec.structs.replace(ask, attempts=ask.attempts + 1, not_before=due))

    async def _pause(self) -> None:
        waits = [TICK]
        if len(self._fetches) < MOST_FETCHES and (wait := self._hosts.wait(time.monotonic())) is not None:
            waits.append(wait)
        try:
            async with asyncio.timeout(max(0.001, min(waits))):
                await self._wake.wait()
        except TimeoutError:
            return
        finally:
            self._wake.clear()

    async def _drain(self) -> None:
        """Let the answers under way come in, so that no server is asked twice for them."""
        if self._fetches:
            await asyncio.wait(self._fetches, timeout=5)
        await self._desk.drain()

    def _show(self) -> None:
        now = time.monotonic()
        pages, targets, visits = self._desk.counts
        self._marks.append((now, pages + targets + visits))
        while self._marks[0][0] < now - RATE_SECONDS:
            self._marks.popleft()
        (then, before), done = self._marks[0], pages + targets + visits
        self._watch(
            Progress(
                pages=pages,
                targets=targets,
                visits=visits,
                waiting=self._hosts.waiting + len(self._later) + len(self._fetches) + self._desk.unread,
                visits_waiting=self._desk.visits_waiting,
                seconds=now - self._began,
                rate=(done - before) / max(now - then, 1.0),
                limit=self._limit(),
            )
        )

    def _limit(self) -> str:
        if self._quiet():
            return "browser"
        if self._desk.full:
            return "reading"
        return "politeness" if self._hosts.waiting and len(self._fetches) < MOST_FETCHES else "network"
