"""A half year of runs, repairs and gaps: every figure and sentence as worked out by hand, and recounted by SQL."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import pytest
import yaml
from small_runs import ROOT, answer, page, site

from auditor.findings.periods import parse_period
from auditor.model import FetchRecord, Life, LinkState, Owner, Portfolio, Recheck, Run, Settings, fingerprint
from auditor.pipeline.compliance import ComplianceSettings, read_period, report_period
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.mail import draft_mail
from auditor.pipeline.reports import evidence_of, report_of, report_run
from auditor.pipeline.resume import open_run
from auditor.report.compliance import trend
from auditor.report.compliance.period_pages import dated, period_verdict
from auditor.report.compliance.sentences import form_sentences
from auditor.report.html import ages, summary
from auditor.report.html.form_verdicts import portfolio_rows
from auditor.report.html.table_builder import ReportTable
from auditor.report.html.views import Figure
from auditor.store import Store

EXPECTED: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "half_year_expected.yaml").read_text(encoding="utf-8")
)
TAIPEI = ZoneInfo("Asia/Taipei")
LINKS = {"a": ("one", "two", "three", "four", "five", "stays"), "b": ("other",)}
MENDED_BEFORE = {1: (), 2: ("one",), 3: ("one", "two", "three"), 4: ("one", "two", "three", "four")}
UNITS = {"a": "資訊室", "b": "業務科"}
RUNS = {
    1: ("2025-12-31T16:30:00+00:00", "2026-01-01T03:00:00+08:00"),
    2: ("2026-02-02T01:30:00+08:00", "2026-02-02T04:00:00+08:00"),
    3: ("2026-04-30T23:50:00+08:00", "2026-05-01T02:10:00+08:00"),
    4: ("2026-05-15T01:30:00+08:00", "2026-05-15T04:00:00+08:00"),
    5: ("2026-06-01T01:30:00+08:00", "2026-06-01T04:00:00+08:00"),
}
"""When each run begins and ends."""


def settings() -> Settings:
    owned = (
        msgspec.structs.replace(site(name), default_owner=Owner(unit, f"{name}@example.org"))
        for name, unit in UNITS.items()
    )
    return Settings(Portfolio(tuple(owned)), topics=("links",))


def url(link: str) -> str:
    return f"http://other.example/{link}"


def web(store: Store, number: int) -> Iterator[FetchRecord]:
    """What is answered in a run."""
    mended = MENDED_BEFORE.get(number, (*MENDED_BEFORE[4], "five"))
    for name, links in LINKS.items():
        if (name, number) == ("b", 4):
            yield answer(f"{ROOT}b/", LinkState.UNREACHABLE)
            continue
        yield page(store, f"{ROOT}{name}/", *map(url, links))
        yield from (answer(url(link), LinkState.OK if link in mended else LinkState.BROKEN) for link in links)


def audited(store: Store, number: int, folder: Path) -> None:
    began, ended = RUNS[number]
    run = open_run(store, settings(), datetime.fromisoformat(began).astimezone(TAIPEI))
    if number == 3:  # stopped, and continued by the same command after midnight
        run = open_run(store, settings(), datetime.fromisoformat("2026-05-01T00:20:00+08:00"))
    assert run.number == number
    store.queue.record(run.number, fetched=list(web(store, number)))
    judge_run(store, store.runs.find(run.number), made=ended)
    report_run(store, store.runs.find(run.number), folder, "zh-TW")


@pytest.fixture(scope="module")
def half_year(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, Path]]:
    """The store after the half year, and its folder with the reports."""
    folder = tmp_path_factory.mktemp("half-year")
    with Store.open(f"sqlite:///{folder / 'store.sqlite'}", folder / "blobs") as store:
        for number in RUNS:
            audited(store, number, folder / "reports")
            if number == 2:
                name = fingerprint("link-broken", "a", url("two"))
                for day, life in (("2026-03-05", Life.LASTING), ("2026-03-08", Life.FIXED)):
                    store.rechecks.save([Recheck(name, f"{day}T01:40:00+08:00", 2, "a", life, 1, 1, "rules")])
        yield store, folder


def shown(figures: tuple[Figure, ...]) -> dict[str, str]:
    return {figure.label: figure.value for figure in figures}


def cells(table: ReportTable) -> list[list[str]]:
    return [[cell.text for cell in (row.header, *row.cells)] for row in table.rows]


def plain(file: Path) -> str:
    """The text of a page without its tags."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", file.read_text(encoding="utf-8")))


