"""Spans: how periods are written, and what they hold."""

from __future__ import annotations

import pytest

from auditor.findings.periods import parse_period


@pytest.mark.parametrize(
    ("text", "first", "last", "months"),
    [
        ("2026-11", "2026-11-01", "2026-11-30", 1),
        ("2024-02", "2024-02-01", "2024-02-29", 1),
        ("2026H1", "2026-01-01", "2026-06-30", 6),
        ("2026h2", "2026-07-01", "2026-12-31", 6),
        ("2026", "2026-01-01", "2026-12-31", 12),
        ("2025-11-15..2026-02-03", "2025-11-15", "2026-02-03", 4),
    ],
)
def test_a_period_is_written_in_few_ways(text: str, first: str, last: str, months: int) -> None:
    made = parse_period(text)
    assert (made.first, made.last, len(made.months)) == (first, last, months)
    assert made.holds(first)
    assert made.holds(last)
    assert not made.holds("2030-01-01")


@pytest.mark.parametrize("text", ["", "2026-13", "2026H3", "2026-02-30..2026-03-01", "2026-02-02..2026-02-01", "26H1"])
def test_another_way_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"2026H1|day|month"):
        parse_period(text)
