"""The table of error pages: every row fits its examples, and no real page is taken for an error page."""

from __future__ import annotations

from typing import Any

import pytest

from auditor.standards import table
from auditor.standards.error_pages import ErrorEnd, error_end, is_error_title

ROWS: dict[str, Any] = table("error_pages")


@pytest.mark.parametrize("row", ROWS["ends"], ids=lambda row: row["fits"][0])
def test_each_end_of_a_redirect_fits_its_row(row: dict[str, Any]) -> None:
    assert {error_end(f"https://a.gov.tw{end}") for end in row["fits"]} == {ErrorEnd(row["means"])}


def test_pages_of_content_are_no_ends() -> None:
    assert [end for end in ROWS["ends_not"] if error_end(f"https://a.gov.tw{end}")] == []


@pytest.mark.parametrize("row", ROWS["titles"], ids=lambda row: row["fits"][0])
def test_each_title_fits_with_and_without_the_name_of_the_site(row: dict[str, Any]) -> None:
    assert [title for title in row["fits"] if not is_error_title(title)] == []
    assert [title for title in row["fits"] if not is_error_title(f"{title} | 經濟部產業園區管理局")] == []


def test_titles_of_content_are_none_of_errors() -> None:
    assert [title for title in ROWS["titles_not"] if is_error_title(title)] == []
