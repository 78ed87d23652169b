"""Soft 404s are found by addresses that cannot exist, and no real page is reported as missing."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from auditor.crawl.soft_404 import AnsweredPage, NotFoundTraits, find_soft_404s, impossible_address

ROOT = "http://zones.example/iphw/one/"


def page(number: int, text: str, *, start: bool = False) -> AnsweredPage:
    return AnsweredPage(f"{ROOT}index.do?id={number}", 200, text, start=start)


def probe(text: str, status: int = 200, *, declares_missing: bool = False) -> AnsweredPage:
    return AnsweredPage(f"{ROOT}index.do?id=90000001", status, text, probe=True, declares_missing=declares_missing)


def url(number: int) -> str:
    return f"{ROOT}index.do?id={number}"


def traits(*, missing: tuple[int, ...] = (), unsure: tuple[int, ...] = ()) -> NotFoundTraits:
    return NotFoundTraits(frozenset(map(url, missing)), frozenset(map(url, unsure)))


def test_the_probe_is_of_the_same_module_and_the_same_every_time() -> None:
    made = impossible_address(f"{ROOT}index.do?id=3")
    assert made is not None
    assert made.startswith(f"{ROOT}index.do?id=9")
    assert made == impossible_address(f"{ROOT}index.do?id=4")
    listed = impossible_address("http://a.example/ctlr?PRO=news.NewsView&id=5")
    assert listed is not None
    assert "PRO=news.NewsView&id=9" in listed
    assert impossible_address("http://a.example/ctlr?PRO=news.NewsList") is None
    file = impossible_address("http://a.example/doc/a.html")
    assert file is not None
    assert file.startswith("http://a.example/doc/no-such-page-")
    assert file.endswith(".html")


def test_what_looks_like_a_missing_page_is_missing() -> None:
    pages = [page(0, "home", start=True), page(1, "a"), page(2, "b"), page(3, "c"), page(7, "gone"), probe("gone")]
    assert find_soft_404s(pages) == traits(missing=(7,))


def test_an_honest_404_teaches_that_nothing_is_soft() -> None:
    assert find_soft_404s([page(1, "a"), page(2, "gone"), page(3, "b"), probe("gone", 404)]) == traits()


def test_a_module_that_shows_its_home_page_for_everything_leaves_the_question_open() -> None:
    pages = [page(0, "home", start=True), page(1, "a"), page(2, "b"), page(3, "home"), probe("home")]
    assert find_soft_404s(pages) == traits(unsure=(3,))
    assert find_soft_404s([*pages, probe("home", declares_missing=True)]) == traits(unsure=(3,))


def test_a_module_whose_pages_mostly_look_alike_leaves_the_question_open() -> None:
    assert find_soft_404s([page(1, "same"), page(2, "same"), page(3, "other"), probe("same")]) == traits(unsure=(1, 2))


def test_one_page_alone_that_looks_like_anything_else_is_never_reported_as_dead() -> None:
    assert find_soft_404s([page(1, "same"), probe("same")]) == traits(unsure=(1,))
    assert find_soft_404s([page(1, "other"), probe("same")]) == traits()


def test_a_page_that_declares_itself_missing_decides_what_looks_alike() -> None:
    assert find_soft_404s([page(1, "same"), page(2, "same"), probe("same", declares_missing=True)]) == traits(
        missing=(1, 2)
    )


def test_a_module_is_judged_by_its_own_probe_only() -> None:
    other = AnsweredPage("http://zones.example/iphw/one/news.do?method=info&id=1", 200, "gone")
    assert find_soft_404s([other, page(1, "a"), page(2, "b"), page(3, "c"), probe("gone")]) == traits()


def moved_to(number: int, end: str) -> AnsweredPage:
    return AnsweredPage(f"{ROOT}index.do?id={number}", 200, "", end=end)


def moved_probe(end: str, *, declares_missing: bool = False) -> AnsweredPage:
    address = f"{ROOT}index.do?id=90000001"
    return AnsweredPage(address, 200, "", probe=True, declares_missing=declares_missing, end=end)


def test_a_redirect_to_the_end_of_an_address_that_cannot_exist_is_missing() -> None:
    pages = [page(1, "a"), page(2, "b"), moved_to(3, "/oops"), moved_to(4, "/new"), moved_probe("/oops")]
    assert find_soft_404s(pages) == traits(missing=(3,))


def test_a_module_that_redirects_everything_to_one_end_leaves_the_question_open() -> None:
    pages = [moved_to(1, "/closed"), moved_to(2, "/closed"), moved_probe("/closed")]
    assert find_soft_404s(pages) == traits(unsure=(1, 2))
    assert find_soft_404s([*pages, moved_probe("/closed", declares_missing=True)]) == traits(missing=(1, 2))


TEXTS = st.lists(st.sampled_from("abcd"), min_size=1, max_size=8)


@given(TEXTS, st.sampled_from("abcd"))
def test_a_module_that_answers_anything_like_its_real_pages_accuses_none(texts: list[str], text: str) -> None:
    found = find_soft_404s([*(page(number, page_text) for number, page_text in enumerate(texts, 1)), probe(text)])
    alike = {url(number) for number, page_text in enumerate(texts, 1) if page_text == text}
    assert found.missing | found.unsure == alike
    if len(alike) * 2 >= len(texts):
        assert not found.missing
