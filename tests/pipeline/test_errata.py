"""Published figures that were wrong are corrected, with a date, in the next report and the half year; files stay."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from small_runs import ROOT, answer, begin, page

from auditor.findings.periods import parse_period
from auditor.model import Finding, Life, LinkState, Recheck, Run, RunState
from auditor.pipeline.compliance import ComplianceSettings, report_period
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.reports import report_run
from auditor.store import Store

HOME = f"{ROOT}a/"
ONE, TWO, THREE = (f"http://other.example/{name}" for name in ("one", "two", "three"))


def judged(store: Store, *dead: str, reached: bool = True) -> Run:
    """A month's run over three links, of which these are dead; every dead link is one fault."""
    run = begin(store, "a")
    home = page(store, HOME, ONE, TWO, THREE) if reached else answer(HOME, LinkState.UNREACHABLE)
    links = [answer(link, LinkState.BROKEN if link in dead else LinkState.OK) for link in (ONE, TWO, THREE)]
    store.queue.record(run.number, fetched=[home, *links])
    judge_run(store, store.runs.find(run.number), made=f"{run.day}T09:00:00+08:00")
    return store.runs.find(run.number)


def published_by_an_earlier_program(store: Store, run: Run) -> None:
    """It recorded nothing of what its report stated."""
    store.runs.set_state(run.number, RunState.REPORTED)


def first_page(store: Store, run: Run, folder: Path) -> str:
    return report_run(store, store.runs.find(run.number), folder, "zh-TW").read_text(encoding="utf-8")


def test_the_first_report_of_this_program_corrects_what_an_earlier_one_counted(store: Store, tmp_path: Path) -> None:
    for dead in ((ONE, TWO, THREE), (TWO, THREE), (THREE,)):  # one mended before each run
        published_by_an_earlier_program(store, judged(store, *dead))
    unreached = judged(store, THREE, reached=False)  # the third cannot be examined again
    published_by_an_earlier_program(store, unreached)
    text = first_page(store, judged(store, THREE), tmp_path)
    at = "115 年 5 月 1 日更正："
    for sentence in (
        # January to February one mended: right as it was. March: 1 and 2 mended, published 2
        f"{at}115 年 3 月報告（檢測編號 3）的「前次發現而已修復（項）」原為 2，應為 1；"
        "原數字把更早各月已修復的也計入。",
        f"{at}115 年 3 月報告（檢測編號 3）的「失效連結前次發現而已修復（條）」原為 2，應為 1；",
        f"{at}115 年 3 月報告（檢測編號 3）的「修復天數中位數（天）」原為 45，應為 59；",
        # April: the site was not reached; nothing was mended then
        f"{at}115 年 4 月報告（檢測編號 4）的「前次發現而已修復（項）」原為 2，應為 0；",
        "原報告保持原樣。",
    ):
        assert sentence in text, sentence
    assert "115 年 2 月報告" not in text
    later = first_page(store, judged(store), tmp_path)
    assert "更正：" not in later, "corrected once"
    half = report_period(store, parse_period("2026H1"), tmp_path / "compliance", ComplianceSettings(today="2026-07-03"))
    assert (
        "115 年 7 月 3 日更正：115 年 3 月報告（檢測編號 3）的「前次發現而已修復（項）」原為 2，應為 1"
        in half.read_text("utf-8")
    )


def test_what_nobody_had_examined_and_was_called_unmended_is_corrected(store: Store, tmp_path: Path) -> None:
    published_by_an_earlier_program(store, judged(store, ONE))
    run = begin(store, "a")
    gone = [page(store, HOME, ONE)]
    store.queue.record(run.number, fetched=gone)  # the link was not requested
    judge_run(store, store.runs.find(run.number), made=f"{run.day}T09:00:00+08:00")
    published_by_an_earlier_program(store, run)
    text = first_page(store, judged(store, ONE), tmp_path)
    stated = "115 年 2 月報告（檢測編號 2）的「失效連結尚未修復（條）」原為 1，應為 0；原數字把未能複驗的計為未修復。"
    assert stated in text


def test_days_that_rested_on_a_recheck_without_evidence_are_corrected(store: Store, tmp_path: Path) -> None:
    published_by_an_earlier_program(store, judged(store, ONE))
    (fault,) = (each for each in findings(store, 1) if each.check == "link-broken")
    moment = "2026-01-05T10:00:00+08:00"
    store.rechecks.save([Recheck(fault.fingerprint, moment, 1, "a", Life.FIXED, 1, 1, "rules")])
    second = judged(store)  # dated to the re-check, as the earlier program did
    store.rechecks.save([Recheck(fault.fingerprint, moment, 1, "a", Life.FIXED, 1, 1)])  # which had not looked
    published_by_an_earlier_program(store, second)
    text = first_page(store, judged(store), tmp_path)
    stated = "115 年 2 月報告（檢測編號 2）的「最長修復天數（天）」原為 4，應為 31；原數字依據沒有實際查看的複測。"
    assert f"115 年 3 月 1 日更正：{stated}" in text


def test_what_this_program_published_is_recorded_once_and_needs_no_correction(store: Store, tmp_path: Path) -> None:
    for dead in ((ONE, TWO), (TWO,), ()):
        run = judged(store, *dead)
        text = first_page(store, run, tmp_path)
        assert "更正：" not in text
        assert first_page(store, run, tmp_path) == text
    recorded = [run.published for run in store.runs.all()]
    assert [(each.mended, each.dead_links_mended, each.longest_days) for (each,) in recorded] == [
        (0, 0, None),
        (1, 1, 31),
        (1, 1, 59),
    ]


@pytest.mark.parametrize("again", [False, True])
def test_published_files_are_never_changed(store: Store, tmp_path: Path, again: bool) -> None:
    first = judged(store, ONE, TWO)
    report_run(store, first, tmp_path, "zh-TW")
    before = hashes(tmp_path / first.period)
    report_run(store, judged(store, TWO), tmp_path, "zh-TW")
    report_period(store, parse_period("2026H1"), tmp_path / "compliance", ComplianceSettings())
    if again:
        report_run(store, store.runs.find(1), tmp_path, "zh-TW")
    assert hashes(tmp_path / first.period) == before


def findings(store: Store, run: int) -> list[Finding]:
    judgement = store.judgements.latest(run)
    assert judgement is not None
    return list(store.judgements.findings(judgement))


def hashes(folder: Path) -> dict[str, str]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}
