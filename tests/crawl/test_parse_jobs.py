"""Batches in a worker: what is packed there is what the store would have written, and unchanged pages are not read."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest

from auditor.crawl.fetcher import CachedFetch, unanswered
from auditor.crawl.parse_jobs import UnchangedPage, WorkerRun, read_batch, unpacked
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
from auditor.store.blobs import Blobs

URL = "http://zone.test/a.html"
HTML = (
    '<!doctype html><html lang="zh-Hant"><title>頁</title><a href="b.html#x">乙</a> <form action="/post" method=post>'
)


def body(html: str = HTML, *, links_only: bool = False, followed: bool = True) -> ParseJob:
    return ParseJob(URL, html.encode(), "text/html", "utf-8", start=False, links_only=links_only, followed=followed)


def test_what_is_packed_in_a_worker_can_be_read_from_the_store(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    (read,) = unpacked(read_batch([body()], [True]))
    (digest,) = parse_batch([body()])
    assert read.page is not None
    assert read.body is not None
    blobs.write([read.page, read.body, read.page])
    assert blobs.get(read.page.name) == digest.page
    assert blobs.get(read.body.name) == HTML.encode()
    assert blobs.put(HTML.encode()) == read.body.name


def test_a_worker_of_this_machine_writes_what_it_packs(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    (read,) = unpacked(read_batch([body()], [True], WorkerRun(blobs.folder, "written")))
    assert read.page is not None
    assert read.body is not None
    assert read.page.data == read.body.data == b""
    assert blobs.get(read.body.name) == HTML.encode()
    assert blobs.get(read.page.name) == parse_batch([body()])[0].page


def test_a_worker_of_this_machine_tells_an_address_once_in_a_run(tmp_path: Path) -> None:
    more = HTML + '<a href="c.html">丙</a>'
    first, other = WorkerRun(str(tmp_path), "1"), WorkerRun(str(tmp_path), "2")

    def told(way: WorkerRun | None, *pages: str) -> list[list[str]]:
        read = unpacked(read_batch([body(page) for page in pages], [False] * len(pages), way))
        return [[found.url.rpartition("/")[2] for found in one.digest.found] for one in read]

    assert told(first, HTML, more) == [["b.html"], ["c.html"]]
    assert told(first, more, f'{HTML}<iframe src="d.html">') == [[], ["d.html"]]
    assert told(other, more) == [["b.html", "c.html"]]
    assert told(None, HTML, HTML) == [["b.html"], ["b.html"]]


def test_what_is_found_where_nobody_follows_is_told_again(tmp_path: Path) -> None:
    way = WorkerRun(str(tmp_path), "unfollowed")
    pages = [body(followed=False), body(), body()]
    read = unpacked(read_batch(pages, [False] * 3, way))
    assert [len(one.digest.found) for one in read] == [1, 1, 0]


def test_a_body_that_is_not_kept_is_not_packed() -> None:
    (read,) = unpacked(read_batch([body()], [False]))
    assert read.body is None


def test_an_unchanged_page_leads_where_it_led_when_it_was_read() -> None:
    (digest,) = parse_batch([body()])
    (known,) = unpacked(read_batch([UnchangedPage(digest.page)], [True]))
    assert known.digest == msgspec.structs.replace(digest, page=b"")
    assert [found.url for found in known.digest.found] == ["http://zone.test/b.html"]
    assert known.page is known.body is None


def test_metadata_and_forms_are_left_out_where_links_alone_are_judged() -> None:
    whole, links = (msgspec.msgpack.decode(one.page, type=Page) for one in parse_batch([body(), body(links_only=True)]))
    assert whole.head is not None
    assert links.head is None
    assert whole.document is not None
    assert links.document is None
    assert links.sketch is not None
    assert [one.url for one in links.sketch.links] == [one.url for one in whole.document.links]


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
    ask = CrawlRequest(URL, QueueKind.FETCH, "zone.test:80", site="zone", start=start)
    assert (CachedFetch(fetched, bytes, valid).known(ask) is fetched) is used


def test_what_a_dead_host_says_of_one_address_it_says_of_all() -> None:
    failure = FetchFailure(URL, URL, FailureReason.REFUSED, "refused")
    asked = unanswered(CrawlRequest("http://zone.test/c", QueueKind.FETCH, "zone.test:80"), failure)
    assert (asked.target.state, asked.target.confirmed) == (LinkState.UNREACHABLE, True)
    assert asked.answer is not None
    assert asked.answer.url == "http://zone.test/c"
