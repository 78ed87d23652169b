"""All rows of the self-evaluation form, in its order and words: verdict, figures, and what a person has written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from auditor.report.html.figures import counting
from auditor.report.html.row_status import indicator_rows, row_verdict, rows_of_form
from auditor.report.html.table_builder import ReportTable, TableBuilder, TableCell
from auditor.report.html.views import Report, Status
from auditor.standards import table


class FormPart(msgspec.Struct, frozen=True):
    """One dimension of the form."""

    key: str
    """The id of its heading."""

    name: str
    """Its name in the report's language."""

    tables: tuple[ReportTable, ...]
    """A table for each of its items, with a row for each row of the form."""


class CompletedRow(msgspec.Struct, frozen=True):
    """One row of the form with the audit's result and a person's text."""

    row: str
    """The row's number, such as ``1.2.2.4``."""

    indicator: str
    """The indicator that the row belongs to."""

    label: str
    """The row's text in the form."""

    verify: str
    """How it is proved, in words: automatic, partly automatic, by a person."""

    status: Status
    """The mark of its verdict."""

    word: str
    """The verdict in words."""

    result: str
    """The audit's sentence and the person's text, or that the text is missing."""

    waiting: bool
    """Whether a person's text is missing."""


def form_parts(report: Report, manual: Mapping[str, str]) -> tuple[FormPart, ...]:
    """Return the form by dimension and item; the eight rows of the indicator lead to their details on the page."""
    words, parts = report.words, []
    detailed = {row["id"] for row in indicator_rows()}
    for number, dimension in enumerate(table("form")["form"], start=1):
        tables = []
        for place, item in enumerate(dimension["items"], start=1):
            caption = words("caption.form_item", name=words.pick(item, "item"))
            made = TableBuilder(words, f"item-{number}-{place}", caption)
            made.texts("indicator", "row", "verify", "verdict", "result")
            for row in (_completed_row(report, row, manual) for row in item["rows"]):
                label = TableCell(f"{row.row} {row.label}", href=f"#r-{row.row}" if row.row in detailed else "")
                made.row(row.indicator, label, row.verify, TableCell(row.word, status=row.status), row.result)
            tables.append(made.table())
        parts.append(FormPart(f"dimension-{number}", words.pick(dimension, "dimension"), tuple(tables)))
    return tuple(parts)


def completed_rows(report: Report, manual: Mapping[str, str]) -> tuple[CompletedRow, ...]:
    """Return all rows of the form in its order."""
    return tuple(_completed_row(report, row, manual) for row in rows_of_form())


def _completed_row(report: Report, row: Mapping[str, Any], manual: Mapping[str, str]) -> CompletedRow:
    """One row: a manual row with the person's text or that it is missing, a partly manual one with both."""
    words, verdict = report.words, row_verdict(report, row, counting(report.evidence.sites))
    status, word, written = verdict.status, verdict.word, manual.get(row["id"], "")
    if row["verify"] == "manual":
        word = words("status.written") if written else words("status.manual")
        result = written or words("status.manual")
    else:
        added = words("form.written", text=written) if written else ""
        to_write = words("form.to_write") if row["verify"] == "partly" and not written else ""
        result = " ".join(part for part in (verdict.sentence, added, to_write) if part)
    return CompletedRow(
        row["id"],
        words.pick(row, "indicator"),
        words.pick(row, "label"),
        words(f"verify.{row['verify']}"),
        status,
        word,
        result,
        not written and row["verify"] in {"manual", "partly"},
    )
