"""Tables of the form: rows at a glance, sites by rows, and every row of the form by dimension."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from auditor.model import RowStatus, SiteEvidence, Topic
from auditor.report.html.agency_groups import by_agency
from auditor.report.html.figures import commissioned, counting, is_audited, passed_share, valid_links_share
from auditor.report.html.form_verdicts import FormRow
from auditor.report.html.row_status import described, indicator_rows, row_mark, row_verdict, site_row
from auditor.report.html.site_cells import not_audited_cell, share_cell, site_cell
from auditor.report.html.table_builder import ReportTable, TableBuilder, TableCell
from auditor.report.html.views import Report, Status
from auditor.report.words import Words
from auditor.standards import table


def rows_at_a_glance(report: Report, rows: Sequence[FormRow]) -> ReportTable:
    """Return the eight rows at a glance: the verdict over all sites, and how many sites have which status."""
    words = report.words
    made = TableBuilder(words, "rows").texts("row", "verdict")
    made.headed(*(words("column.sites_of", status=words.of(status)) for status in Status), numeric=True)
    for row in rows:
        header = TableCell(f"{row.id} {row.label}", href=f"#r-{row.id}")
        made.row(header, TableCell(row.word, status=row.status), *(row.counts.get(status, 0) for status in Status))
    return made.table()


def matrix(report: Report, sites: Sequence[SiteEvidence], key: str) -> ReportTable:
    """Return sites by rows, with the figures of links, accessibility and metadata at the end."""
    words, rows = report.words, indicator_rows()
    shares = ("links", "accessibility", "metadata")
    made = TableBuilder(words, key).texts("site").headed(*(f"{row['id']} {words.pick(row, 'label')}" for row in rows))
    made.numbers(*shares)
    for site in by_agency(report, sites):
        cells = _site_cells(report, site) if is_audited(site) else ()
        made.row(site_cell(words, site), *(cells or [not_audited_cell(words, site, len(rows) + len(shares))]))
    return made.table()


def commissioned_matrix(report: Report) -> ReportTable | None:
    """Return the same table for commissioned sites, which are counted apart; None where there are none."""
    sites = commissioned(report.evidence.sites)
    return matrix(report, sites, "commissioned") if sites else None


def whole_form(report: Report) -> tuple[ReportTable, ...]:
    """Return every row of the form by dimension: what a machine can decide, and what a person has to write."""
    words = report.words
    sites, tables = counting(report.evidence.sites), []
    for number, dimension in enumerate(table("form")["form"], start=1):
        caption = words("caption.dimension", name=words.pick(dimension, "dimension"))
        made = TableBuilder(words, f"dimension-{number}", caption).texts("row", "verify", "verdict", "sentence")
        for row in (row for item in dimension["items"] for row in item["rows"]):
            verdict = row_verdict(report, row, sites)
            made.row(
                f"{row['id']} {words.pick(row, 'label')}",
                words(f"verify.{row['verify']}"),
                TableCell(verdict.word, status=verdict.status),
                verdict.sentence,
            )
        tables.append(made.table())
    return tuple(tables)


def _site_cells(report: Report, site: SiteEvidence) -> tuple[TableCell, ...]:
    words = report.words
    return (
        *(_row_cell(words, site_row(site, row["id"])) for row in indicator_rows()),
        share_cell(words, valid_links_share(site)),
        share_cell(words, passed_share(site, Topic.ACCESSIBILITY, report.checks)),
        share_cell(words, passed_share(site, Topic.METADATA, report.checks)),
    )


def _row_cell(words: Words, judged: RowStatus | None) -> TableCell:
    status = row_mark(judged)
    note = ""
    if status is Status.UNTESTED:
        note = next(_reasons(words, judged), words("row.no_reason"))
    return TableCell(words.of(status), status=status, note=note)


def _reasons(words: Words, judged: RowStatus | None) -> Iterator[str]:
    return (described(words, item.reason) for item in (judged.items if judged else ()) if item.reason)
