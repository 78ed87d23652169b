"""What was not tested never reads as clean: topics left out, empty tables, rows of which nothing was examined."""

from __future__ import annotations

import msgspec
from report_evidence import CHECKS, evidence

from auditor.findings.form_rows import BUREAU_ONLY
from auditor.model import Evidence, FormStatus, ItemStatus, RowStatus, SiteEvidence, Untested
from auditor.report.html import breakdown
from auditor.report.html.form_verdicts import portfolio_rows, site_rows
from auditor.report.html.row_status import row_mark, row_verdict, status_counts
from auditor.report.html.summary import portfolio_verdict, quotation, site_verdict
from auditor.report.html.views import Report, Status
from auditor.report.words import words_in

SKIPPED = ItemStatus("x", FormStatus.CANT_TELL, reason=Untested.NOT_SELECTED.value)
ELSEWHERE = ItemStatus("y", FormStatus.NOT_ASKED, reason=BUREAU_ONLY)


def of(made: Evidence) -> Report:
    return Report(made, {check.id: check for check in CHECKS}, (), words_in("zh-TW"))


def with_topics(*topics: str) -> Report:
    """A report of a run of these topics alone, on sites without a finding or a tally."""
    made = evidence(sites=3, audited=2, findings=0)
    run = msgspec.structs.replace(made.run, settings=msgspec.structs.replace(made.run.settings, topics=topics))
    sites = tuple(msgspec.structs.replace(site, tallies=(), findings=()) for site in made.sites)
    return of(msgspec.structs.replace(made, run=run, sites=sites))


def test_topics_that_were_left_out_are_named_in_every_headline() -> None:
    report = with_topics("links", "metadata")
    named = "無障礙、便利性"
    site = report.evidence.sites[0]
    assert named in portfolio_verdict(report, portfolio_rows(report))[2]
    assert named in " ".join(site_verdict(report, site, site_rows(report, site)))
    assert f"本次未檢測{named}" in quotation(report)
    whole = with_topics("links", "metadata", "accessibility", "convenience")
    assert "本次未檢測" not in quotation(whole) + "".join(portfolio_verdict(whole, portfolio_rows(whole)))


def test_a_table_of_what_was_not_tested_does_not_read_as_clean() -> None:
    partly, whole = with_topics("links", "metadata"), with_topics("links", "accessibility")
    assert breakdown.accessibility_by_rule(partly, partly.evidence.sites).empty.endswith("無障礙項目：未檢測。")
    assert breakdown.accessibility_by_rule(whole, whole.evidence.sites).empty.endswith("無障礙項目：無。")


def with_rows(*standing: tuple[ItemStatus, ...]) -> list[SiteEvidence]:
    """Audited sites, each with one row of these items."""
    made = evidence(sites=len(standing), audited=len(standing), findings=0)
    status = FormStatus.CANT_TELL
    return [
        msgspec.structs.replace(site, rows=(RowStatus("1.2.2.8", status, items),))
        for site, items in zip(made.sites, standing, strict=False)
    ]


def test_a_row_of_which_no_item_was_examined_is_untested_and_no_question() -> None:
    assert row_mark(RowStatus("1.2.2.8", FormStatus.CANT_TELL, (SKIPPED, SKIPPED))) is Status.UNTESTED
    asked = ItemStatus("z", FormStatus.CANT_TELL, reason="needs-person")
    assert row_mark(RowStatus("1.2.2.8", FormStatus.CANT_TELL, (SKIPPED, asked))) is Status.CANT_TELL
    count = status_counts(with_rows((SKIPPED,), (asked,)), "1.2.2.8")
    assert (count[Status.UNTESTED], count[Status.CANT_TELL]) == (1, 1)


def test_a_row_about_systems_of_the_bureau_does_not_count_the_zones() -> None:
    asked = ItemStatus("z", FormStatus.CANT_TELL, reason="needs-person")
    sites = with_rows((asked,), (ELSEWHERE,), (ELSEWHERE,))
    row = {"id": "1.2.2.8", "verify": "automatic"}
    verdict = row_verdict(of(evidence(sites=3, audited=3, findings=0)), row, sites)
    assert verdict.status is Status.CANT_TELL
    assert verdict.sentence.startswith("1 個網站中，符合 0 個、不符合 0 個、待人工確認 1 個、未檢測 0 個。")
    assert verdict.sentence.endswith("另有 2 個網站不適用。")
