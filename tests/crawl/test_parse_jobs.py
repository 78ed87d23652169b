"""Batches in a worker: what it compresses is what the store would have written; unchanged pages are not parsed."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from auditor.crawl.fetcher import CachedFetch, failed_with_host
from auditor.crawl.parse_jobs import UnchangedPage, WorkerRun, decode_parsed, run_parse_jobs
from auditor.extract.parse_batch import ParseJob, parse_batch
from auditor.model import (
    CrawlRequest,
    FailureReason,
    FetchFailure,
    FetchRecord,
    LinkDetail,
    LinkState,
    LinkTarget,
    Page,
    QueueKind,
    Response,
)
from auditor.store.content_store import Blobs

URL = "http://zone.test/a.html"
HTML = (
    '<!doctype html><html lang="zh-Hant"><title>頁</title><a href="b.html#x">乙</a> <form action="/post" method=post>'
)


def body(html: str = HTML, *, links_only: bool = False, followed: bool = True) -> ParseJob:
    return ParseJob(URL, html.encode(), "text/html", "utf-8", start=False, links_only=links_only, followed=followed)


def test_what_is_packed_in_a_worker_can_be_read_from_the_store(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    (parsed,) = decode_parsed(run_parse_jobs([body()], [True]))
    (result,) = parse_batch([body()])
    assert parsed.page is not None
    assert parsed.body is not None
    blobs.write([parsed.page, parsed.body, parsed.page])
    assert blobs.get(parsed.page.name) == result.page
    assert blobs.get(parsed.body.name) == HTML.encode()
    assert blobs.put(HTML.encode()) == parsed.body.name


def test_a_worker_of_this_machine_writes_what_it_packs(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    (parsed,) = decode_parsed(run_parse_jobs([body()], [True], WorkerRun(blobs.folder, "written")))
    assert parsed.page is not None
    assert parsed.body is not None
    assert parsed.page.data == parsed.body.data == b""
    assert blobs.get(parsed.body.name) == HTML.encode()
    assert blobs.get(parsed.page.name) == parse_batch([body()])[0].page


def test_a_worker_of_this_machine_reports_an_address_once_in_a_run(tmp_path: Path) -> None:
    more = HTML + '<a href="c.html">丙</a>'
    first, other = WorkerRun(str(tmp_path), "1"), WorkerRun(str(tmp_path), "2")

    def reported(worker_run: WorkerRun | None, *pages: str) -> list[list[str]]:
        parsed = decode_parsed(run_parse_jobs([body(page) for page in pages], [False] * len(pages), worker_run))
        return [[found.url.rpartition("/")[2] for found in page.result.found] for page in parsed]

    assert reported(first, HTML, more) == [["b.html"], ["c.html"]]
    assert reported(first, more, f'{HTML}<iframe src="d.html">') == [[], ["d.html"]]
    assert reported(other, more) == [["b.html", "c.html"]]
    assert reported(None, HTML, HTML) == [["b.html"], ["b.html"]]


def test_what_is_found_where_links_are_not_followed_is_reported_again(tmp_path: Path) -> None:
    worker_run = WorkerRun(str(tmp_path), "unfollowed")
    pages = [body(followed=False), body(), body()]
    parsed = decode_parsed(run_parse_jobs(pages, [False] * 3, worker_run))
    assert [len(page.result.found) for page in parsed] == [1, 1, 0]


def test_a_body_that_is_not_kept_is_not_packed() -> None:
    (parsed,) = decode_parsed(run_parse_jobs([body()], [False]))
    assert parsed.body is None


def test_an_unchanged_page_leads_where_it_led_when_it_was_parsed() -> None:
    (result,) = parse_batch([body()])
    (known,) = decode_parsed(run_parse_jobs([UnchangedPage(result.page)], [True]))
    assert known.result == msgspec.structs.replace(result, page=b"")
    assert [found.url for found in known.result.found] == ["http://zone.test/b.html"]
    assert known.page is known.body is None


def test_metadata_and_forms_are_left_out_where_links_alone_are_judged() -> None:
    whole, links = (
        msgspec.msgpack.decode(result.page, type=Page) for result in parse_batch([body(), body(links_only=True)])
    )
    assert whole.head is not None
    assert links.head is None
    assert whole.document is not None
    assert links.document is None
    assert links.sketch is not None
    assert [link.url for link in links.sketch.links] == [link.url for link in whole.document.links]


@pytest.mark.parametrize(
    ("valid", "start", "final", "used"),
    [(True, False, URL, True), (False, False, URL, False), (True, True, URL, False), (True, False, URL + "2", False)],
)
def test_earlier_facts_stand_only_where_they_would_be_made_again(
    valid: bool, start: bool, final: str, used: bool
) -> None:
    answer = Response(URL, final, 200)
    target = LinkTarget(URL, LinkState.OK, LinkDetail.ALIVE, answer=answer)
    fetched = FetchRecord(URL, "zone", 1, False, False, answer, target, page="a" * 32, body="b" * 32)
    request = CrawlRequest(URL, QueueKind.FETCH, "zone.test:80", site="zone", start=start)
    assert (CachedFetch(fetched, bytes, valid).reusable_for(request) is fetched) is used


def test_the_failure_of_a_dead_host_holds_for_all_its_addresses() -> None:
    failure = FetchFailure(URL, URL, FailureReason.REFUSED, "refused")
    attempt = failed_with_host(CrawlRequest("http://zone.test/c", QueueKind.FETCH, "zone.test:80"), failure)
    assert (attempt.target.state, attempt.target.confirmed) == (LinkState.UNREACHABLE, True)
    assert attempt.answer is not None
    assert attempt.answer.url == "http://zone.test/c"
