from __future__ import annotations

import re

import pytest

from auditor.standards import table

ROWS = table("words")


@pytest.mark.parametrize("name", ROWS)
def test_every_pattern_has_examples_and_keeps_to_them(name: str) -> None:
    row = ROWS[name]
    pattern = re.compile(row["pattern"], re.IGNORECASE)
    assert row["fits"]
    assert row["fits_not"]
    assert [text for text in row["fits"] if not pattern.search(text)] == []
    assert [text for text in row["fits_not"] if pattern.search(text)] == []
