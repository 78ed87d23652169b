"""The probe matrix: every habit of pages and servers is walked through the whole pipeline, and judged rightly."""

from __future__ import annotations

from pathlib import Path

import pytest
from answer_rows import BASE, ROWS
from answer_site import Row, Walked, walk
from hard_answer_rows import rows as hard_rows


@pytest.fixture(scope="module")
def walked() -> Walked:
    return walk(ROWS, BASE, seconds=5.0)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.probe)
def test_habit(walked: Walked, row: Row) -> None:
    assert difference(walked, row) == []


def test_nothing_is_sent_but_get(walked: Walked) -> None:
    assert {head.split(b" ")[0] for head in walked.heads} == {b"GET"}


def test_what_other_tests_of_link_checkers_leave_out(tmp_path: Path) -> None:
    rows, trust = hard_rows(tmp_path)
    walked = walk(rows, {}, seconds=1.0, trust=trust)
    wrong = {row.probe: fault for row in rows if (fault := difference(walked, row))}
    assert wrong == {}


def difference(walked: Walked, row: Row) -> list[object]:
    """What came of a row, where it is not what had to come of it."""
    target = walked.targets.get(walked.url(row))
    times = walked.times(row) if row.asked is not None else None
    seen = (target.state, target.detail, target.notices) if target else (None, None, ())
    wanted = (row.state, row.detail if row.state else None, row.notices)
    is_right = seen == wanted and walked.said(row) == row.said and times == row.asked
    return [] if is_right else [*seen, *sorted(walked.said(row)), times, target and target.answer]
