"""An address that forwards to a page of the run waits for that page's answer, and shares it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from auditor.crawl.fetcher import FetchAttempt, NextStep
from auditor.crawl.link_state import classify, not_asked
from auditor.crawl.redirect_merging import RedirectMerger
from auditor.model import Answer, CrawlRequest, FetchRecord, Hop, LinkDetail, LinkState, QueueKind, Response

OLD, NEW, END = (f"https://a.example/{name}" for name in ("old", "new", "end"))


def ask(url: str, **rest: object) -> CrawlRequest:
    return msgspec.structs.replace(CrawlRequest(url, QueueKind.FETCH, "a.example:443", site="a"), **rest)


def stopped(url: str, to: str) -> FetchAttempt:
    answer = Response(url, to, 301, chain=(Hop(url, 301, to),), elapsed_ms=5)
    return FetchAttempt(ask(url), not_asked(url, LinkDetail.MOVED), NextStep.WAIT, answer)


def fetched(answer: Answer) -> FetchRecord:
    return FetchRecord(answer.url, "a", 1, False, False, answer, classify(answer.url, answer))


class Kept:
    """The store, as far as it is needed here."""

    def __init__(self, *answers: Answer) -> None:
        self.rows = {answer.url: fetched(answer) for answer in answers}

    def among(self, addresses: Sequence[str]) -> Iterable[FetchRecord]:
        return [self.rows[url] for url in addresses if url in self.rows]


def forwards(*answers: Answer) -> RedirectMerger:
    return RedirectMerger(lambda url: url in {OLD, NEW, END}, Kept(*answers).among)


def test_only_plain_asks_of_a_site_stop_at_addresses_that_are_asked_anyway() -> None:
    those = forwards()
    assert those.stops(ask(OLD), NEW)
    assert not those.stops(ask(OLD), "https://elsewhere.example/")
    assert not those.stops(ask(OLD), OLD)
    assert not those.stops(ask(OLD, site=""), NEW)
    assert not those.stops(ask(OLD, start=True), NEW)
    assert not those.stops(ask(OLD, probe=True), NEW)


def test_the_answer_is_whole_when_the_page_is_in_the_store() -> None:
    those = forwards(Response(NEW, NEW, 200, media_type="text/html", elapsed_ms=7))
    those.wait(stopped(OLD, NEW))
    assert those
    assert not list(those.settled())
    those.note([NEW])
    (whole,) = those.settled()
    assert not those
    assert whole.answer == Response(OLD, NEW, 200, media_type="text/html", chain=(Hop(OLD, 301, NEW),), elapsed_ms=12)
    assert (whole.target.state, whole.target.detail) == (LinkState.REDIRECTED, LinkDetail.MOVED)


def test_a_page_known_already_answers_at_once_and_a_dead_one_is_dead_for_all() -> None:
    those = forwards(Response(END, END, 404))
    those.note([END])
    those.wait(stopped(OLD, END))
    (whole,) = those.settled()
    assert (whole.target.state, whole.target.detail) == (LinkState.BROKEN, LinkDetail.MISSING)
    assert whole.answer
    assert whole.answer.chain == (Hop(OLD, 301, END),)


def test_chains_are_put_together_and_too_long_ones_left_to_the_asker() -> None:
    short = Response(NEW, END, 200, chain=(Hop(NEW, 302, END),))
    those = forwards(short)
    those.note([NEW])
    those.wait(stopped(OLD, NEW))
    (whole,) = those.settled()
    assert whole.answer
    assert (whole.answer.final_url, len(whole.answer.chain)) == (END, 2)

    those = forwards(msgspec.structs.replace(short, chain=(Hop(NEW, 302, END),) * 10))
    those.note([NEW])
    those.wait(stopped(OLD, NEW))
    assert not list(those.settled())
    assert [one.url for one in those.release()] == [OLD]


def test_a_circle_is_released_and_then_followed_to_its_end() -> None:
    those = forwards()
    those.wait(stopped(OLD, NEW))
    those.wait(stopped(NEW, OLD))
    assert sorted(one.url for one in those.release()) == [NEW, OLD]
    assert not those
    assert not those.stops(ask(OLD), NEW)
