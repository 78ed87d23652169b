"""Figures taken apart: they add up to the tallies, and what could not be judged is never among the dead."""

from __future__ import annotations

from auditor.findings.headline_figures import INVALID_LINK_CHECKS, UNVERIFIED_LINK_CHECKS
from auditor.model import Outcome
from auditor.report.html.breakdown import accessibility_by_rule, links_by_kind
from auditor.report.html.figures import counting
from auditor.report.html.views import Report


def number(text: str) -> int:
    return int(text.replace(",", ""))


def test_dead_links_and_those_that_could_not_be_judged_stand_apart(report: Report) -> None:
    sites = counting(report.evidence.sites)
    table = links_by_kind(report, sites)
    open_ = [finding for site in sites for finding in site.findings if finding.life.is_open]
    dead = [finding for finding in open_ if finding.check in INVALID_LINK_CHECKS and finding.outcome is Outcome.FAILED]
    unsure = [
        finding for finding in open_ if finding.check in UNVERIFIED_LINK_CHECKS and finding.outcome is Outcome.CANT_TELL
    ]
    count = {"失效": 0, "未能判定，不計為失效": 0}
    for row in table.rows:
        count[row.cells[0].text] += number(row.cells[1].text)
    assert list(count.values()) == [len(dead), len(unsure)]
    assert min(count.values()) > 0


def test_rules_that_nothing_failed_are_left_out_and_the_rest_carry_their_codes(report: Report) -> None:
    sites = counting(report.evidence.sites)
    table = accessibility_by_rule(report, sites)
    failed = {
        check: sum(tally.things.failed for site in sites for tally in site.tallies if tally.check == check)
        for check in ("image-alt-missing", "heading-order-broken")
    }
    assert {row.header.note: number(row.cells[3].text) for row in table.rows} == {
        check: count for check, count in failed.items() if count
    }
    alt = next(row for row in table.rows if row.header.note == "image-alt-missing")
    assert alt.cells[0].text == "1.1.1"
    assert alt.cells[1].text == "110.07：HM1110100C；115.11：HM1110100C"
