"""Every file of a compliance report: pages, the document, the sample and the figures of each round."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.findings.history import History
from auditor.report.compliance import period_form, samples, sentences, trend
from auditor.report.compliance.period_pages import ComplianceInput, compliance_pages, dated, missing, period_verdict
from auditor.report.exports.opendocument import Block, Paper, PaperHeading, Paragraph, ods, text_document
from auditor.report.exports.spreadsheet import csv_bytes
from auditor.report.exports.unit_sheets import FORMATS
from auditor.report.html import breakdown, form_pages, table_builder, waiver_list
from auditor.report.html.figures import counting
from auditor.report.html.views import Report


def period_files(report: Report, period: ComplianceInput) -> Iterator[tuple[str, bytes]]:
    """The files as (path in the report's folder, bytes)."""
    for path, html in compliance_pages(report, period):
        yield path, html.encode("utf-8", "replace")
    sample = samples.sample_sheet(report, period.sample)
    for ending, write in FORMATS.items():
        yield f"sample.{ending}", write(sample)
    rounds = trend.trend_sheet(report, period.history)
    yield "rounds.csv", csv_bytes(rounds)
    yield "rounds.ods", ods(rounds)
    yield "compliance.odt", text_document(paper(report, period))


def paper(report: Report, period: ComplianceInput) -> Paper:
    """The compliance report as a document to be edited and signed."""
    words, span = report.words, report.words.span(period.history.span)
    title = words("page.compliance", when=span)
    return Paper(title, report.evidence.run.day, words.language, tuple(_blocks(report, period, title)))


def _blocks(report: Report, period: ComplianceInput, title: str) -> Iterator[Block]:
    words, history = report.words, period.history
    yield PaperHeading(1, title)
    yield Paragraph(dated(words, history))
    yield from map(Paragraph, period_verdict(report, history))
    yield PaperHeading(2, words("head.quotation"))
    yield from (Paragraph(text) for _, text in sentences.sentences(report, history))
    yield from _form(report, period)
    yield from _rounds(report, history)
    yield from _limits(report)
    yield PaperHeading(2, words("page.sample"))
    yield samples.sample_table(report, period.sample)


def _form(report: Report, period: ComplianceInput) -> Iterator[Block]:
    words = report.words
    yield PaperHeading(2, words("page.form"))
    yield Paragraph(missing(report, period))
    for part in period_form.parts(report, period.manual):
        yield PaperHeading(3, part.name)
        yield from part.grids
    yield PaperHeading(2, words("head.details"))
    for row in form_pages.portfolio_rows(report):
        yield PaperHeading(3, f"{row.id} {row.label}")
        yield Paragraph(f"{row.word}{words('say.full_stop')}{row.sentence}")
        yield row.items


def _rounds(report: Report, history: History) -> Iterator[Block]:
    words, sites = report.words, counting(report.evidence.sites)
    yield PaperHeading(3, words("head.kinds"))
    yield from (breakdown.links_by_kind(report, sites), breakdown.accessibility_by_rule(report, sites))
    yield PaperHeading(2, words("head.rounds"))
    yield from (trend.months(report, history), trend.rounds(report, history))
    yield PaperHeading(2, words("head.repairs"))
    yield Paragraph(words("ledger.explained"))
    yield from (Paragraph(f"{figure.label}：{figure.value}") for figure in trend.repair_figures(report, history))
    yield trend.by_site(report, history)
    yield PaperHeading(2, words("head.sites"))
    yield form_pages.matrix(report, sites, "matrix")
    yield PaperHeading(2, words("head.waivers"))
    yield waiver_list.waivers_table(report, report.evidence.sites)


def _limits(report: Report) -> Iterator[Block]:
    words = report.words
    yield PaperHeading(2, words("head.unseen"))
    yield from (
        Paragraph(f"{reason}：{words('say.comma').join(names)}") for reason, names in table_builder.not_audited(report)
    )
    yield PaperHeading(2, words("head.method"))
    for key in ("links", "accessibility", "rows", "limits"):
        yield Paragraph(words(f"method.{key}"))
    yield from (table_builder.conduct_table(report), table_builder.tools_table(report))
