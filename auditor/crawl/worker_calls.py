"""Batches handed to workers, in spite of workers that die: asked again, and what keeps killing them is set apart."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from uuid import uuid4

from auditor.browser.visit_batch import VisitJob, VisitResult, visit_batch
from auditor.crawl.parse_jobs import ParsedBody, UnchangedPage, WorkerRun, read_batch, unpacked
from auditor.extract.parse_batch import ParseJob, ParseResult
from auditor.jobs.executors import WORKER_LOST, WorkerPools
from auditor.model import Untested, VisitFailure

TRIES = 3


class WorkerClient:
    """Reads and shows through ``workers``; every item gets an answer, whatever happens to the workers.

    ``folder`` is that of the store's blobs: workers of this machine write what they pack there themselves.
    """

    def __init__(self, workers: WorkerPools, folder: str = "") -> None:
        self._workers = workers
        self._way = WorkerRun(folder, uuid4().hex) if folder and not workers.is_cluster else None
        self._apart = asyncio.Lock()

    async def read(self, items: Sequence[ParseJob | UnchangedPage], kept: Sequence[bool]) -> list[ParsedBody]:
        """Read a batch of bodies. One that kills its worker each time comes back as untested.

        Raises ``sqlite3.Error`` where the folder of blobs cannot be written.
        """
        loop = asyncio.get_running_loop()
        for _ in range(TRIES if items else 0):
            pool = self._workers.parse_executor
            try:
                return unpacked(await loop.run_in_executor(pool, read_batch, items, kept, self._way))
            except WORKER_LOST:
                await asyncio.to_thread(self._workers.renew_parse_executor, pool)
        return [await self._read_apart(item, keep) for item, keep in zip(items, kept, strict=True)]

    async def _read_apart(self, item: ParseJob | UnchangedPage, keep: bool) -> ParsedBody:
        """Read one body where its neighbours do not suffer from it, nor it from theirs."""
        loop = asyncio.get_running_loop()
        async with self._apart:
            for _ in range(TRIES):
                try:
                    with self._workers.quarantine() as pool:
                        return unpacked(await loop.run_in_executor(pool, read_batch, [item], [keep], self._way))[0]
                except WORKER_LOST:
                    continue
        return ParsedBody(ParseResult(item.url if isinstance(item, ParseJob) else "", unread=Untested.ENGINE_CRASHED))

    async def show(self, items: Sequence[VisitJob], delay: float) -> list[VisitResult]:
        """Show a batch of pages to a browser."""
        loop = asyncio.get_running_loop()
        for _ in range(TRIES):
            pool = self._workers.visit_executor
            try:
                return await loop.run_in_executor(pool, visit_batch, items, delay)
            except WORKER_LOST:
                self._workers.renew_visit_executor(pool)
        told = f"the browser's process died {TRIES} times"
        return [
            VisitResult(item.url, item.site, failure=VisitFailure(item.url, Untested.ENGINE_CRASHED, told))
            for item in items
        ]
