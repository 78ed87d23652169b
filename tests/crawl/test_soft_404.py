"""Soft 404s are learned from addresses that cannot exist, and nothing real is called missing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.crawl.soft_404 import AnsweredPage, NotFoundTraits, impossible, learn

ROOT = "http://zones.example/iphw/one/"


def page(number: int, text: str, *, start: bool = False) -> AnsweredPage:
    return AnsweredPage(f"{ROOT}index.do?id={number}", 200, text, start=start)


def probe(text: str, status: int = 200, *, says_missing: bool = False) -> AnsweredPage:
    return AnsweredPage(f"{ROOT}index.do?id=90000001", status, text, probe=True, says_missing=says_missing)


def url(number: int) -> str:
    return f"{ROOT}index.do?id={number}"


def learned(*, missing: tuple[int, ...] = (), unsure: tuple[int, ...] = ()) -> NotFoundTraits:
    return NotFoundTraits(frozenset(map(url, missing)), frozenset(map(url, unsure)))


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
    assert learn(pages) == learned(missing=(7,))


def test_an_honest_404_teaches_that_nothing_is_soft() -> None:
    assert learn([page(1, "a"), page(2, "gone"), page(3, "b"), probe("gone", 404)]) == learned()


def test_a_module_that_shows_its_home_page_for_everything_leaves_the_question_open() -> None:
    pages = [page(0, "home", start=True), page(1, "a"), page(2, "b"), page(3, "home"), probe("home")]
    assert learn(pages) == learned(unsure=(3,))
    assert learn([*pages, probe("home", says_missing=True)]) == learned(unsure=(3,))


def test_a_module_whose_pages_mostly_look_alike_leaves_the_question_open() -> None:
    assert learn([page(1, "same"), page(2, "same"), page(3, "other"), probe("same")]) == learned(unsure=(1, 2))


def test_one_page_alone_that_looks_like_anything_else_is_never_called_dead() -> None:
    assert learn([page(1, "same"), probe("same")]) == learned(unsure=(1,))
    assert learn([page(1, "other"), probe("same")]) == learned()


def test_what_the_missing_page_says_settles_what_looks_alike() -> None:
    assert learn([page(1, "same"), page(2, "same"), probe("same", says_missing=True)]) == learned(missing=(1, 2))


def test_a_module_is_judged_by_its_own_probe_only() -> None:
    other = AnsweredPage("http://zones.example/iphw/one/news.do?method=info&id=1", 200, "gone")
    assert learn([other, page(1, "a"), page(2, "b"), page(3, "c"), probe("gone")]) == learned()


TEXTS = st.lists(st.sampled_from("abcd"), min_size=1, max_size=8)


@given(TEXTS, st.sampled_from("abcd"))
def test_a_module_that_answers_anything_like_its_real_pages_accuses_none(texts: list[str], text: str) -> None:
    found = learn([*(page(number, one) for number, one in enumerate(texts, 1)), probe(text)])
    alike = {url(number) for number, one in enumerate(texts, 1) if one == text}
    assert found.missing | found.unsure == alike
    if len(alike) * 2 >= len(texts):
        assert not found.missing
