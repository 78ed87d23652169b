"""One fetch: robots.txt first, then the address, then what its answer means."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from logged_events import Events

from auditor.crawl.fetcher import TARGET_BYTES, CachedFetch, FetchAttempt, Fetcher, NextStep
from auditor.crawl.link_state import classify
from auditor.crawl.politeness import HostQueue
from auditor.fetch.client import Validators
from auditor.model import (
    Answer,
    CrawlRequest,
    FailureReason,
    FetchFailure,
    FetchRecord,
    LinkDetail,
    Politeness,
    QueueKind,
    Response,
)

ORIGIN = "http://zone.test"
URL = f"{ORIGIN}/a"
ROBOTS = b"User-agent: *\nCrawl-delay: 3\nDisallow: /private\nSitemap: http://zone.test/sitemap.xml"
MOST_BYTES = 5_000_000


class Client:
    """Answers as it is made to, and notes what was fetched and with which limits."""

    def __init__(self, answer: Answer, body: bytes = b"") -> None:
        self.answer, self.body = answer, body
        self.fetched: list[str] = []
        self.limits: dict[str, int] = {}
        self.validators: Validators | None = None

    async def fetch(
        self,
        url: str,
        *,
        cap: Callable[[str], int],
        validators: Validators | None = None,
        stop: Callable[[str], bool] | None = None,
        gate: Any = None,
    ) -> tuple[Answer, bytes]:
        self.fetched.append(url)
        await asyncio.sleep(0)
        if url.endswith("/robots.txt"):
            return Response(url, url, 200, media_type="text/plain", size=len(ROBOTS), elapsed_ms=3), ROBOTS
        self.limits = {kind: cap(kind) for kind in ("text/html", "video/mp4", "application/pdf")}
        self.validators = validators
        if stop and self.answer.final_url != url:
            stop(self.answer.final_url)
        return self.answer, self.body


def page(status: int = 200, **fields: Any) -> Response:
    return Response(URL, URL, status, media_type="text/html", size=5, elapsed_ms=31, **fields)


def request(url: str = URL, **fields: Any) -> CrawlRequest:
    return CrawlRequest(url, QueueKind.FETCH, "zone.test:80", **fields)


def fetch(client: Client, *requests: CrawlRequest, host: HostQueue | None = None, **terms: Any) -> list[FetchAttempt]:
    """Fetch the addresses at the same time."""
    host = host or HostQueue("zone.test:80", Politeness())
    terms.setdefault("earlier", lambda url: None)

    async def fetching() -> list[FetchAttempt]:
        validators = Validators(etag='"a"')
        fetcher = Fetcher(client, "auditor/1.0", validators=lambda record: validators, **terms)  # type: ignore[arg-type]
        return await asyncio.gather(*(fetcher.fetch(planned, host, MOST_BYTES) for planned in requests))

    return asyncio.run(fetching())


def test_robots_txt_is_fetched_once_and_obeyed(events: Events) -> None:
    client, host = Client(page(), b"<p>ab"), HostQueue("zone.test:80", Politeness(delay=1.0))
    private = request(f"{ORIGIN}/private/x", site="zone")
    start, forbidden = fetch(client, request(site="zone", start=True), private, host=host)
    assert client.fetched == [f"{ORIGIN}/robots.txt", URL]
    assert (start.next, start.body, start.sitemaps) == (NextStep.KEEP, b"<p>ab", (f"{ORIGIN}/sitemap.xml",))
    assert (forbidden.next, forbidden.target.detail, forbidden.answer) == (NextStep.SKIP, LinkDetail.ROBOTS, None)
    assert (host.delay, host.robots) == (3.0, "obeyed")
    assert events("fetched") == [
        {"url": f"{ORIGIN}/robots.txt", "purpose": "robots", "ms": 3, "status": 200, "bytes": len(ROBOTS)},
        {"url": URL, "purpose": "page", "ms": 31, "status": 200, "bytes": 5},
    ]


def test_robots_txt_is_left_aside_where_the_terms_allow_it() -> None:
    client = Client(page())
    (attempt,) = fetch(client, request(site="zone"), host=HostQueue("zone.test:80", Politeness(robots=False)))
    assert client.fetched == [URL]
    assert attempt.next is NextStep.KEEP


@pytest.mark.parametrize(
    ("fields", "limit"),
    [
        ({"site": "zone"}, MOST_BYTES),
        ({"found_on": f"{ORIGIN}/robots.txt"}, MOST_BYTES),
        ({"found_on": f"{ORIGIN}/"}, TARGET_BYTES),
        ({"start": True}, TARGET_BYTES),
    ],
)
def test_pages_and_sitemaps_are_read_whole_and_targets_in_part(fields: dict[str, Any], limit: int) -> None:
    client = Client(page())
    fetch(client, request(**fields))
    assert client.limits == {"text/html": limit, "video/mp4": TARGET_BYTES, "application/pdf": limit}


def test_failures_that_may_pass_are_retried_and_then_kept(events: Events) -> None:
    failure = FetchFailure(URL, URL, FailureReason.TIMEOUT, elapsed_ms=30_000)
    steps = [fetch(Client(failure), request(site="zone", attempts=attempts))[0].next for attempts in range(3)]
    assert steps == [NextStep.AGAIN, NextStep.AGAIN, NextStep.KEEP]
    assert events("fetched")[-1] == {"url": URL, "purpose": "page", "ms": 30_000, "failure": "timeout"}
    assert fetch(Client(page(404)), request(site="zone"))[0].next is NextStep.KEEP


def test_a_redirect_to_a_page_that_is_fetched_itself_waits_for_it() -> None:
    client = Client(Response(URL, f"{ORIGIN}/b", 301))
    (attempt,) = fetch(client, request(site="zone"), stops=lambda request, url: url.endswith("/b"))
    assert (attempt.next, attempt.answer) == (NextStep.WAIT, client.answer)


@pytest.mark.parametrize(("valid", "body"), [(True, b""), (False, b"<p>kept")])
def test_an_unchanged_page_is_the_one_that_an_earlier_run_kept(valid: bool, body: bytes) -> None:
    kept = page(body_hash="h")
    record = FetchRecord(URL, "zone", 1, False, False, kept, classify(URL, kept), page="p", body="b")
    client = Client(Response(URL, URL, 304, not_modified=True, elapsed_ms=2))
    cached = CachedFetch(record, lambda: b"<p>kept", valid)
    (attempt,) = fetch(client, request(site="zone"), earlier=lambda url: cached)
    assert client.validators == Validators(etag='"a"')
    assert (attempt.unchanged, attempt.body) == (record if valid else None, body)
    assert isinstance(attempt.answer, Response)
    assert (attempt.answer.status, attempt.answer.body_hash, attempt.answer.elapsed_ms) == (200, "h", 2)
