"""Alternatives are found as the whole regular expression finds them, and only those tried that can be there."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from name_pages import INNOCENT_PAGES, TAKEN_OVER_PAGES

from auditor.standards import table
from auditor.standards.spam_words import searchable
from auditor.standards.word_patterns import WordPatterns, alternatives, necessary_part


def _patterns(rows: Any) -> Iterator[str]:
    for row in rows.values():
        yield from _patterns(row) if isinstance(row, dict) else [row]


PATTERNS = tuple(_patterns(table("spam_words")))


def test_alternatives_are_the_branches_outside_of_groups() -> None:
    assert alternatives(r"a(?:b|c)|[|]d|e\|f") == [r"a(?:b|c)", "[|]d", r"e\|f"]


@pytest.mark.parametrize(
    ("branch", "part"),
    [
        ("捕[魚鱼]機王", "機王"),
        (r"\bslot[ -]?gacor\b", "gacor"),
        ("白?色情(?!人)", "色情"),
        ("(?:abc|d)ef", "ef"),
        (r"\d+", ""),
    ],
)
def test_a_necessary_part_is_in_every_match(branch: str, part: str) -> None:
    assert necessary_part(branch) == part


@pytest.mark.parametrize("pattern", PATTERNS, ids=range(len(PATTERNS)))
def test_the_same_is_found_as_by_the_whole_expression(pattern: str) -> None:
    patterns, whole = WordPatterns([pattern]), re.compile(pattern, re.ASCII)
    for page in (*TAKEN_OVER_PAGES.values(), *INNOCENT_PAGES.values()):
        text = searchable(page)
        assert {match[0] for match in whole.finditer(text)} <= set(patterns.found(text))
