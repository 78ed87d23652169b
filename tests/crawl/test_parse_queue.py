"""Answers on their way to the workers: in batches, in order, and never too many at once."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Any

import pytest

from auditor.blobs.compression import pack
from auditor.crawl.fetcher import FetchAttempt, NextStep
from auditor.crawl.frontier import Frontier
from auditor.crawl.link_state import classify
from auditor.crawl.parse_jobs import ParsedBody, UnchangedPage
from auditor.crawl.parse_queue import MOST_UNPARSED, PARSE_BATCH, PARSE_BATCH_BYTES, ParseQueue
from auditor.crawl.result_interpreter import ResultInterpreter, VisitPolicy
from auditor.extract.parse_batch import ParseJob, ParseResult
from auditor.model import CrawlRequest, FetchRecord, QueueKind, Response
from auditor.store import Store

ORIGIN = "http://zone.test"


class Client:
    """Workers that parse nothing, and note what they are given."""

    cores = 1

    def __init__(self) -> None:
        self.batches: list[tuple[list[ParseJob | UnchangedPage], list[bool]]] = []

    async def parse(self, jobs: Sequence[ParseJob | UnchangedPage], kept: Sequence[bool]) -> list[ParsedBody]:
        self.batches.append((list(jobs), list(kept)))
        bodies = [job.body if isinstance(job, ParseJob) else b"" for job in jobs]
        return [ParsedBody(ParseResult(body.decode()), page=pack(b"page of " + body)) for body in bodies]


class Delivered:
    """A queue over fake workers, and what came out of it."""

    def __init__(self, store: Store) -> None:
        self.client = Client()
        self.results: list[tuple[FetchAttempt, ParsedBody | None]] = []
        interpreter = ResultInterpreter(Frontier([]), probe_missing=False, visit=VisitPolicy.NONE)
        self.queue = ParseQueue(
            interpreter,
            store.blobs,
            self.client,  # type: ignore[arg-type]
            lambda attempt, parsed: self.results.append((attempt, parsed)),
        )

    def run(self, *attempts: FetchAttempt, idle: bool = True) -> None:
        """Queue the answers and wait until all batches that can be started are parsed."""

        async def parsing() -> None:
            for attempt in attempts:
                self.queue.add(attempt)
            tasks: list[asyncio.Task[None]] = []
            self.queue.start(idle=idle, spawn=lambda work: tasks.append(asyncio.ensure_future(work)))
            await asyncio.gather(*tasks)

        asyncio.run(parsing())


@pytest.fixture
def delivered(store: Store) -> Delivered:
    return Delivered(store)


def attempt(name: str, body: bytes | None = None, media_type: str = "text/html", **fields: Any) -> FetchAttempt:
    url = f"{ORIGIN}/{name}"
    answer = Response(url, url, 200, media_type=media_type)
    request = CrawlRequest(url, QueueKind.FETCH, "zone.test:80", **{"site": "zone", **fields})
    return FetchAttempt(request, classify(url, answer), NextStep.KEEP, answer, name.encode() if body is None else body)


def test_every_answer_is_delivered_in_order_with_what_was_parsed_of_it(delivered: Delivered, store: Store) -> None:
    delivered.run(attempt("a"), attempt("picture", media_type="image/png"), attempt("empty", b""), attempt("b"))
    parsed = [(given.request.url, parsed and parsed.result.url) for given, parsed in delivered.results]
    assert parsed == [
        (f"{ORIGIN}/a", "a"), (f"{ORIGIN}/picture", None), (f"{ORIGIN}/empty", None), (f"{ORIGIN}/b", "b")
    ]  # fmt: skip
    page = delivered.results[0][1]
    assert page is not None
    assert page.page is not None
    assert store.blobs.get(page.page.name) == b"page of a"
    assert len(delivered.queue) == 0


@pytest.mark.parametrize(
    ("fields", "kept"),
    [({}, True), ({"site": "", "start": True}, True), ({"site": "", "found_on": ORIGIN}, False), ({"site": ""}, False)],
)
def test_bodies_of_sites_and_of_systems_are_kept(delivered: Delivered, fields: dict[str, Any], kept: bool) -> None:
    delivered.run(attempt("a", **fields))
    assert [marks for _, marks in delivered.client.batches] == [[kept]]


def test_a_batch_ends_at_its_number_of_bodies_and_at_its_bytes(delivered: Delivered) -> None:
    delivered.run(*(attempt(f"{number}") for number in range(PARSE_BATCH + 1)))
    assert [len(jobs) for jobs, _ in delivered.client.batches] == [PARSE_BATCH, 1]
    half = bytes(PARSE_BATCH_BYTES // 2)
    delivered.run(attempt("x", half), attempt("y", half), attempt("z", half))
    assert [len(jobs) for jobs, _ in delivered.client.batches[2:]] == [2, 1]


def test_a_small_batch_waits_while_another_is_parsed_and_more_may_come(delivered: Delivered) -> None:
    delivered.run(*(attempt(f"{number}") for number in range(PARSE_BATCH + 1)), idle=False)
    assert [len(jobs) for jobs, _ in delivered.client.batches] == [PARSE_BATCH]
    assert len(delivered.queue) == 1
    delivered.run(idle=False)
    assert len(delivered.queue) == 0


def test_too_many_answers_or_bytes_stop_the_fetching(store: Store) -> None:
    many, large = Delivered(store).queue, Delivered(store).queue
    for number in range(MOST_UNPARSED):
        assert not many.is_full
        many.add(attempt(str(number)))
    assert many.is_full
    large.add(attempt("a", bytes(60_000_000)))
    assert not large.is_full
    large.add(attempt("b", bytes(60_000_000)))
    assert large.is_full


def test_of_an_unchanged_page_the_stored_facts_are_read(delivered: Delivered, store: Store) -> None:
    whole = attempt("a")
    assert whole.answer is not None
    blob = store.blobs.put(b"stored page")
    record = FetchRecord(whole.request.url, "zone", 1, False, False, whole.answer, whole.target, page=blob)
    unchanged = FetchAttempt(whole.request, whole.target, NextStep.KEEP, whole.answer, unchanged=record)
    delivered.run(unchanged)
    assert delivered.client.batches == [([UnchangedPage(b"stored page", followed=True)], [True])]