@pytest.mark.parametrize("number", RUNS)
def test_every_figure_and_sentence_of_a_month_is_as_written_by_hand(half_year: tuple[Store, Path], number: int) -> None:
    store, folder = half_year
    run, month = store.runs.find(number), EXPECTED["months"][number]
    assert (run.period, run.day) == (month["period"], month["day"].isoformat())
    report = report_of(evidence_of(store, run), "zh-TW")
    verdict = [sentence.format(left_out=EXPECTED["left_out"]) for sentence in month["verdict"]]
    assert list(summary.portfolio_verdict(report, portfolio_rows(report)))[:3] == [EXPECTED["rows"], *verdict]
    assert summary.quotation(report) == month["quotation"]
    figures = shown(summary.headline_figures(report, report.evidence.sites))
    names = {"待處理問題（項）": "open", "前次發現而已修復（項）": "mended", "先前問題未能複驗（項）": "unexamined"}
    assert {label: figures[label] for label in names} == {
        label: str(month["counts"][name]) for label, name in names.items()
    }
    lives = shown(summary.life_figures(report))
    assert {life: number for life, number in lives.items() if not life.startswith("疑似")} == month["lives"]
    assert shown(ages.age_figures(report, report.evidence.sites)) == month["ages"]
    text = plain(folder / "reports" / month["period"] / "index.html")
    for sentence in (*verdict, month["quotation"], month["ages"]["修復所需天數"]):
        assert sentence in text, sentence
    assert "更正：" not in text


@pytest.mark.parametrize("number", RUNS)
def test_every_letter_of_a_month_is_as_written_by_hand(half_year: tuple[Store, Path], number: int) -> None:
    store, _ = half_year
    letters = {letter.unit: letter for letter in draft_mail(store, store.runs.find(number), "zh-TW", "")}
    expected: Mapping[str, list[str]] = EXPECTED["months"][number]["mail"]
    assert set(letters) == set(expected)
    for unit, lines in expected.items():
        letter = letters[unit]
        assert letter.subject == lines[0]
        assert letter.text.startswith(f"{unit}同仁您好：\n")
        written = letter.text.splitlines()
        assert [line for line in lines[1:] if line not in written] == []
        assert f"{EXPECTED['left_out']}。" in written
    # every open fault and every unexamined one is named once
    counts = EXPECTED["months"][number]["counts"]
    items = sum(letter.text.count("● ") for letter in letters.values())
    assert items == counts["open"] + counts["unexamined"]


def test_every_figure_and_sentence_of_the_half_year_is_as_written_by_hand(half_year: tuple[Store, Path]) -> None:
    store, folder = half_year
    expected = EXPECTED["half_year"]
    history, evidence = read_period(store, parse_period("2026H1"), "2026-07-02")
    report = report_of(evidence, "zh-TW")
    assert list(period_verdict(report, history))[:4] == [expected["rows"], *expected["verdict"]]
    assert dated(report.words, history) == expected["dated"]
    assert [list(pair) for pair in form_sentences(report, history)] == expected["sentences"]
    assert shown(trend.repair_figures(report, history)) == expected["ledger"]
    rounds = [list(map(int, row[1:])) for row in cells(trend.rounds_table(report, history))]
    assert rounds == expected["rounds"]
    assert cells(trend.months_table(report, history)) == expected["months"]
    assert cells(trend.repairs_by_site(report, history)) == expected["sites"]
    text = plain(report_period(store, parse_period("2026H1"), folder / "compliance", ComplianceSettings()))
    for sentence in (*expected["verdict"], expected["dated"], *(text for _, text in expected["sentences"])):
        assert sentence in text, sentence


OPEN = """
SELECT COUNT(*) FROM findings WHERE run = :run AND outcome = 'failed' AND life IN ('new', 'lasting', 'returned')
"""
UNEXAMINED = "SELECT COUNT(*) FROM findings WHERE run = :run AND outcome = 'failed' AND life = 'unexamined'"
MENDED = """
SELECT COUNT(*) FROM findings AS now WHERE now.run = :run AND now.outcome = 'failed' AND now.life = 'fixed'
AND EXISTS (SELECT 1 FROM findings AS before WHERE before.run = :run - 1 AND before.fingerprint = now.fingerprint
            AND before.outcome = 'failed' AND before.life != 'fixed')
"""
EVER = "SELECT COUNT(DISTINCT fingerprint) FROM findings WHERE outcome = 'failed' AND life != 'fixed'"
MENDED_AT_LAST = "SELECT COUNT(*) FROM findings WHERE run = 5 AND outcome = 'failed' AND life = 'fixed'"


def test_every_count_is_what_sql_counts_in_the_store(half_year: tuple[Store, Path]) -> None:
    _, folder = half_year
    with closing(sqlite3.connect(folder / "store.sqlite")) as connection:

        def count(query: str, number: int = 0) -> int:
            return int(connection.execute(query, {"run": number}).fetchone()[0])

        for number in RUNS:
            counts = EXPECTED["months"][number]["counts"]
            counted = (count(OPEN, number), count(MENDED, number), count(UNEXAMINED, number))
            assert counted == (counts["open"], counts["mended"], counts["unexamined"]), number
        ledger = EXPECTED["half_year"]["ledger"]
        assert (str(count(EVER)), str(count(MENDED_AT_LAST))) == (ledger["期間內的問題（項）"], ledger["其中已修復"])


def test_the_run_over_the_months_end_belongs_to_april(half_year: tuple[Store, Path]) -> None:
    store, _ = half_year
    runs: list[Run] = store.runs.all()
    assert [run.period for run in runs] == ["2026-01", "2026-02", "2026-04", "2026-05", "2026-06"]
    assert (runs[0].started, runs[2].ended) == ("2026-01-01T00:30:00+08:00", "2026-05-01T02:10:00+08:00")
