"""The section on what the new version of the specification changes for a site."""

from __future__ import annotations

from random import Random

import msgspec
import pytest
from report_evidence import audited_site, check, evidence, finding

from auditor.model import Badge, Check, Finding, Outcome, Severity, SiteEvidence, Topic
from auditor.report.html.finding_texts import anchor
from auditor.report.html.standard_changes import Changes, changes_of_version, version_effect
from auditor.report.html.views import Report
from auditor.report.words import words_in

SITE = audited_site(1, 0, Random(1))
EVIDENCE = evidence(sites=1, audited=1, findings=0)


def ours(name: str, **labels: object) -> Check:
    return check(name, Topic.ACCESSIBILITY, Severity.MODERATE, name, **labels)


BOTH = ours("both", taiwan={"110.07": ("HM1130103C",), "115.11": ("HM1130105C",)})
OLD = ours("old", taiwan={"110.07": ("HM1410100C",)})
NEW = ours("new", manual_codes={"115.11": ("FA1130114E",)})
HIGHER = ours("higher", taiwan={"110.07": ("HM3240900C",), "115.11": ("HM3240900C",)})
UNCODED = ours("uncoded")


def of_site(*checks: Check, badge: Badge | None = None, day: str = "2026-11-23", **changed: object) -> Changes:
    found = tuple(fault(check, **changed) for check in checks)
    site = msgspec.structs.replace(SITE.site, badge=badge)
    whole = msgspec.structs.replace(SITE, site=site, findings=found)
    run = msgspec.structs.replace(EVIDENCE.run, day=day)
    judgement = msgspec.structs.replace(EVIDENCE.judgement, checks=tuple(check.id for check in checks))
    made = msgspec.structs.replace(EVIDENCE, run=run, judgement=judgement)
    report = Report(made, {check.id: check for check in checks}, (), words_in("zh-TW"))
    return changes_of_version(report, whole, {anchor(fault): "sites/site-1.html" for fault in found})


def fault(check: Check, **changed: object) -> Finding:
    values = {"check": check.id, "outcome": Outcome.FAILED, **changed}
    return finding(SITE.site, 1, Random(2), **values)


def rows(found: Changes) -> list[tuple[str, ...]]:
    return [(row.header.text, *(cell.text for cell in row.cells[:2])) for row in found.table.rows]


def test_faults_are_sorted_by_the_versions_they_count_under() -> None:
    found = of_site(BOTH, OLD, NEW, HIGHER, UNCODED)
    assert rows(found) == [
        ("new", "不計入", "FA1130114E（由人評量）"),
        ("old", "HM1410100C", "不計入"),
        ("both", "HM1130103C", "HM1130105C"),
    ]
    assert "1 項問題兩版都會計入，1 項只在 110.07 版計入，1 項只在 115.11 版計入" in " ".join(found.sentences)


def test_questions_and_mended_faults_do_not_count() -> None:
    assert rows(of_site(BOTH, outcome=Outcome.CANT_TELL)) == []


def test_a_site_is_judged_by_the_version_of_its_badge() -> None:
    old = of_site(BOTH, badge=Badge("110.07", "AA", expires="2028-03-01")).sentences
    assert "110.07 版規範核發" in old[0]
    assert "列出 115.11 版" in old[0]
    assert "115 年 11 月 30 日 起" in old[1]
    assert "117 年 3 月 1 日，還有 464 天；換發時依 115.11 版" in old[2]
    new = of_site(BOTH, badge=Badge("115.11", "AA")).sentences
    assert "115.11 版規範核發" in new[0]
    assert "列出 110.07 版" in new[0]


def test_an_outdated_badge_does_not_bring_back_its_version() -> None:
    site = msgspec.structs.replace(SITE.site, badge=Badge("2.0", "A"), standard="115.11")
    assert site.version == "115.11"


def test_codes_that_people_judge_are_counted_by_level() -> None:
    assert "115.11 版有 161 項，其中 14 項是新增的" in " ".join(of_site(BOTH).sentences)
    single = msgspec.structs.replace(SITE.site, level="A")
    evidence_of_a = SiteEvidence(**{**msgspec.structs.asdict(SITE), "site": single})
    report = Report(EVIDENCE, {}, (), words_in("en"))
    assert "At level A, people judge" in " ".join(changes_of_version(report, evidence_of_a, {}).sentences)
    assert "103 of version 115.11" in " ".join(changes_of_version(report, evidence_of_a, {}).sentences)


