"""Sites, units and mail by agency, branch and unit; what no source gives is shown as unknown."""

from __future__ import annotations

import msgspec
import pytest
from report_evidence import CHECKS, evidence

from auditor.model import Evidence, MailKind, Name, SiteEvidence, SiteKind, Superior
from auditor.report.html.agency_groups import belonging_table, groups_table, site_groups, unit_groups
from auditor.report.html.unit_lists import units_with_faults
from auditor.report.html.views import Report
from auditor.report.mail_texts import mail_drafts
from auditor.report.words import words_in
from auditor.standards import table

SOURCE = table("agencies")["sources"]["MOEA-113661"]
BRANCH = Superior("臺中分局", since="2023-09-26", source="公文 1", email="taichung@bip.example.gov.tw")
BUREAU_OF_PARKS = Superior("經濟部產業園區管理局", since="2023-09-26", email="all@bip.example.gov.tw")


def with_branches(made: Evidence) -> Evidence:
    """The evidence with a branch for every third site, and a unit without a present name."""

    def changed(number: int, site: SiteEvidence) -> SiteEvidence:
        terms: dict[str, object] = {}
        if site.site.kind is SiteKind.SERVICE_CENTER:
            terms["agency"] = (Superior("經濟部工業局", until="2023-09-25"), BUREAU_OF_PARKS)
            terms["branch"] = (BRANCH,) if number % 3 == 0 else None
        if number == 1:
            terms["names"] = (Name("北區工業區管理處", until="2023-09-25"),)
        return msgspec.structs.replace(site, site=msgspec.structs.replace(site.site, **terms))

    return msgspec.structs.replace(made, sites=tuple(changed(*pair) for pair in enumerate(made.sites)))


@pytest.fixture(scope="module")
def grouped() -> Report:
    made = with_branches(evidence())
    return Report(made, {check.id: check for check in CHECKS}, (), words_in("zh-TW"))


def test_sites_stand_by_agency_then_branch_and_unknown_is_named(grouped: Report) -> None:
    groups = site_groups(grouped, [site for site in grouped.evidence.sites if site.site.kind.counts])
    assert [(group.agency, group.branch) for group in groups] == [
        ("經濟部工業局", ""),  # the main site of the bureau, by its own name
        ("經濟部產業園區管理局", "臺中分局"),
        ("經濟部產業園區管理局", "不明"),
    ]
    assert sum(len(group.sites) for group in groups) == 53
    made = groups_table(grouped, [site for site in grouped.evidence.sites if site.site.kind.counts])
    assert sum(int(row.cells[1].text) for row in made.rows) == 53


def test_each_site_has_its_relations_with_days_and_sources(grouped: Report) -> None:
    rows = [[cell.text for cell in (row.header, *row.cells)] for row in belonging_table(grouped).rows]
    first = [row for row in rows if row[0] == "北區工業區管理處（現名不明）"]
    assert first[0][1:] == ["網站名稱", "北區工業區管理處", "未設定", "112 年 9 月 25 日", "查無來源"]
    assert first[1][1:] == ["網站名稱", "不明", "不明", "不明", "查無來源"]
    assert ["所屬機關", "經濟部產業園區管理局", "112 年 9 月 26 日", "未設定", SOURCE] in [row[1:] for row in first]
    assert ["所屬分局", "不明", "不明", "不明", "查無來源"] in [row[1:] for row in first]
    branches = {tuple(row[2:]) for row in rows if row[1] == "所屬分局"}
    assert ("臺中分局", "112 年 9 月 26 日", "未設定", "公文 1") in branches


def test_units_are_listed_under_agency_and_branch(grouped: Report) -> None:
    units = units_with_faults(grouped)
    groups = unit_groups(grouped, units)
    assert sum(len(group.units) for group in groups) == len(units)
    assert groups[-1].title == grouped.words("unit.nobody")
    assert {group.title for group in groups[:-1]} <= {
        "分屬數個機關或分局", "經濟部工業局", "經濟部產業園區管理局／臺中分局", "經濟部產業園區管理局／不明",
    }  # fmt: skip


def test_agency_and_branch_get_an_overview_of_their_units(grouped: Report) -> None:
    mail = {draft.address: draft for draft in mail_drafts(grouped, "") if draft.kind is MailKind.OVERVIEW}
    assert mail.keys() == {"all@bip.example.gov.tw", "taichung@bip.example.gov.tw"}
    branch = mail["taichung@bip.example.gov.tw"]
    assert branch.unit == "經濟部產業園區管理局／臺中分局"
    own = [
        site for site in grouped.evidence.sites
        if site.site.branch and site.site.kind is SiteKind.SERVICE_CENTER
    ]  # fmt: skip
    assert f"所屬 {len(own)} 個網站" in branch.text
    digest = next(draft for draft in mail_drafts(grouped, "") if draft.kind is MailKind.DIGEST)
    assert "所屬：" in digest.text


def test_what_is_overdue_is_listed_by_agency(grouped: Report) -> None:
    settings = grouped.evidence.run.settings
    terms = msgspec.structs.replace(settings.portfolio.deadlines, escalation="head@example.gov.tw")
    portfolio = msgspec.structs.replace(settings.portfolio, deadlines=terms)
    run = msgspec.structs.replace(grouped.evidence.run, settings=msgspec.structs.replace(settings, portfolio=portfolio))
    changed = msgspec.structs.replace(grouped, evidence=msgspec.structs.replace(grouped.evidence, run=run))
    (late,) = [draft for draft in mail_drafts(changed, "") if draft.kind is MailKind.ESCALATION]
    assert "◆ " in late.text
