"""Files of a compliance report: pages, the document to be signed, the sample, and the figures of each run."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.findings.history import History
from auditor.report.compliance import period_form, samples, sentences, trend
from auditor.report.compliance.period_pages import ComplianceInput, compliance_pages, dated, missing, period_verdict
from auditor.report.exports.opendocument import DocumentBlock, DocumentHeading, Paragraph, TextDocument, ods, odt
from auditor.report.exports.spreadsheet import csv_bytes
from auditor.report.exports.unit_sheets import FORMATS
from auditor.report.html import (
    breakdown,
    coverage_tables,
    form_tables,
    form_verdicts,
    run_tables,
    waiver_list,
)
from auditor.report.html.figures import counting
from auditor.report.html.report_corrections import correction_sentences
from auditor.report.html.views import Report


def period_files(report: Report, period: ComplianceInput) -> Iterator[tuple[str, bytes]]:
    """Yield the files as (path in the report's folder, bytes)."""
    for path, html in compliance_pages(report, period):
        yield path, html.encode("utf-8", "replace")
    sample = samples.sample_sheet(report, period.sample)
    for ending, write in FORMATS.items():
        yield f"sample.{ending}", write(sample)
    rounds = trend.trend_sheet(report, period.history)
    yield "rounds.csv", csv_bytes(rounds)
    yield "rounds.ods", ods(rounds)
    yield "compliance.odt", odt(_document(report, period))


def _document(report: Report, period: ComplianceInput) -> TextDocument:
    """The compliance report as a document to be edited and signed."""
    words = report.words
    title = words("page.compliance", when=words.span(period.history.span))
    return TextDocument(title, report.evidence.run.day, words.language, tuple(_blocks(report, period, title)))


def _blocks(report: Report, period: ComplianceInput, title: str) -> Iterator[DocumentBlock]:
    words, history = report.words, period.history
    yield DocumentHeading(1, title)
    yield Paragraph(dated(words, history))
    if report.evidence.run.settings.today:
        yield Paragraph(words("page.set_date"))
    yield from map(Paragraph, period_verdict(report, history))
    yield DocumentHeading(2, words("head.quotation"))
    yield from (Paragraph(text) for _, text in sentences.form_sentences(report, history))
    if corrections := correction_sentences(report, period.day or report.evidence.run.day):
        yield DocumentHeading(2, words("head.corrections"))
        yield from map(Paragraph, corrections)
    yield from _form(report, period)
    yield from _rounds(report, history)
    yield from _limits(report)
    yield DocumentHeading(2, words("page.sample"))
    yield samples.sample_table(report, period.sample)


def _form(report: Report, period: ComplianceInput) -> Iterator[DocumentBlock]:
    words = report.words
    yield DocumentHeading(2, words("page.form"))
    yield Paragraph(missing(report, period))
    for part in period_form.form_parts(report, period.manual):
        yield DocumentHeading(3, part.name)
        yield from part.tables
    yield DocumentHeading(2, words("head.details"))
    for row in form_verdicts.portfolio_rows(report):
        yield DocumentHeading(3, f"{row.id} {row.label}")
        yield Paragraph(f"{row.word}{words('punctuation.full_stop')}{row.sentence}")
        yield row.items


def _rounds(report: Report, history: History) -> Iterator[DocumentBlock]:
    words, sites = report.words, counting(report.evidence.sites)
    yield DocumentHeading(3, words("head.kinds"))
    yield from (breakdown.links_by_kind(report, sites), breakdown.accessibility_by_rule(report, sites))
    yield DocumentHeading(2, words("head.rounds"))
    yield from (trend.months_table(report, history), trend.rounds_table(report, history))
    yield DocumentHeading(2, words("head.repairs"))
    yield Paragraph(words("ledger.explained"))
    yield from (Paragraph(f"{figure.label}：{figure.value}") for figure in trend.repair_figures(report, history))
    yield trend.repairs_by_site(report, history)
    yield DocumentHeading(2, words("head.sites"))
    yield form_tables.matrix(report, sites, "matrix")
    yield DocumentHeading(2, words("head.waivers"))
    yield waiver_list.waivers_table(report, report.evidence.sites)


def _limits(report: Report) -> Iterator[DocumentBlock]:
    words = report.words
    yield DocumentHeading(2, words("head.unseen"))
    for reason, names in coverage_tables.not_audited(report):
        yield Paragraph(f"{reason}：{words.joined(names)}")
    yield DocumentHeading(2, words("head.method"))
    for key in ("links", "accessibility", "rows", "limits"):
        yield Paragraph(words(f"method.{key}"))
    yield from (run_tables.conduct_table(report), run_tables.tools_table(report))
