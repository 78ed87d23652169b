"""An address that redirects to a page of the run waits for that page's answer, and shares it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from auditor.crawl.fetcher import FetchAttempt, NextStep
from auditor.crawl.link_state import classify, not_fetched
from auditor.crawl.redirect_merging import RedirectMerger
from auditor.model import (
    MOST_REDIRECTS,
    Answer,
    CrawlRequest,
    FetchRecord,
    Hop,
    LinkDetail,
    LinkState,
    QueueKind,
    Response,
)

OLD, NEW, END = (f"https://a.example/{name}" for name in ("old", "new", "end"))


def request(url: str, **rest: object) -> CrawlRequest:
    return msgspec.structs.replace(CrawlRequest(url, QueueKind.FETCH, "a.example:443", site="a"), **rest)


def stopped(url: str, to: str) -> FetchAttempt:
    answer = Response(url, to, 301, chain=(Hop(url, 301, to),), elapsed_ms=5)
    return FetchAttempt(request(url), not_fetched(url, LinkDetail.MOVED), NextStep.WAIT, answer)


def fetched(answer: Answer) -> FetchRecord:
    return FetchRecord(answer.url, "a", 1, False, False, answer, classify(answer.url, answer))


class Kept:
    """The store, as far as it is needed here."""

    def __init__(self, *answers: Answer) -> None:
        self.rows = {answer.url: fetched(answer) for answer in answers}

    def among(self, addresses: Sequence[str]) -> Iterable[FetchRecord]:
        return [self.rows[url] for url in addresses if url in self.rows]


def merger(*answers: Answer) -> RedirectMerger:
    return RedirectMerger(lambda url: url in {OLD, NEW, END}, Kept(*answers).among)


def test_only_plain_pages_of_a_site_stop_at_addresses_that_are_fetched_anyway() -> None:
    redirects = merger()
    assert redirects.stops(request(OLD), NEW)
    assert not redirects.stops(request(OLD), "https://elsewhere.example/")
    assert not redirects.stops(request(OLD), OLD)
    assert not redirects.stops(request(OLD, site=""), NEW)
    assert not redirects.stops(request(OLD, start=True), NEW)
    assert not redirects.stops(request(OLD, probe=True), NEW)


def test_the_answer_is_whole_when_the_page_is_in_the_store() -> None:
    redirects = merger(Response(NEW, NEW, 200, media_type="text/html", elapsed_ms=7))
    redirects.add(stopped(OLD, NEW))
    assert redirects
    assert not list(redirects.merged())
    redirects.note_stored([NEW])
    (whole,) = redirects.merged()
    assert not redirects
    assert whole.answer == Response(OLD, NEW, 200, media_type="text/html", chain=(Hop(OLD, 301, NEW),), elapsed_ms=12)
    assert (whole.target.state, whole.target.detail) == (LinkState.REDIRECTED, LinkDetail.MOVED)


def test_a_page_known_already_answers_at_once_and_a_dead_one_is_dead_for_all() -> None:
    redirects = merger(Response(END, END, 404))
    redirects.note_stored([END])
    redirects.add(stopped(OLD, END))
    (whole,) = redirects.merged()
    assert (whole.target.state, whole.target.detail) == (LinkState.BROKEN, LinkDetail.MISSING)
    assert whole.answer
    assert whole.answer.chain == (Hop(OLD, 301, END),)


def test_chains_are_joined_and_too_long_ones_left_to_the_client() -> None:
    short = Response(NEW, END, 200, chain=(Hop(NEW, 302, END),))
    redirects = merger(short)
    redirects.note_stored([NEW])
    redirects.add(stopped(OLD, NEW))
    (whole,) = redirects.merged()
    assert whole.answer
    assert (whole.answer.final_url, len(whole.answer.chain)) == (END, 2)

    redirects = merger(msgspec.structs.replace(short, chain=(Hop(NEW, 302, END),) * MOST_REDIRECTS))
    redirects.note_stored([NEW])
    redirects.add(stopped(OLD, NEW))
    assert not list(redirects.merged())
    assert [released.url for released in redirects.release()] == [OLD]


def test_a_circle_is_released_and_then_followed_to_its_end() -> None:
    redirects = merger()
    redirects.add(stopped(OLD, NEW))
    redirects.add(stopped(NEW, OLD))
    assert sorted(released.url for released in redirects.release()) == [NEW, OLD]
    assert not redirects
    assert not redirects.stops(request(OLD), NEW)
