"""The section on what the new version of the specification changes for a site."""

from __future__ import annotations

from random import Random

import msgspec
from report_evidence import audited_site, check, evidence, finding

from auditor.model import Badge, Check, Finding, Outcome, Severity, SiteEvidence, Topic
from auditor.report.html.standard_changes import Changes, changes_of_version
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


def of_site(*checks: Check, badge: Badge | None = None, **changed: object) -> Changes:
    found = tuple(fault(check, **changed) for check in checks)
    site = msgspec.structs.replace(SITE.site, badge=badge)
    whole = msgspec.structs.replace(SITE, site=site, findings=found)
    report = Report(EVIDENCE, {check.id: check for check in checks}, (), words_in("zh-TW"))
    return changes_of_version(report, whole)


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
    assert "1 項問題兩版都會計入，1 項只在 110.07 版計入，1 項只在 115.11 版計入" in found.sentences[2]


def test_questions_and_mended_faults_do_not_count() -> None:
    assert rows(of_site(BOTH, outcome=Outcome.CANT_TELL)) == []


def test_a_site_is_judged_by_the_version_of_its_badge() -> None:
    old = of_site(BOTH, badge=Badge("110.07", "AA", expires="2028-03-01")).sentences
    assert "110.07 版規範核發" in old[0]
    assert "列出 115.11 版" in old[0]
    assert "115 年 11 月 30 日 起" in old[1]
    assert "117 年 3 月 1 日，換發時依 115.11 版" in old[2]
    new = of_site(BOTH, badge=Badge("115.11", "AA")).sentences
    assert "115.11 版規範核發" in new[0]
    assert "列出 110.07 版" in new[0]


def test_an_outdated_badge_does_not_bring_back_its_version() -> None:
    site = msgspec.structs.replace(SITE.site, badge=Badge("2.0", "A"), standard="115.11")
    assert site.version == "115.11"


def test_codes_that_people_judge_are_counted_by_level() -> None:
    assert "115.11 版有 161 項，其中 14 項是新增的" in of_site(BOTH).sentences[3]
    single = msgspec.structs.replace(SITE.site, level="A")
    evidence_of_a = SiteEvidence(**{**msgspec.structs.asdict(SITE), "site": single})
    report = Report(EVIDENCE, {}, (), words_in("en"))
    assert "At level A, people judge" in changes_of_version(report, evidence_of_a).sentences[3]
    assert "103 of version 115.11" in changes_of_version(report, evidence_of_a).sentences[3]
