"""Queues fetched answers for parsing, in batches on the workers, and limits how many wait (back-pressure)."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

from auditor.crawl.background_tasks import Spawn
from auditor.crawl.fetcher import FetchAttempt
from auditor.crawl.parse_jobs import ParsedBody, UnchangedPage
from auditor.crawl.result_interpreter import ResultInterpreter, is_followed
from auditor.crawl.worker_calls import WorkerClient
from auditor.extract.parse_batch import ParseJob
from auditor.model import RequestPurpose
from auditor.store.content_store import Blobs

PARSE_BATCH = 50
"""Bodies in a batch at most."""

PARSE_BATCH_BYTES = 8_000_000
"""A batch of bodies ends where it would grow beyond this."""

MOST_UNPARSED = 400
"""Answers waiting to be parsed; beyond it nothing more is fetched."""

MOST_UNPARSED_BYTES = 100_000_000
"""The size of their bodies; beyond it nothing more is fetched."""

Deliver = Callable[[FetchAttempt, ParsedBody | None], None]
"""Takes an answer with what was parsed of it; None where nothing in it can be parsed."""


class ParseQueue:
    """Answers on their way from the fetcher to ``deliver``, through ``client``'s workers where they have a body."""

    def __init__(self, interpreter: ResultInterpreter, blobs: Blobs, client: WorkerClient, deliver: Deliver) -> None:
        self._interpreter = interpreter
        self._blobs = blobs
        self._client = client
        self._deliver = deliver
        self._waiting: deque[FetchAttempt] = deque()
        self._in_batches = 0
        self._bytes = 0

    def __len__(self) -> int:
        return len(self._waiting) + self._in_batches

    @property
    def is_full(self) -> bool:
        """Whether so much is not parsed yet that nothing more should be fetched."""
        return len(self) >= MOST_UNPARSED or self._bytes >= MOST_UNPARSED_BYTES

    def add(self, attempt: FetchAttempt) -> None:
        """Queue a final answer."""
        self._waiting.append(attempt)
        self._bytes += len(attempt.body)

    def start(self, *, idle: bool, spawn: Spawn) -> None:
        """Start full batches, and others when nothing else comes in (``idle``) or no batch is being parsed."""
        while self._waiting and self._in_batches < self._client.cores * 2 * PARSE_BATCH:
            if len(self._waiting) < PARSE_BATCH and not idle and self._in_batches:
                break
            batch = self._next_batch()
            self._in_batches += len(batch)
            spawn(self._parse(batch))

    def _next_batch(self) -> list[FetchAttempt]:
        batch, size = [self._waiting.popleft()], 0
        while self._waiting and len(batch) < PARSE_BATCH:
            size += len(batch[-1].body)
            if size + len(self._waiting[0].body) > PARSE_BATCH_BYTES:
                break
            batch.append(self._waiting.popleft())
        return batch

    async def _parse(self, batch: list[FetchAttempt]) -> None:
        jobs = [self._job(attempt) for attempt in batch]
        kept = [_is_kept(attempt) for attempt, job in zip(batch, jobs, strict=True) if job is not None]
        with self._blobs.store_errors():
            parsed = await self._client.parse([job for job in jobs if job is not None], kept)
        blobs = [blob for body in parsed for blob in (body.page, body.body) if blob and blob.data]
        if blobs:  # from other machines
            await asyncio.to_thread(self._blobs.write, blobs)  # before any row names them
        rest = iter(parsed)
        for attempt, job in zip(batch, jobs, strict=True):
            self._deliver(attempt, next(rest) if job is not None else None)
        self._in_batches -= len(batch)
        self._bytes -= sum(len(attempt.body) for attempt in batch)

    def _job(self, attempt: FetchAttempt) -> ParseJob | UnchangedPage | None:
        if attempt.unchanged is not None:
            return UnchangedPage(self._blobs.get(attempt.unchanged.page), is_followed(attempt))
        return self._interpreter.parse_job(attempt)


def _is_kept(attempt: FetchAttempt) -> bool:
    """Whether the body itself is kept: that of every page, file and style sheet of a site, and of a system's page."""
    return bool(attempt.request.site) or attempt.request.purpose is RequestPurpose.SYSTEM
