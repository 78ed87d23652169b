"""The probe matrix: every habit of pages and servers goes through the whole pipeline and is judged rightly."""

from __future__ import annotations

from pathlib import Path

import pytest
from answer_rows import BASE, ROWS
from answer_site import CrawledSite, Row, crawl_rows
from hard_answer_rows import rows as hard_rows


@pytest.fixture(scope="module")
def crawled() -> CrawledSite:
    return crawl_rows(ROWS, BASE, seconds=5.0)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.probe)
def test_habit(crawled: CrawledSite, row: Row) -> None:
    assert difference(crawled, row) == []


def test_nothing_is_sent_but_get(crawled: CrawledSite) -> None:
    assert {head.split(b" ")[0] for head in crawled.heads} == {b"GET"}


def test_what_other_tests_of_link_checkers_leave_out(tmp_path: Path) -> None:
    rows, trust = hard_rows(tmp_path)
    crawled = crawl_rows(rows, {}, seconds=1.0, trust=trust)
    wrong = {row.probe: fault for row in rows if (fault := difference(crawled, row))}
    assert wrong == {}


def difference(crawled: CrawledSite, row: Row) -> list[object]:
    """What came of a row, where it is not what had to come of it."""
    target = crawled.targets.get(crawled.url(row))
    times = crawled.times(row) if row.hits is not None else None
    seen = (target.state, target.detail, target.notices) if target else (None, None, ())
    wanted = (row.state, row.detail if row.state else None, row.notices)
    is_right = seen == wanted and crawled.findings_of(row) == row.findings and times == row.hits
    return [] if is_right else [*seen, *sorted(crawled.findings_of(row)), times, target and target.answer]
