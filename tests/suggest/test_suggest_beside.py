"""Classes suggested from what the pages beside one carry."""

from __future__ import annotations

from auditor.suggest.neighbour_classes import NeighbourClasses

THEME = "Category.Theme"


def habits(*pages: tuple[str, str], site: str = "a") -> NeighbourClasses:
    """A site whose pages (address, codes with commas) carry these themes."""
    made = NeighbourClasses()
    for url, codes in pages:
        made.learn(site, url, {THEME: tuple(codes.split(",")) if codes else ()})
    return made


def news(codes: str) -> list[tuple[str, str]]:
    return [(f"https://a.tw/news/{n}.html", code) for n, code in enumerate(codes.split())]


OTHERS = [("https://a.tw/law/1.html", "150"), ("https://a.tw/about/1.html", "110")]


def test_pages_of_one_module_that_agree_speak_for_the_next() -> None:
    found = habits(*news("550 550 550 550"), *OTHERS).suggest("a", "https://a.tw/news/9.html", THEME, ())
    assert found is not None
    assert (found.sure, found.beside, found.choices[0].code, found.choices[0].label) == (True, (4, 4), "550", "")
    assert found.choices[0].probability == 0.833


def test_pages_that_do_not_agree_say_nothing_and_one_of_many_may_differ() -> None:
    assert habits(*news("550 550 550 560 550"), *OTHERS).suggest("a", "https://a.tw/news/9.html", THEME, ()) is None
    found = habits(*news("550 " * 9 + "560"), *OTHERS).suggest("a", "https://a.tw/news/99.html", THEME, ())
    assert found is not None
    assert (found.sure, found.beside, [choice.code for choice in found.choices]) == (True, (9, 10), ["550", "560"])


def test_few_pages_another_module_another_site_or_field_say_nothing() -> None:
    made = habits(*news("550 550 550"), *OTHERS)
    full = habits(*news("550 550 550 550"), *OTHERS)
    assert made.suggest("a", "https://a.tw/news/9.html", THEME, ()) is None
    assert full.suggest("a", "https://a.tw/law/9.html", THEME, ()) is None
    assert full.suggest("b", "https://a.tw/news/9.html", THEME, ()) is None
    assert full.suggest("a", "https://a.tw/news/9.html", "Category.Cake", ()) is None


def test_a_page_does_not_speak_for_itself() -> None:
    made = habits(*news("550 550 550 550"), *OTHERS)
    assert made.suggest("a", "https://a.tw/news/0.html", THEME, ("550",)) is None


def test_one_code_on_all_pages_is_the_templates() -> None:
    pages = [*news("550 550 550 550 550"), ("https://a.tw/law/1.html", "550")]
    assert habits(*pages).suggest("a", "https://a.tw/news/9.html", THEME, ()) is None


def test_pages_with_several_codes_or_none_that_is_a_code_say_nothing() -> None:
    made = habits(*news("550,560 550 550 550 工業"), *OTHERS)
    assert made.suggest("a", "https://a.tw/news/9.html", THEME, ()) is None
