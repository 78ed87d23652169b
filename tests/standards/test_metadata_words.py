"""Words by which metadata is judged: every pattern with what must and what must not match."""

from __future__ import annotations

import pytest

from auditor.standards import metadata_words, table

ROWS = {name: row for name, row in table("metadata_words").items() if isinstance(row, dict)}
FITS = [(name, text) for name, row in ROWS.items() for text in row["fits"]]
FITS_NOT = [(name, text) for name, row in ROWS.items() for text in row["fits_not"]]


@pytest.mark.parametrize(("name", "text"), FITS)
def test_what_must_match(name: str, text: str) -> None:
    assert metadata_words.contains_metadata_words(name, text)


@pytest.mark.parametrize(("name", "text"), FITS_NOT)
def test_what_must_not_match(name: str, text: str) -> None:
    assert not metadata_words.contains_metadata_words(name, text)


def test_every_row_shows_both() -> None:
    assert all(row["fits"] and row["fits_not"] for row in ROWS.values())


def test_codes_of_links() -> None:
    assert metadata_words.class_codes("/other/govsearch/166?type=3&tag=I00") == ("I00",)
    assert metadata_words.class_codes("[100]內政及國土,[170]警政") == ("100", "170")
    assert metadata_words.class_codes("首頁 > 園區簡介") == ()
