"""The probe matrix: every habit of pages and servers is walked through the whole pipeline, and judged rightly."""

from __future__ import annotations

import pytest
from probe_ground import Row, Walked, walk
from probe_rows import BASE, ROWS


@pytest.fixture(scope="module")
def walked() -> Walked:
    return walk(ROWS, BASE, seconds=5.0)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.probe)
def test_row(walked: Walked, row: Row) -> None:
    target = walked.targets.get(walked.url(row))
    if row.state is not None:
        assert target is not None, sorted(walked.targets)
        assert (target.state, target.detail, target.notices) == (row.state, row.detail, row.notices)
    else:
        assert target is None
    assert walked.said(row) == row.said
    if row.asked is not None:
        assert walked.times(row) == row.asked


def test_nothing_is_sent_but_get(walked: Walked) -> None:
    assert {head.split(b" ")[0] for head in walked.heads} == {b"GET"}
