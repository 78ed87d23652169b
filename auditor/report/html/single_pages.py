"""One HTML file about single pages that were audited without a configuration (``auditor page --html``)."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.judging.registry import load_checks
from auditor.model import Evidence, Finding, Outcome, SiteEvidence, SiteState
from auditor.report.html.cards import card
from auditor.report.html.page_frame import page_frame
from auditor.report.html.summary import site_reason
from auditor.report.html.views import Report
from auditor.report.render import Renderer
from auditor.report.words import Words, words_in


def report_of_pages(evidence: Evidence, language: str) -> Report:
    """Return the report of an audit of single pages. Raises ``LookupError`` for a language that is not there."""
    return Report(evidence, {check.id: check for check in load_checks()}, (), words_in(language))


def single_pages_html(report: Report) -> str:
    """Return one HTML document with every page's findings, worst first, and what of it was not examined."""
    renderer, title = Renderer(report.words), report.words("single_pages.title")
    frame = page_frame(report, title=title, crumbs=()) | {"heading": title, "sections": ()}
    pages = [_page_values(renderer, report, site) for site in report.evidence.sites]
    return renderer.page("single_pages", frame | {"pages": pages})


def _page_values(renderer: Renderer, report: Report, site: SiteEvidence) -> dict[str, object]:
    """What the template needs of one page: faults and questions as cards, and lines on what was examined."""
    cards: dict[bool, list[str]] = {True: [], False: []}
    for finding in sorted(site.findings, key=worst_first):
        cards[finding.outcome is Outcome.FAILED].append(renderer.part("card", card(report, site, finding), ""))
    lines = tuple(examined_lines(report.words, site))
    return {"url": site.site.url, "faults": cards[True], "questions": cards[False], "lines": lines}


def examined_lines(words: Words, site: SiteEvidence) -> Iterator[str]:
    """Yield how much of a page was examined and what was not; of a page that could not be audited, why."""
    if site.run.state is not SiteState.AUDITED:
        yield words("single_pages.not_examined", reason=site_reason(words, site))
        return
    if not site.findings:
        yield words("single_pages.no_findings")
    elements = sum(tally.things.examined for tally in site.tallies)
    yield words("single_pages.examined", elements=elements, checks=len(site.tallies), targets=site.run.targets)
    reasons = sorted({reason for tally in site.tallies for reason in tally.untested})
    parts = (words("single_pages.part_count", reason=words.of(part.reason), n=part.count) for part in site.run.parts)
    if untested := (*map(words.of, reasons), *parts):
        yield words("single_pages.not_tested", reasons=words.joined(untested))


def worst_first(finding: Finding) -> tuple[bool, int, int]:
    """Return the key that sorts findings: faults before questions, by severity, then by their number of places."""
    return (finding.outcome is not Outcome.FAILED, finding.severity.rank, -finding.places)
