"""Workers that die: their batch is parsed again, and a body that kills each of them becomes untested."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest
from logged_events import Events

from auditor.browser.visit_batch import VisitJob, VisitResult
from auditor.crawl import worker_calls
from auditor.crawl.parse_jobs import ParsedBody, UnchangedPage, WorkerRun, decode_parsed, run_parse_jobs
from auditor.crawl.worker_calls import WorkerClient
from auditor.extract.parse_batch import ParseJob
from auditor.jobs.executors import WorkerPools
from auditor.model import Untested

PAGE = "<!doctype html><title>頁</title><p>字"


def body(name: str, html: str = PAGE) -> ParseJob:
    return ParseJob(f"http://site.test/{name}", html.encode(), "text/html", "utf-8", False)


def deadly(jobs: Sequence[ParseJob | UnchangedPage], kept: Sequence[bool], worker_run: WorkerRun | None) -> bytes:
    """Parses as always, but a body with this word ends its process at once."""
    if any(isinstance(job, ParseJob) and b"deadly" in job.body for job in jobs):
        os._exit(1)
    return run_parse_jobs(jobs, kept, worker_run)


def deadly_once(jobs: Sequence[ParseJob | UnchangedPage], kept: Sequence[bool], worker_run: WorkerRun | None) -> bytes:
    """Ends the first process that parses."""
    mark = Path(os.environ["MARK_OF_A_DEATH"])
    if not mark.exists():
        mark.touch()
        os._exit(1)
    return run_parse_jobs(jobs, kept, worker_run)


def deadly_visits(jobs: Sequence[VisitJob], delay: float) -> list[VisitResult]:
    """Ends its process at once."""
    os._exit(1)


def no_browser(node: str) -> None:
    """Opens nothing."""


@pytest.fixture
def workers() -> Iterator[WorkerPools]:
    with WorkerPools(cores=2, drivers=1, open_visitor=None) as workers:
        yield workers


def test_a_worker_that_dies_once_changes_nothing(
    workers: WorkerPools, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("MARK_OF_A_DEATH", str(tmp_path / "died"))
    monkeypatch.setattr(worker_calls, "run_parse_jobs", deadly_once)
    jobs = [body(str(number)) for number in range(4)]

    async def both() -> list[list[ParsedBody]]:
        work = WorkerClient(workers)
        return await asyncio.gather(work.parse(jobs[:2], [True, True]), work.parse(jobs[2:], [True, True]))

    results = [parsed for batch in asyncio.run(both()) for parsed in batch]
    assert results == decode_parsed(run_parse_jobs(jobs, [True] * 4))


def test_a_body_that_kills_every_worker_becomes_untested(
    workers: WorkerPools, monkeypatch: pytest.MonkeyPatch, events: Events
) -> None:
    monkeypatch.setattr(worker_calls, "run_parse_jobs", deadly)
    jobs = [body("a"), body("b", f"{PAGE}deadly"), body("c")]
    results = asyncio.run(WorkerClient(workers).parse(jobs, [True] * 3))
    assert [parsed.result.unread for parsed in results] == [None, Untested.ENGINE_CRASHED, None]
    assert [parsed.page is None for parsed in results] == [False, True, False]
    assert events("worker lost") == [{"work": "parse", "items": 3, "attempt": attempt} for attempt in (1, 2, 3)]
    assert events("body not parsed") == [{"url": "http://site.test/b", "reason": "engine_crashed"}]


def test_a_page_that_kills_every_browser_process_becomes_untested(
    monkeypatch: pytest.MonkeyPatch, events: Events
) -> None:
    monkeypatch.setattr(worker_calls, "visit_batch", deadly_visits)
    page = VisitJob("http://site.test/a", "site")
    with WorkerPools(cores=1, drivers=1, open_visitor=no_browser) as workers:
        (result,) = asyncio.run(WorkerClient(workers).visit([page], 0.0))
    assert result.failure is not None
    assert result.failure.reason is Untested.ENGINE_CRASHED
    assert events("worker lost") == [{"work": "visit", "items": 1, "attempt": attempt} for attempt in (1, 2, 3)]


def test_an_empty_batch_calls_no_worker(workers: WorkerPools) -> None:
    assert asyncio.run(WorkerClient(workers).parse([], [])) == []
