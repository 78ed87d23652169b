"""Soft 404s are learned from addresses that cannot exist, and nothing real is called missing."""

from __future__ import annotations

from auditor.crawl.missing import Answered, impossible, soft_missing

ROOT = "http://zones.example/iphw/one/"


def page(number: int, text: str, *, start: bool = False) -> Answered:
    return Answered(f"{ROOT}index.do?id={number}", 200, text, start=start)


def probe(text: str, status: int = 200) -> Answered:
    return Answered(f"{ROOT}index.do?id=90000001", status, text, probe=True)


def test_the_probe_is_of_the_same_module_and_the_same_every_time() -> None:
    made = impossible(f"{ROOT}index.do?id=3")
    assert made is not None
    assert made.startswith(f"{ROOT}index.do?id=9")
    assert made == impossible(f"{ROOT}index.do?id=4")
    listed = impossible("http://a.example/ctlr?PRO=news.NewsView&id=5")
    assert listed is not None
    assert "PRO=news.NewsView&id=9" in listed
    assert impossible("http://a.example/ctlr?PRO=news.NewsList") is None
    file = impossible("http://a.example/doc/a.html")
    assert file is not None
    assert file.startswith("http://a.example/doc/no-such-page-")
    assert file.endswith(".html")


def test_what_looks_like_a_missing_page_is_missing() -> None:
    pages = [page(0, "home", start=True), page(1, "a"), page(2, "b"), page(3, "c"), page(7, "gone"), probe("gone")]
    assert soft_missing(pages) == {f"{ROOT}index.do?id=7"}


def test_an_honest_404_teaches_that_nothing_is_soft() -> None:
    assert soft_missing([page(1, "a"), page(2, "gone"), page(3, "b"), probe("gone", 404)]) == set()


def test_a_module_that_shows_its_home_page_for_everything_teaches_nothing() -> None:
    pages = [page(0, "home", start=True), page(1, "a"), page(2, "b"), page(3, "home"), probe("home")]
    assert soft_missing(pages) == set()


def test_a_module_whose_pages_mostly_look_alike_teaches_nothing() -> None:
    assert soft_missing([page(1, "same"), page(2, "same"), page(3, "other"), probe("same")]) == set()


def test_a_module_is_judged_by_its_own_probe_only() -> None:
    other = Answered("http://zones.example/iphw/one/news.do?method=info&id=1", 200, "gone")
    assert soft_missing([other, page(1, "a"), page(2, "b"), page(3, "c"), probe("gone")]) == set()
