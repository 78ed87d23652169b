"""What must be known of a whole run before single pages are judged: doubles, soft 404s, fragments, a dead network."""

from __future__ import annotations

import msgspec
from small_runs import ROOT, answer, begin, page

from auditor.model import Fragment, LinkState, Response
from auditor.pipeline.judgement.survey import survey
from auditor.store import Store

HOME = f"{ROOT}a/"
NEWS = f"{ROOT}a/news.html"


def test_of_pages_alike_to_the_byte_the_start_page_or_the_shortest_address_is_judged(store: Store) -> None:
    run = begin(store, "a", "b").number
    alike = [page(store, url, text="home") for url in (f"{ROOT}a/index.html", HOME, f"{ROOT}a/default.html")]
    twins = [page(store, f"{NEWS}?{query}", text="news") for query in ("page=1&lang=zh", "page=1")]
    elsewhere = page(store, f"{ROOT}b/", text="home")
    store.queue.record(run, fetched=[*alike, *twins, elsewhere])
    expected = {f"{ROOT}a/index.html", f"{ROOT}a/default.html", f"{NEWS}?page=1&lang=zh"}
    assert survey(store, run).doubles == expected


def test_the_choice_of_doubles_does_not_depend_on_the_order_of_answers(store: Store) -> None:
    twins = [page(store, f"{NEWS}?id={letter}", text="news") for letter in "cab"]
    chosen = []
    for order in (twins, twins[::-1]):
        run = begin(store, "a").number
        for one in order:
            store.queue.record(run, fetched=[one])
        chosen.append(survey(store, run).doubles)
    assert chosen == [{f"{NEWS}?id=b", f"{NEWS}?id=c"}] * 2


def test_what_is_answered_as_an_impossible_address_is_missing(store: Store) -> None:
    run = begin(store, "a").number
    views = [page(store, f"{HOME}view.do?id={number}") for number in range(4)]
    gone = page(store, f"{HOME}view.do?id=9", text="沒有這一頁")
    probe = msgspec.structs.replace(page(store, f"{HOME}view.do?id=90000001", text="沒有這一頁"), probe=True)
    store.queue.record(run, fetched=[*views, gone, probe])
    assert survey(store, run).missing == {gone.url}


def test_fragments_are_searched_once_in_the_page_they_name(store: Store) -> None:
    run = begin(store, "a").number
    target = page(store, NEWS, ids=frozenset({"地圖", "list"}))
    links = (f"{NEWS}#list", f"{NEWS}#nowhere", f"{NEWS}#", "mailto:a@b.example#x", HOME)
    other = page(store, f"{HOME}b.html", f"{NEWS}#list", f"{NEWS}#地圖")
    store.queue.record(run, fetched=[target, page(store, HOME, *links), other])
    found = survey(store, run).fragments
    assert found == {NEWS: (Fragment("list", True), Fragment("nowhere", False), Fragment("地圖", True))}


def test_a_fragment_of_what_was_not_read_whole_cannot_be_known(store: Store) -> None:
    run = begin(store, "a").number
    long = page(store, NEWS)
    assert isinstance(long.answer, Response)
    cut = msgspec.structs.replace(long, answer=msgspec.structs.replace(long.answer, truncated=True))
    file, unasked = f"{HOME}a.pdf", "http://other.example/"
    links = [f"{address}#part" for address in (NEWS, file, unasked)]
    store.queue.record(run, fetched=[page(store, HOME, *links), cut, answer(file, LinkState.OK)])
    assert survey(store, run).fragments == dict.fromkeys((NEWS, file, unasked), (Fragment("part", None),))


def test_links_of_pages_outside_all_sites_are_not_followed(store: Store) -> None:
    run = begin(store, "a").number
    store.queue.record(run, fetched=[page(store, "http://other.example/", f"{NEWS}#list")])
    assert survey(store, run).fragments == {}


def test_one_answer_of_any_kind_shows_that_the_network_works(store: Store) -> None:
    run = begin(store, "a").number
    store.queue.record(run, fetched=[answer(HOME, LinkState.UNREACHABLE)])
    assert not survey(store, run).reached
    store.queue.record(run, fetched=[answer(NEWS, LinkState.BROKEN)])
    assert survey(store, run).reached
