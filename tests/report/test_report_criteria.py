"""Criteria: each is named once with how far a machine came, and the checklist leads to what it left open."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from lxml import html
from report_evidence import CHECKS, evidence

from auditor.model import Badge, Finding, Life, Outcome, SiteEvidence, SiteTally, Tally, Untested
from auditor.report.html.criteria_pages import CriterionCoverage, CriterionResult, checklist_chapters, criteria_coverage
from auditor.report.html.finding_texts import anchor
from auditor.report.html.views import Report
from auditor.report.words import words_in
from auditor.standards import taiwan
from auditor.standards.criteria import criteria_up_to

MADE = evidence(sites=1, audited=1, findings=30)
FULL = MADE.sites[0]
IMAGE = next(found for found in FULL.findings if found.check == "image-alt-missing")
LOOKED = SiteTally("image-alt-missing", Tally(passed=40), 8, 0)


def report() -> Report:
    return Report(MADE, {check.id: check for check in CHECKS}, (), words_in("en"))


def site(tallies: tuple[SiteTally, ...], *findings: Finding) -> SiteEvidence:
    return SiteEvidence(FULL.site, FULL.run, tallies, findings)


def of(number: str, where: SiteEvidence) -> CriterionCoverage:
    return next(criterion for criterion in criteria_coverage(report(), where) if criterion.number == number)


def test_every_criterion_of_the_standard_stands_there_once() -> None:
    for version, wcag in (("110.07", "2.1"), ("115.11", "2.2")):
        chosen = msgspec.structs.replace(FULL, site=msgspec.structs.replace(FULL.site, standard=version, badge=None))
        numbers = [criterion.number for criterion in criteria_coverage(report(), chosen)]
        assert numbers == list(criteria_up_to("AA", wcag))


@pytest.mark.parametrize(
    ("tallies", "outcome", "tested"),
    [
        ((LOOKED,), None, CriterionResult.MACHINE),
        ((), None, CriterionResult.MACHINE),
        ((LOOKED,), Outcome.FAILED, CriterionResult.FAULTS),
        ((LOOKED,), Outcome.CANT_TELL, CriterionResult.PERSON),
        ((SiteTally("image-alt-missing", Tally(), 0, 0, {Untested.BLOCKED: 4}),), None, CriterionResult.NOTHING),
    ],
)
def test_how_far_a_machine_came(
    tallies: tuple[SiteTally, ...], outcome: Outcome | None, tested: CriterionResult
) -> None:
    found = [msgspec.structs.replace(IMAGE, outcome=outcome, life=Life.NEW)] if outcome else []
    assert of("1.1.1", site(tallies, *found)).tested is tested


def test_a_criterion_that_no_check_names_is_for_a_person() -> None:
    assert of("1.2.1", site((LOOKED,))).tested is CriterionResult.PERSON


def test_a_check_that_was_not_run_tests_nothing() -> None:
    judgement = msgspec.structs.replace(MADE.judgement, checks=("link-broken",))
    less = Report(msgspec.structs.replace(MADE, judgement=judgement), report().checks, (), words_in("en"))
    assert (
        next(criterion for criterion in criteria_coverage(less, site(())) if criterion.number == "1.1.1").tested
        is CriterionResult.NOTHING
    )


def test_pages_and_elements_are_counted() -> None:
    criterion = of("1.1.1", site((LOOKED,)))
    assert (criterion.pages, criterion.things) == (8, 40)


def test_the_checklist_has_every_code_that_people_judge_and_names_candidates() -> None:
    unsure = [
        msgspec.structs.replace(IMAGE, outcome=Outcome.CANT_TELL, life=Life.NEW, fingerprint=f"{n:016x}")
        for n in range(13)
    ]
    where = site((LOOKED,), *unsure)
    page = {anchor(found): "sites/x.html" for found in unsure}
    chapters = checklist_chapters(report(), where, criteria_coverage(report(), where), page)
    codes = [row.header.text for chapter in chapters for row in chapter.table.rows if row.header.code]
    assert sorted(codes) == sorted(taiwan.people_codes(FULL.site.version, "AA"))
    texts = [row.cells[0].text for chapter in chapters for row in chapter.table.rows if row.header.code]
    assert not {*texts} & {*codes}, "a row that shows only its code"
    first = chapters[0]
    assert len(first.candidates) == 10
    assert first.candidates[0].href.startswith("sites/x.html#")
    assert "3" in first.more


def test_codes_without_an_official_title_have_a_text_of_our_own() -> None:
    where = site((LOOKED,))
    where = msgspec.structs.replace(where, site=msgspec.structs.replace(where.site, badge=Badge("110.07", "AA")))
    chapters = checklist_chapters(report(), where, criteria_coverage(report(), where), {})
    rows = {row.header.text: row.cells[0].text for chapter in chapters for row in chapter.table.rows}
    own = [code for code, text in rows.items() if "official title not seen" in text]
    assert len(own) == 9
    assert rows["GN1210101E"].startswith("All functions, links and controls")
    assert not {code for code, text in rows.items() if text == code}


def test_the_site_page_has_the_table_and_leads_to_the_checklist(folder: Path) -> None:
    page = html.fromstring((folder / "sites" / "site-0.html").read_text(encoding="utf-8"))
    rows = page.xpath("//table[caption/@id='t-criteria']/tbody/tr")
    assert len(rows) == len(criteria_up_to("AA", taiwan.wcag_version(FULL.site.version)))
    assert page.xpath("//a[contains(@href, 'checklists/site-0.html')]")
    assert (folder / "checklists" / "site-0.html").stat().st_size < 400_000
