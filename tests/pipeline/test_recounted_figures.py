"""Figures of six months, in each of which one dead link is mended, recounted by SQL: month and half year agree."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from small_runs import ROOT, answer, begin, page

from auditor.findings.periods import parse_period
from auditor.model import FetchRecord, LinkState
from auditor.pipeline.compliance import read_period
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.reports import evidence_of, report_of
from auditor.report.compliance.sentences import form_sentences
from auditor.report.html.summary import headline_figures, life_figures, quotation
from auditor.store import Store

HOME, OTHER = f"{ROOT}a/", f"{ROOT}b/"
LINKS = [f"http://other.example/{number}" for number in range(1, 7)]
AWAY = 4
"""The month in which site b is not reached; its one dead link is mended a month later."""

MENDED = """
SELECT COUNT(*) FROM findings AS now JOIN findings AS before
    ON before.fingerprint = now.fingerprint AND before.outcome = now.outcome AND before.run = now.run - 1
WHERE now.run = ? AND now.outcome = 'failed' AND now."check" = 'link-broken'
    AND now.life = 'fixed' AND before.life <> 'fixed'
"""
STANDING = """
SELECT COUNT(*) FROM findings WHERE run = ? AND outcome = 'failed' AND "check" = 'link-broken' AND life IN
"""


def web(store: Store, month: int) -> Iterator[FetchRecord]:
    """The first link is mended in February, the second in March, and so on; that of site b in May."""
    yield page(store, HOME, *LINKS)
    for number, link in enumerate(LINKS, 2):
        yield answer(link, LinkState.OK if month >= number else LinkState.BROKEN)
    if month == AWAY:
        yield answer(OTHER, LinkState.UNREACHABLE)
        return
    yield page(store, OTHER, "http://other.example/b")
    yield answer("http://other.example/b", LinkState.OK if month > AWAY else LinkState.BROKEN)


@pytest.fixture(scope="module")
def half_year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    folder = tmp_path_factory.mktemp("months")
    with Store.open(f"sqlite:///{folder / 'store.sqlite'}", folder / "blobs") as store:
        for month in range(1, 7):
            run = begin(store, "a", "b")
            store.queue.record(run.number, fetched=list(web(store, month)))
            judge_run(store, run, made=f"{run.day}T09:00:00+08:00")
        yield store, folder / "store.sqlite"


def recount(file: Path, month: int) -> tuple[int, int, int]:
    """Faults open, mended and unexamined after a month's run, by SQL alone."""
    with closing(sqlite3.connect(file)) as connection:
        open_ = connection.execute(f"{STANDING} ('suspected', 'new', 'lasting', 'returned')", [month]).fetchone()[0]
        unexamined = connection.execute(f"{STANDING} ('unexamined')", [month]).fetchone()[0]
        return open_, connection.execute(MENDED, [month]).fetchone()[0], unexamined


def test_every_month_states_its_own_repairs(half_year: tuple[Store, Path]) -> None:
    store, file = half_year
    by_hand = [(7, 0, 0), (6, 1, 0), (5, 1, 0), (3, 1, 1), (2, 2, 0), (1, 1, 0)]
    assert [recount(file, month) for month in range(1, 7)] == by_hand
    for month, (open_, mended, unexamined) in enumerate(by_hand, 1):
        report = report_of(evidence_of(store, store.runs.find(month)), "zh-TW")
        figures = {figure.label: figure.value for figure in headline_figures(report, report.evidence.sites)}
        assert figures["待處理問題（項）"] == str(open_)
        assert figures["前次發現而已修復（項）"] == str(mended)
        assert figures["先前問題未能複驗（項）"] == str(unexamined)
        if month > 1:
            lives = {figure.label: figure.value for figure in life_figures(report)}
            assert (lives["已修復"], lives["本次未檢測，狀況不明"]) == (str(mended), str(unexamined))
            sentence = f"前次發現而已修復 {mended} 條，尚未修復 {open_} 條，未能複驗 {unexamined} 條"
            assert sentence in quotation(report)


def test_the_half_year_is_the_sum_of_its_months(half_year: tuple[Store, Path]) -> None:
    store, file = half_year
    history, evidence = read_period(store, parse_period("2026H1"))
    months = [recount(file, month) for month in range(1, 7)]
    counted = [
        tuple(sum(getattr(site, name) for site in run.sites) for name in ("open", "fixed", "unexamined"))
        for run in history.rounds
    ]
    assert counted == months
    assert len(history.repairs) == history.faults.fixed == sum(mended for _, mended, _ in months) == 6
    assert (history.faults.open, history.faults.unexamined) == (months[-1][0], months[-1][2])
    sentences = dict(form_sentences(report_of(evidence, "zh-TW"), history))
    assert "發現失效連結 7 條，已修復 6 條，未修復 1 條，未能複驗 0 條" in sentences["1.2.2"]
