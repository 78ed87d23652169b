"""Sites side by side: the table of faults and passed shares, and the chart of faults by page."""

from __future__ import annotations

from auditor.model import SiteEvidence, Topic
from auditor.report.html.agency_groups import by_agency
from auditor.report.html.figures import audited, found_faults, is_audited, passed_share, questions, valid_links_share
from auditor.report.html.site_cells import not_audited_cell, share_cell, site_cell
from auditor.report.html.table_builder import ReportTable, TableBuilder, TableCell
from auditor.report.html.views import Chart, ChartBar, Report

_FIGURES = ("pages", "faults", "per_page", "links", "accessibility", "metadata", "questions")


def comparison_table(report: Report) -> ReportTable:
    """Return the sites side by side, by page where sizes differ, each share with its denominator."""
    words = report.words
    made = TableBuilder(words, "comparison").texts("site").numbers(*_FIGURES)
    for site in by_agency(report, report.evidence.sites):
        figures = _figures(report, site) if is_audited(site) else (not_audited_cell(words, site, len(_FIGURES)),)
        made.row(site_cell(words, site), *figures)
    return made.table()


def per_page_chart(report: Report) -> Chart | None:
    """Return the faults per hundred pages of each audited site, longest bar first; None where nothing was audited."""
    words = report.words
    sites = [site for site in audited(report.evidence.sites) if site.run.pages]
    rates = sorted(((_rate(site), site) for site in sites), key=lambda pair: (-pair[0], pair[1].site.id))
    if not rates:
        return None
    most = max(rates[0][0], 1e-9)
    bars = [
        ChartBar(words.name(site.site), words.number(round(rate, 1)), round(100 * rate / most, 2))
        for rate, site in rates
    ]
    summary = words("chart.summary", sites=len(bars), most=bars[0].label, rate=bars[0].value)
    return Chart("per-page", words("chart.per_page"), summary, tuple(bars))


def _rate(site: SiteEvidence) -> float:
    return 100 * len(found_faults(site.findings)) / site.run.pages


def _figures(report: Report, site: SiteEvidence) -> tuple[TableCell | str | float, ...]:
    words = report.words
    return (
        site.run.pages,
        len(found_faults(site.findings)),
        round(_rate(site), 1) if site.run.pages else words("phrase.not_tested"),
        share_cell(words, valid_links_share(site)),
        share_cell(words, passed_share(site, Topic.ACCESSIBILITY, report.checks)),
        share_cell(words, passed_share(site, Topic.METADATA, report.checks)),
        len(questions(site.findings)),
    )
