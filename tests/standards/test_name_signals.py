"""Pages of names that changed hands give strong signals; innocent ones that look alike give none."""

from __future__ import annotations

import pytest
from name_pages import INNOCENT_PAGES, TAKEN_OVER_PAGES

from auditor.extract.text.shown_content import read_shown_content
from auditor.model import Change, PageContent, Signal, SignalKind
from auditor.standards.name_signals import (
    before_signals,
    browser_signals,
    content_signals,
    end_signals,
    injected_title,
    language_of,
    root_signals,
    strong,
)

HOST = "www.expo.com.tw:443"


def _signals(html: str, host: str = HOST) -> tuple[Signal, ...]:
    return strong(content_signals(read_shown_content(html, f"https://{host}/"), host))


@pytest.mark.parametrize("name", TAKEN_OVER_PAGES)
def test_a_page_of_a_name_that_changed_hands_gives_a_strong_signal(name: str) -> None:
    found = _signals(TAKEN_OVER_PAGES[name])
    assert found
    parked = name.partition("/")[0] in {"parked", "for-sale", "expired"}
    assert {signal.change for signal in found} == {Change.PARKED if parked else Change.TAKEN_OVER}
    assert all(signal.proof for signal in found)


@pytest.mark.parametrize("name", INNOCENT_PAGES)
def test_an_innocent_page_that_looks_alike_gives_none(name: str) -> None:
    assert _signals(INNOCENT_PAGES[name]) == ()


def test_a_name_that_nobody_can_buy_is_suspected_of_injected_content_alone() -> None:
    government = "www.city.gov.tw:443"
    assert _signals(TAKEN_OVER_PAGES["for-sale/dan"], government) == ()
    casino = _signals(TAKEN_OVER_PAGES["gambling-id/amp"], government)
    assert {(signal.kind, signal.change) for signal in casino} >= {(SignalKind.SPAM_TITLE, Change.INJECTED)}


SHOP = PageContent(
    "Winter jackets on sale", ("New arrivals",), text="Free shipping. Add to cart. Shopping cart. 50% off in stock."
)
AGENCY = PageContent("工業技術推廣協會", ("工業技術推廣協會",), text="本會服務廠商，提供技術輔導與訓練課程。")
CASINO = read_shown_content(TAKEN_OVER_PAGES["gambling-zh/recommended"], "https://www.expo.com.tw/")


@pytest.mark.parametrize(
    ("linked", "end", "content", "known", "kind"),
    [
        ("expo.com.tw:443", "dan.com/buy-domain/expo.com.tw", None, "", SignalKind.SALE_HOST),
        ("expo.com.tw:443", "www.hugedomains.com/domain_profile.cfm?d=expo", SHOP, "展覽", SignalKind.SALE_HOST),
        ("expo.com.tw:443", "jackets.shop:443/", SHOP, "園區招商活動網", SignalKind.UNRELATED_NAME),
        ("expo.com.tw:443", "new-name.org:443/", AGENCY, "園區路跑活動", SignalKind.UNRELATED_NAME),
        ("expo.com.tw:443", "new-name.org:443/", AGENCY, "工業技術推廣協會", None),  # it moved
        ("expo.com.tw:443", "new-name.org:443/", AGENCY, "", SignalKind.MOVED_NAME),
        ("iso.ch:443", "iso.org:443/", PageContent("Standards", text="Standards"), "標準組織", SignalKind.MOVED_NAME),
        ("reurl.cc:443", "jackets.shop:443/", SHOP, "園區招商活動網", None),
        ("www.epa.gov.tw:443", "jackets.shop:443/", SHOP, "環保署", None),
    ],
)  # fmt: skip
def test_the_end_of_a_redirect_counts_where_nothing_is_related(
    linked: str, end: str, content: PageContent | None, known: str, kind: SignalKind | None
) -> None:
    assert [signal.kind for signal in end_signals(linked, end, content, (known,))] == ([kind] if kind else [])


def test_another_language_without_anything_in_common_counts_unless_the_site_has_both() -> None:
    thai = read_shown_content(INNOCENT_PAGES["news/thai"], "https://x.tw/")
    before = PageContent(
        "園區路跑活動",
        ("園區路跑活動報名",),
        text="報名日期與交通資訊，歡迎廠商踴躍參加，名額有限，額滿為止，請儘早完成手續。",
    )
    assert (language_of(before), language_of(thai)) == ("han", "thai")
    assert [signal.kind for signal in before_signals(before, thai)] == [SignalKind.UNLIKE_BEFORE]
    both = PageContent(
        "Road race", text="The road race of the park is in May, and all of you are welcome to it. 中文版"
    )
    assert before_signals(before, both) == ()
    assert before_signals(thai, thai) == ()


def test_a_first_page_counts_for_the_pages_below_it() -> None:
    (signal,) = root_signals(CASINO, "https://www.expo.com.tw/", HOST)
    assert (signal.kind, signal.change) == (SignalKind.ROOT, Change.TAKEN_OVER)
    assert root_signals(AGENCY, "https://www.expo.com.tw/", HOST) == ()


def test_what_a_browser_gets_counts_where_a_program_gets_less() -> None:
    kinds = {signal.kind for signal in browser_signals(AGENCY, CASINO, HOST)}
    assert kinds == {SignalKind.SPAM_TITLE, SignalKind.SPAM_OFFERS, SignalKind.CLOAKED}
    assert browser_signals(CASINO, AGENCY, HOST) == ()


def test_a_title_of_ours_that_was_replaced_is_told_from_a_warning() -> None:
    assert injected_title("สล็อตเว็บตรง", ["สล็อตเว็บตรง แตกง่าย"])
    assert not injected_title("查獲線上賭場百家樂", ["警方查獲百家樂賭場"])
    assert not injected_title("白色情人節市集", ["白色情人節市集"])
