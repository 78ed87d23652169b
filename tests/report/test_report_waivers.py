"""Waivers and deadlines as readers see them: nothing hidden, nothing overdue without a word."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from random import Random

import msgspec
from report_evidence import CHECKS, audited_site, evidence, finding

from auditor.findings.headline_figures import key_of
from auditor.model import Deadlines, Evidence, Finding, Life, Outcome, Severity
from auditor.report.html import ages, waiver_list
from auditor.report.html.cards import card
from auditor.report.html.views import Report
from auditor.report.words import words_in

ZH = words_in("zh-TW")


def of(made: Evidence) -> Report:
    return Report(made, {check.id: check for check in CHECKS}, (), ZH)


def the_waived(report: Report) -> list[Finding]:
    return [finding for site in report.evidence.sites for finding in site.findings if finding.life is Life.WAIVED]


def test_every_waiver_stands_in_the_report_with_its_reason_and_its_end(report: Report) -> None:
    table = waiver_list.waivers_table(report, report.evidence.sites)
    assert len(table.rows) == len(report.evidence.judgement.waivers) == len(the_waived(report)) > 50
    row = table.rows[0]
    assert [cell.text for cell in row.cells[2:4]] == ["誤判", "核准時已知的位置"]
    assert (row.cells[5].text, row.cells[5].note) == ("115 年 12 月 1 日", "即將到期")
    assert any(row.cells[6].note.startswith("比核准時多") for row in table.rows)


def test_the_waived_findings_stand_on_their_sites_page(folder: Path, report: Report) -> None:
    page = (folder / "sites" / "site-0.html").read_text(encoding="utf-8")
    mine = [finding for finding in the_waived(report) if finding.site == "site-0"]
    assert mine
    assert all(finding.waiver in page for finding in mine)
    assert "誤判；申請：資訊室" in page
    assert "<img src=x" not in page


def test_an_ended_waiver_is_still_told(report: Report) -> None:
    run = msgspec.structs.replace(report.evidence.run, day="2027-01-15")
    later = of(msgspec.structs.replace(report.evidence, run=run))
    table = waiver_list.waivers_table(later, later.evidence.sites)
    assert {row.cells[5].note for row in table.rows} == {"已到期，問題回到待處理清單"}


def test_false_alarms_are_counted_and_none_reported_proves_nothing(report: Report) -> None:
    figures = {figure.label: figure for figure in waiver_list.waiver_figures(report, report.evidence.sites)}
    assert figures["已核准不處理（項）"].value == ZH.number(len(the_waived(report)))
    n = sum(finding.outcome is Outcome.FAILED for finding in the_waived(report))
    assert f"{n}／" in figures["經人查看後認定為誤判"].value
    assert "不代表全部正確" in figures["經人查看後認定為誤判"].note


def test_a_card_shows_until_when_and_how_late(report: Report) -> None:
    site = audited_site(1, 0, Random(1))
    late = finding(site.site, 1, Random(2), life=Life.LASTING, severity=Severity.SERIOUS, outcome=Outcome.FAILED)
    shown = card(report, site, late)
    assert ("修復期限", "115 年 10 月 24 日，逾期 30 天") in shown.history
    assert shown.age == "持續存在，已 31 天，逾期 30 天"


def test_figures_of_days_have_their_counts(report: Report) -> None:
    mended = [finding for site in report.evidence.sites for finding in site.findings if finding.life is Life.FIXED]
    faults = [finding for finding in mended if finding.outcome is Outcome.FAILED]
    evidence = msgspec.structs.replace(report.evidence, mended=frozenset(map(key_of, mended)))
    dated = msgspec.structs.replace(report, evidence=evidence)
    figures = {figure.label: figure for figure in ages.age_figures(dated, report.evidence.sites)}
    stated = f"已修復 {len(faults)} 項，自列出至首次查見已修復，中位數至多 31 天，最長至多 31 天"
    assert figures["修復所需天數"].value.startswith(stated)
    earlier = {figure.label: figure for figure in ages.age_figures(report, report.evidence.sites)}
    assert earlier["修復所需天數"].value == "本期沒有已修復的問題"  # what earlier runs found mended counts in theirs
    assert int(figures["逾期未修復（項）"].value.replace(",", "")) > 0
    assert figures["待處理天數（中位數）"].note == "最長 31 天"


def test_without_deadlines_nothing_is_late() -> None:
    made = evidence(sites=3, audited=1, findings=20)
    portfolio = msgspec.structs.replace(made.run.settings.portfolio, deadlines=Deadlines(0, 0, 0, 0, 0))
    settings = msgspec.structs.replace(made.run.settings, portfolio=portfolio)
    free = of(msgspec.structs.replace(made, run=msgspec.structs.replace(made.run, settings=settings)))
    assert {ages.days_late(free, finding) for site in made.sites for finding in site.findings} == {0}


def test_days_to_repair_are_figures_of_the_sixth_row(folder: Path) -> None:
    index = (folder / "index.html").read_text(encoding="utf-8")
    assert index.count("已修復") > 1
    assert "修復所需天數" in index


def test_exports_carry_the_days(folder: Path, report: Report) -> None:
    document = json.loads((folder / "findings.json").read_text(encoding="utf-8"))
    late = [finding for finding in document["findings"] if finding.get("overdue")]
    assert late
    assert all(finding["since"] <= finding["deadline"] < report.evidence.run.day for finding in late)
    assert {finding["days_to_repair"] for finding in document["findings"] if finding["life"] == "fixed"} == {31}
    text = (folder / "findings.csv").read_bytes().decode("utf-8-sig")
    rows = list(csv.DictReader(text.splitlines(keepends=True)))
    assert {row["逾期"] for row in rows} == {"是", "否"}
    assert {row["核准編號"] for row in rows if row["狀態"] == "已核准不處理"} == {
        finding.waiver for finding in the_waived(report)
    }
