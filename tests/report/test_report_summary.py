"""The verdict sentence: coverage first, figures with denominators, never all fine where something was not seen."""

from __future__ import annotations

import re

import msgspec
import pytest
from report_evidence import CHECKS, evidence

from auditor.model import Life, SiteCoverage, SiteEvidence, SiteState, Tally
from auditor.report.html.figures import CountedShare, faults, questions, unverified, valid_links_share
from auditor.report.html.form_verdicts import portfolio_rows, site_rows
from auditor.report.html.pages import report_pages
from auditor.report.html.summary import (
    headline_figures,
    life_figures,
    portfolio_todo,
    portfolio_verdict,
    quotation,
    site_todo,
    site_verdict,
)
from auditor.report.html.views import Report, Status
from auditor.report.words import words_in


def of(**changes: object) -> Report:
    made = evidence(
        **{"audited": 2, "findings": 8} | {key: value for key, value in changes.items() if key != "language"}
    )  # type: ignore[arg-type]
    return Report(made, {check.id: check for check in CHECKS}, (), words_in(str(changes.get("language", "zh-TW"))))


class Anywhere(dict[str, str]):
    def __missing__(self, key: str) -> str:
        return "sites/x.html"


def verdict_of(report: Report) -> tuple[str, ...]:
    return portfolio_verdict(report, portfolio_rows(report))


def verdict_of_site(report: Report, site: SiteEvidence) -> tuple[str, ...]:
    return site_verdict(report, site, site_rows(report, site))


def test_the_rows_of_the_form_come_first() -> None:
    report = of()
    rows = portfolio_rows(report)
    first = verdict_of(report)[0]
    met = sum(row.status is Status.MET for row in rows)
    assert first.startswith(f"{len(rows)} 列中 {met} 列在所有網站都符合")
    worst = re.search(r"最需要改善的是「([\d.]+) [^」]+」，(\d+) 個網站中 (\d+) 個符合", first)
    assert worst
    shares = {row.id: row.counts.get("met", 0) / sum(row.counts.values()) for row in rows if row.status == "not_met"}
    assert shares[worst[1]] == min(shares.values()) == int(worst[3]) / int(worst[2])
    assert re.search(r"\d 列符合、\d 列不符合", verdict_of_site(report, report.evidence.sites[0])[0])


def test_coverage_comes_second() -> None:
    assert (
        verdict_of(of())[1] == "本期 53 個網站中檢測了 2 個；50 個網址未設定，未檢測；1 個的起始網頁無法讀取，未檢測。"
    )
    english = verdict_of(of(language="en"))[1]
    assert english.startswith("Of 53 sites, 2 were audited; 50 have no address configured")


def test_nothing_audited_proves_nothing() -> None:
    report = of(audited=0)
    bare = msgspec.structs.replace(report.evidence, sites=report.evidence.sites[:53])
    sentences = verdict_of(msgspec.structs.replace(report, evidence=bare))
    assert sentences[0].startswith("本期 53 個網站中檢測了 0 個；")
    assert "不能證明任何一列符合" in sentences[1]


def test_figures_stand_with_their_denominators() -> None:
    report = of()
    valid = valid_links_share(report.evidence.sites[0]) + valid_links_share(report.evidence.sites[1])
    assert f"其中 {valid.bad:,} 條失效" in verdict_of(report)[2]
    assert f"{valid.bad:,}／{valid.total:,}" in verdict_of(report)[2]
    shown = {figure.label: figure for figure in headline_figures(report, report.evidence.sites[:53])}
    assert shown["有效連結"].note == f"{valid.good:,}／{valid.total:,}"
    assert shown["讀取頁數"].value == "824"


def test_commissioned_sites_are_not_counted() -> None:
    report = of()
    assert len(report.evidence.sites) == 54
    assert "54" not in verdict_of(report)[1]


def test_without_faults_only_what_was_seen_is_praised() -> None:
    sentences = verdict_of(of(findings=0))
    assert "自動檢測沒有發現待處理問題" in sentences[2]
    assert "只說明已檢測的範圍" in sentences[3]


