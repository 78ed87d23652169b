"""Counts broken down for evaluators: dead links by what happened, accessibility faults by rule with its codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from auditor.findings.headline_figures import CHANGED_NAME_CHECKS, INVALID_LINK_CHECKS, UNVERIFIED_LINK_CHECKS
from auditor.model import Check, Finding, Outcome, SiteEvidence, SiteTally, Tally, Topic
from auditor.report.html.finding_texts import link_detail_text
from auditor.report.html.table_builder import ReportTable, TableBuilder, TableCell
from auditor.report.html.views import Report


def links_by_kind(report: Report, sites: Iterable[SiteEvidence]) -> ReportTable:
    """Return the open dead links by what happened; apart from them changed names, and what could not be judged."""
    words = report.words
    count: Counter[tuple[str, str]] = Counter()
    for finding in (finding for site in sites for finding in site.findings if finding.life.is_open):
        if finding.check in INVALID_LINK_CHECKS and finding.outcome is Outcome.FAILED:
            count["dead", _kind(report, finding)] += 1
        elif finding.check in CHANGED_NAME_CHECKS:
            group = "changed" if finding.outcome is Outcome.FAILED else "unverified"
            count[group, _kind(report, finding)] += 1
        elif finding.check in UNVERIFIED_LINK_CHECKS and finding.outcome is Outcome.CANT_TELL:
            count["unverified", _kind(report, finding)] += 1
    made = TableBuilder(words, "link-kinds").texts("kind", "counted_as").numbers("kind.n")
    for (group, kind), n in sorted(count.items(), key=lambda item: (item[0][0], -item[1], item[0][1])):
        made.row(kind, words(f"kind.{group}"), n)
    return made.table(examined=Topic.LINKS in report.evidence.run.settings.topics)


def accessibility_by_rule(report: Report, sites: Iterable[SiteEvidence]) -> ReportTable:
    """Return every accessibility rule that something failed, with its codes and the counts over all sites."""
    words = report.words
    totals: dict[str, Tally] = {}
    failed_pages, failed_sites = Counter[str](), Counter[str]()
    for tally in _accessibility_tallies(report, tuple(sites)):
        before = totals.get(tally.check, Tally())
        totals[tally.check] = Tally(before.passed + tally.things.passed, before.failed + tally.things.failed)
        failed_pages[tally.check] += tally.failed
        failed_sites[tally.check] += bool(tally.things.failed)
    made = TableBuilder(words, "accessibility-rules").texts("check", "wcag", "codes", "severity")
    made.numbers("failed_things", "failed_pages", "failed_sites")
    for name, total in sorted(totals.items(), key=lambda item: (-item[1].failed, item[0])):
        if not total.failed:
            continue
        check = report.checks[name]
        made.row(
            TableCell(words.sentence(check.title, {}), note=name),
            words.joined(check.wcag) or words("phrase.none"),
            words.joined(_codes(report, check), by="semicolon") or words("phrase.none"),
            words.of(check.severity),
            TableCell(words.number(total.failed), note=words("kind.of", n=total.failed + total.passed)),
            failed_pages[name],
            failed_sites[name],
        )
    return made.table(examined=Topic.ACCESSIBILITY in report.evidence.run.settings.topics)


def _accessibility_tallies(report: Report, sites: tuple[SiteEvidence, ...]) -> Iterator[SiteTally]:
    """The tallies of accessibility checks; a check that another one is preferred to only where it has findings."""
    with_findings = {finding.check for site in sites for finding in site.findings}
    for tally in (tally for site in sites for tally in site.tallies):
        check = report.checks.get(tally.check)
        if check and check.topic is Topic.ACCESSIBILITY and (not check.same_as or check.id in with_findings):
            yield tally


def _codes(report: Report, check: Check) -> Iterator[str]:
    for version, codes in sorted(check.taiwan.items()):
        yield f"{version}：{report.words.joined(codes)}"


def _kind(report: Report, finding: Finding) -> str:
    detail = str(finding.spots[0].data.get("detail", "")) if finding.spots else ""
    check = report.checks.get(finding.check)
    known = link_detail_text(report.words, detail)
    return known or (report.words.sentence(check.title, {}) if check else finding.check)
