"""Workers that die: their batch is read again, and a body that kills each of them is named, not waited for."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from auditor.crawl import worker_calls
from auditor.crawl.parse_jobs import ParsedBody, UnchangedPage, WorkerRun, read_batch, unpacked
from auditor.crawl.worker_calls import WorkerClient
from auditor.extract.parse_batch import ParseJob
from auditor.jobs.executors import WorkerPools
from auditor.model import Untested

PAGE = "<!doctype html><title>頁</title><p>字"


def body(name: str, html: str = PAGE) -> ParseJob:
    return ParseJob(f"http://site.test/{name}", html.encode(), "text/html", "utf-8", False)


def deadly(items: Sequence[ParseJob | UnchangedPage], kept: Sequence[bool], way: WorkerRun | None) -> bytes:
    """Reads as always, but a body with this word ends its process at once."""
    if any(isinstance(item, ParseJob) and b"deadly" in item.body for item in items):
        os._exit(1)
    return read_batch(items, kept, way)


def deadly_once(items: Sequence[ParseJob | UnchangedPage], kept: Sequence[bool], way: WorkerRun | None) -> bytes:
    """Ends the first process that reads."""
    mark = Path(os.environ["MARK_OF_A_DEATH"])
    if not mark.exists():
        mark.touch()
        os._exit(1)
    return read_batch(items, kept, way)


@pytest.fixture
def workers() -> Iterator[WorkerPools]:
    with WorkerPools(cores=2, drivers=1, open_visitor=None) as workers:
        yield workers


def test_a_worker_that_dies_once_changes_nothing(
    workers: WorkerPools, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MARK_OF_A_DEATH", str(tmp_path / "died"))
    monkeypatch.setattr(worker_calls, "read_batch", deadly_once)
    items = [body(str(number)) for number in range(4)]

    async def both() -> list[list[ParsedBody]]:
        work = WorkerClient(workers)
        return await asyncio.gather(work.read(items[:2], [True, True]), work.read(items[2:], [True, True]))

    read = [one for batch in asyncio.run(both()) for one in batch]
    assert read == unpacked(read_batch(items, [True] * 4))


def test_a_body_that_kills_every_reader_is_set_apart(workers: WorkerPools, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(worker_calls, "read_batch", deadly)
    items = [body("a"), body("b", f"{PAGE}deadly"), body("c")]
    read = asyncio.run(WorkerClient(workers).read(items, [True] * 3))
    assert [one.digest.unread for one in read] == [None, Untested.ENGINE_CRASHED, None]
    assert [one.page is None for one in read] == [False, True, False]


def test_nothing_to_read_asks_no_worker(workers: WorkerPools) -> None:
    assert asyncio.run(WorkerClient(workers).read([], [])) == []