@pytest.mark.parametrize("state", [state for state in SiteState if state is not SiteState.AUDITED])
def test_a_site_that_was_not_audited_names_the_reason(state: SiteState) -> None:
    report = of()
    site = msgspec.structs.replace(report.evidence.sites[0], run=SiteCoverage("site-0", state, "一個原因"))
    sentences = verdict_of_site(report, site)
    assert len(sentences) == 1
    assert report.words.of(state) in sentences[0]
    assert "一個原因" in sentences[0]


def test_a_site_that_was_read_in_part_is_marked_so() -> None:
    report = of()
    assert "20 頁沒有讀取，3 頁讀取失敗" in " ".join(verdict_of_site(report, report.evidence.sites[1]))


def test_at_most_three_things_come_first_and_missing_addresses_lead() -> None:
    report = of()
    todo = portfolio_todo(report, Anywhere())
    assert len(todo) == 3
    assert todo[0].text == "補上 50 個網站的網址"
    mine = site_todo(report, report.evidence.sites[0], Anywhere())
    assert 0 < len(mine) <= 3
    assert all(each.href.startswith("sites/x.html#f-") for each in mine)


def test_notices_never_come_first() -> None:
    report = of(findings=3)
    quiet = {name: msgspec.structs.replace(check) for name, check in report.checks.items()}
    site = report.evidence.sites[0]
    found = tuple(
        msgspec.structs.replace(each, severity=report.checks["link-blocked"].severity) for each in site.findings
    )
    assert (
        site_todo(
            msgspec.structs.replace(report, checks=quiet), msgspec.structs.replace(site, findings=found), Anywhere()
        )
        == ()
    )


def test_shared_faults_are_named_once(report: Report) -> None:
    where = Anywhere()
    shared = [todo for todo in portfolio_todo(report, where) if todo.href.startswith("portfolio.html#s-")]
    assert len({todo.href for todo in shared}) == len(shared)


def test_the_quotation_is_made_of_data_only() -> None:
    report = of()
    sentences = quotation(report)
    assert sentences.startswith("115 年 11 月 23 日檢測 2 個網站、已知 9,056 頁中的 824 頁")
    assert "已修復" in sentences
    first = msgspec.structs.replace(report, evidence=msgspec.structs.replace(report.evidence, previous=None))
    assert "前次發現而已修復 0 條，尚未修復 6 條，未能複驗 0 條" in quotation(first)  # three numbers, always
    assert life_figures(first) == ()
    assert len(life_figures(report)) == len(Life)


def test_valid_links_leave_out_what_could_not_be_verified() -> None:
    site = of().evidence.sites[0]
    tallies = {tally.check: tally for tally in site.tallies}
    known = {
        "link-broken": Tally(passed=90, failed=6),
        "link-unreachable": Tally(passed=93, failed=4, cant_tell=2),
        "link-blocked": Tally(passed=90, cant_tell=5),
    }
    changed = tuple(msgspec.structs.replace(tallies[name], things=things) for name, things in known.items())
    site = msgspec.structs.replace(site, tallies=changed)
    assert valid_links_share(site) == CountedShare(90, 100)
    assert unverified(site) == 7
    assert valid_links_share(msgspec.structs.replace(site, tallies=())) == CountedShare(0, 0)


def test_faults_and_questions_are_open_ones_only() -> None:
    site = of(findings=40).evidence.sites[0]
    assert {found.life for found in (*faults(site.findings), *questions(site.findings))} <= {
        life for life in Life if life.is_open
    }
    severities = [found.severity.rank for found in faults(site.findings)]
    assert severities == sorted(severities)


def test_every_first_thing_leads_to_a_page_that_carries_it(report: Report) -> None:
    made = dict(report_pages(report))
    links_made = [todo.href for todo in portfolio_todo(report, Anywhere())]
    assert links_made
    assert 'href="#sites"' in made["index.html"]
