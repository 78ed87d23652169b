"""Families of addresses without end are left, and those that only look so are fetched."""

from __future__ import annotations

import pytest

from auditor.crawl.traps import MOST_MONTHS, MOST_VARIANTS, TrapDetector, paging_family

SITE = "http://zones.example/iphw/one/"


def caught(*addresses: str, most: int = 500) -> list[bool]:
    traps = TrapDetector()
    return [traps.is_endless_page("one", f"{SITE}{address}", most) for address in addresses]


def test_a_path_that_repeats_itself_and_an_endless_address_lead_nowhere() -> None:
    traps = TrapDetector()
    assert traps.is_endless_address(f"{SITE}a/b/a/b/a/b/a/b/a")
    assert traps.is_endless_address(f"{SITE}?x=" + "y" * 2_000)
    assert not traps.is_endless_address(f"{SITE}a/b/a/b")
    assert not traps.is_endless_address("http://zones.example/")


@pytest.mark.parametrize(
    "session",
    [
        "list.do;jsessionid=0A1B2C3D4E5F?id=1",
        "(S(abcdefgh12345678))/list.aspx",
        "l.php?PHPSESSID=0123456789abcdef&id=1",
    ],
)
def test_a_session_id_makes_no_new_page(session: str) -> None:
    other = session.replace("B2", "77").replace("h1", "x7").replace("def", "000")
    assert other != session
    assert caught(session, other, session.replace("list", "other").replace("l.php", "o.php")) == [False, True, False]


def test_what_only_looks_like_a_session_id_makes_new_pages() -> None:
    assert caught("x?sid=1", "x?sid=2", "x?id=0123456789abcdef", "x?id=fedcba9876543210") == [False] * 4


@pytest.mark.parametrize(
    "form", ["cal.do?year={y}&month={m}", "cal?y={y}&m={m}&d=3", "events/{y}/{m:02}/", "e/{y}-{m:02}-07"]
)
def test_a_calendar_ends_after_ten_years(form: str) -> None:
    months = [form.format(y=2000 + n // 12, m=n % 12 + 1) for n in range(MOST_MONTHS + 20)]
    found = caught(*months, most=10_000)
    assert found == [False] * MOST_MONTHS + [True] * 20


def test_days_of_one_month_are_one_month() -> None:
    assert not any(caught(*(f"cal?y=2026&m=11&d={day}" for day in range(1, 31))))


def test_endless_parameters_are_left_after_most_of_the_budget() -> None:
    found = caught(*(f"list?x={n}" for n in range(MOST_VARIANTS + 5)), most=100)
    assert found.count(True) == 5
    assert not any(caught(*(f"list?x={n}" for n in range(380)), most=500))


def test_paging_past_the_end_is_known_by_pages_with_the_same_text() -> None:
    traps = TrapDetector()
    page = f"{SITE}list.do?kind=3&page="
    assert traps.past_the_end("one", f"{page}1", "first") == ""
    assert traps.past_the_end("one", f"{page}2", "empty") == ""
    family = traps.past_the_end("one", f"{page}3", "empty")
    assert family == paging_family(f"{page}4") != paging_family(f"{SITE}list.do?kind=4&page=4")
    assert traps.past_the_end("two", f"{page}3", "empty") == ""
    assert traps.past_the_end("one", f"{SITE}index.do?id=3", "empty") == ""
    assert traps.past_the_end("one", f"{page}9", "") == ""
