"""Reading metadata tags as values."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.model import Head, Meta, Place
from auditor.standards import dublin_core

PLACE = Place("https://zone.example.gov.tw/", "meta")


def test_there_are_fifteen_fields_and_three_classes() -> None:
    assert len(dublin_core.FIELDS) == len(set(dublin_core.FIELDS)) == 15
    assert dublin_core.CATEGORIES == ("Category.Theme", "Category.Cake", "Category.Service")


def test_names_are_known_in_any_letter_case_but_in_one_attribute() -> None:
    assert dublin_core.rule_name(Meta(PLACE, "dc.COVERAGE.T.min", "x")) == "DC.Coverage.t.min"
    assert dublin_core.rule_name(Meta(PLACE, " DC.Title ", "x")) == "DC.Title"
    assert dublin_core.rule_name(Meta(PLACE, "DC.Title", "x", attribute="property")) == ""
    assert dublin_core.rule_name(Meta(PLACE, "keywords", "x")) == ""


def test_tags_keep_the_order_of_the_page() -> None:
    metas = (Meta(PLACE, "DC.Date", "1"), Meta(PLACE, "og:title", "2"), Meta(PLACE, "dc.title", "3"))
    head = Head(PLACE.url, PLACE, metas=metas)
    assert [(name, meta.content) for name, meta in dublin_core.known_tags(head)] == [
        ("DC.Date", "1"),
        ("DC.Title", "3"),
    ]


@given(st.dates(min_value=date(1912, 1, 1), max_value=date(2099, 12, 31)))
def test_every_date_of_the_calendar_is_iso(day: date) -> None:
    assert dublin_core.date_form(day.isoformat()) == "iso"
    assert dublin_core.date_form(f"{day.isoformat()}T08:00:00Z") == "iso"
    assert dublin_core.date_form(f"{day.year}/{day.month}/{day.day}") == "slashes"
    assert dublin_core.date_form(f"{day:%Y%m%d}") == "compact"
    assert dublin_core.date_form(f"民國{max(day.year - 1911, 10)}年{day.month}月{day.day}日") == "roc"


@given(st.text(max_size=30))
def test_any_text_has_a_form_and_no_language_or_a_known_one(text: str) -> None:
    assert dublin_core.date_form(text) in {"iso", "slashes", "no-zeros", "compact", "roc", "impossible", "other"}
    assert dublin_core.language(text) in {"", "zh", "en", "ja"}
    assert dublin_core.unrendered(text) in {True, False}


@pytest.mark.parametrize("text", ["2026-02-29", "2026-13-01", "1899-12-31", "0001-01-01", "2026-00"])
def test_dates_that_do_not_exist(text: str) -> None:
    assert dublin_core.date_form(text) == "impossible"


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("中文", "zh"),
        ("繁體中文", "zh"),
        ("Traditional Chinese", "zh"),
        ("zh-Hant-TW", "zh"),
        ("ZH_TW", "zh"),
        ("英文", "en"),
        ("English", "en"),
        ("en-GB", "en"),
        ("ja-JP", "ja"),
        ("台語", ""),
        ("", ""),
    ],
)
def test_words_for_languages(word: str, code: str) -> None:
    assert dublin_core.language(word) == code