def test_a_site_without_a_badge_is_judged_by_the_version_it_would_apply_under() -> None:
    sentences = of_site(BOTH, day="2026-11-30").sentences
    assert SITE.site.version == "115.11"
    assert any("沒有標章的網站預設以 115.11 版檢測：115 年 11 月 30 日 起" in text for text in sentences)
    assert "115 年 11 月 30 日申請標章，適用 115.11 版。" in sentences
    assert "115 年 11 月 29 日申請標章，適用 110.07 版。" in of_site(BOTH, day="2026-11-29").sentences


@pytest.mark.parametrize(
    ("expires", "words"),
    [
        ("2026-12-01", "還有 1 天；換發時依 115.11 版"),
        ("2026-11-30", "還有 0 天；換發時依 115.11 版"),
        ("2026-11-29", "已於 115 年 11 月 29 日 到期（1 天前），重新申請依 115.11 版"),
        ("", "不知道還剩幾天"),
    ],
)
def test_the_days_left_of_a_badge_are_counted(expires: str, words: str) -> None:
    found = of_site(BOTH, badge=Badge("110.07", "AA", expires=expires), day="2026-11-30")
    assert any(words in text for text in found.sentences), found.sentences


def test_the_plan_has_what_counts_under_the_version_of_an_application() -> None:
    found = of_site(BOTH, OLD, NEW, badge=Badge("110.07", "AA", expires="2028-03-01"), day="2026-11-30")
    rows_of_plan = [(row.header.text, *(cell.text for cell in row.cells[:2])) for row in found.to_mend.rows]
    assert rows_of_plan == [
        ("both", "HM1130105C", "兩版都計入"),  # what software tests comes first
        ("new", "FA1130114E（由人評量）", "只有 115.11 版計入"),
    ]
    assert found.to_mend.rows[0].header.href.startswith("sites/site-1.html#f-")
    assert "先修正下列 2 項：軟體檢測的 1 項一項都不能留，由人評量的 1 項" in found.plan
    before = of_site(BOTH, OLD, NEW, day="2026-11-29")
    assert {row.header.text for row in before.to_mend.rows} == {"old", "both"}
    assert "沒有發現" in of_site(OLD, day="2026-11-30").plan


def test_codes_that_came_and_went_stand_with_what_the_audit_found() -> None:
    found = of_site(NEW, OLD, day="2026-11-30")
    rows_of_codes = {row.header.text: [cell.text for cell in row.cells] for row in found.codes.rows}
    assert len(rows_of_codes) == 16 + 13  # at level AA
    assert rows_of_codes["FA1130114E"][0] == "新增"
    assert rows_of_codes["FA1130114E"][2] == "待處理問題 1 項"
    assert rows_of_codes["HM1410100C"][0] == "刪除"
    assert rows_of_codes["GN1320600E"][2] == "程式沒有檢測，須由人判斷"
    assert rows_of_codes["GN1210101E"][1] == "所有功能、連結與控制項都能以鍵盤到達並操作"
    assert all(cells[1] for cells in rows_of_codes.values())


@pytest.mark.parametrize(
    ("chosen", "words"),
    [
        (BOTH, "115.11 版的代碼是 HM1130105C"),
        (OLD, "115.11 版不再計入；110.07 版標章有效期間的抽測仍會計入"),
        (NEW, "115.11 版新增，由人評量"),
        (HIGHER, "代碼的等級高於本站要求的 AA"),
        (UNCODED, "不屬於網站無障礙規範的代碼"),
        (ours("same", taiwan={"110.07": ("HM1110100C",), "115.11": ("HM1110100C",)}), "兩版都計入，換版沒有影響"),
        (ours("machine", taiwan={"115.11": ("HM1130104C",)}), "115.11 版新增計入"),
    ],
)
def test_each_finding_states_what_the_change_means(chosen: Check, words: str) -> None:
    assert words in version_effect(words_in("zh-TW"), chosen, "AA")
