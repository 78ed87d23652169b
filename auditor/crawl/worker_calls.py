"""Runs parse and visit batches on the worker pools; every item gets a result, whatever happens to the workers.

A batch whose worker died is retried up to ``TRIES`` times, then item by item; an item that still kills its worker
becomes untested.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from uuid import uuid4

from auditor.browser.visit_batch import VisitJob, VisitResult, visit_batch
from auditor.crawl.parse_jobs import ParsedBody, UnchangedPage, WorkerRun, decode_parsed, run_parse_jobs
from auditor.extract.parse_batch import ParseJob, ParseResult
from auditor.jobs.executors import WORKER_LOST, WorkerPools
from auditor.model import Untested, VisitFailure

_log = logging.getLogger(__name__)

TRIES = 3
"""Attempts to run a batch, and then each of its bodies alone."""


class WorkerClient:
    """Calls ``workers``; ``folder`` is that of the store's blobs, where workers of this machine write themselves."""

    def __init__(self, workers: WorkerPools, folder: str = "") -> None:
        self._workers = workers
        self._worker_run = WorkerRun(folder, uuid4().hex) if folder and not workers.is_cluster else None
        self._alone = asyncio.Lock()

    @property
    def cores(self) -> int:
        """Processes that parse."""
        return self._workers.cores

    @property
    def drivers(self) -> int:
        """Browsers that visit; 0 where nothing is visited."""
        return self._workers.drivers

    async def parse(self, jobs: Sequence[ParseJob | UnchangedPage], kept: Sequence[bool]) -> list[ParsedBody]:
        """Parse a batch of bodies, in order; ``kept`` marks the bodies that are stored themselves.

        Raises ``sqlite3.Error`` where the folder of blobs cannot be written.
        """
        loop = asyncio.get_running_loop()
        for attempt in range(TRIES if jobs else 0):
            pool = self._workers.parse_executor
            try:
                return decode_parsed(await loop.run_in_executor(pool, run_parse_jobs, jobs, kept, self._worker_run))
            except WORKER_LOST:
                _log.warning("worker lost", extra={"work": "parse", "items": len(jobs), "attempt": attempt + 1})
                await asyncio.to_thread(self._workers.renew_parse_executor, pool)
        return [await self._parse_alone(job, keep) for job, keep in zip(jobs, kept, strict=True)]

    async def _parse_alone(self, job: ParseJob | UnchangedPage, keep: bool) -> ParsedBody:
        """Parse one body in a process of its own, so that its neighbours do not suffer from it, nor it from theirs."""
        loop = asyncio.get_running_loop()
        url = job.url if isinstance(job, ParseJob) else ""
        async with self._alone:
            for _ in range(TRIES):
                try:
                    with self._workers.quarantine() as pool:
                        parsed = await loop.run_in_executor(pool, run_parse_jobs, [job], [keep], self._worker_run)
                        return decode_parsed(parsed)[0]
                except WORKER_LOST:
                    continue
        _log.warning("body not parsed", extra={"url": url, "reason": Untested.ENGINE_CRASHED.value})
        return ParsedBody(ParseResult(url, unread=Untested.ENGINE_CRASHED))

    async def visit(self, jobs: Sequence[VisitJob], delay: float) -> list[VisitResult]:
        """Visit a batch of pages with a browser, in order, ``delay`` seconds apart."""
        loop = asyncio.get_running_loop()
        for attempt in range(TRIES):
            pool = self._workers.visit_executor
            try:
                return await loop.run_in_executor(pool, visit_batch, jobs, delay)
            except WORKER_LOST:
                _log.warning("worker lost", extra={"work": "visit", "items": len(jobs), "attempt": attempt + 1})
                self._workers.renew_visit_executor(pool)
        detail = f"the browser's process died {TRIES} times"
        return [
            VisitResult(job.url, job.site, failure=VisitFailure(job.url, Untested.ENGINE_CRASHED, detail))
            for job in jobs
        ]
