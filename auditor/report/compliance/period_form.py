"""All rows of the form in its own order and words: verdict, figures, and what a person has written."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import msgspec

from auditor.report.html.figures import counting
from auditor.report.html.form_pages import eight, standing_of_form_row
from auditor.report.html.views import Column, Grid, Report, Row, Status, TableCell
from auditor.standards import table

COLUMNS = ("indicator", "row", "verify", "verdict", "result")


class FormPart(msgspec.Struct, frozen=True):
    """One dimension of the form with a table for each of its items."""

    key: str
    name: str
    grids: tuple[Grid, ...]


class Told(msgspec.Struct, frozen=True):
    """One row of the form as it is told: what the audit says of it, and what a person wrote or has yet to write."""

    row: str
    indicator: str
    label: str
    verify: str
    status: Status
    word: str
    result: str


def parts(report: Report, manual: Mapping[str, str]) -> tuple[FormPart, ...]:
    """The form by dimension and item; the eight rows of the indicator lead to their details on the page."""
    words, made = report.words, []
    columns = tuple(Column(words(f"column.{name}")) for name in COLUMNS)
    detailed = {row["id"] for row in eight()}
    for number, dimension in enumerate(table("form")["form"], start=1):
        grids = []
        for place, item in enumerate(dimension["items"], start=1):
            rows = tuple(_row(form_part_of_row(report, row, manual), row["id"] in detailed) for row in item["rows"])
            caption = words("caption.form_item", name=words.pick(item, "item"))
            grids.append(Grid(f"item-{number}-{place}", caption, columns, rows))
        made.append(FormPart(f"dimension-{number}", words.pick(dimension, "dimension"), tuple(grids)))
    return tuple(made)


def every_row(report: Report, manual: Mapping[str, str]) -> tuple[Told, ...]:
    """All rows, one after the other."""
    form = table("form")["form"]
    return tuple(
        form_part_of_row(report, row, manual) for part in form for item in part["items"] for row in item["rows"]
    )


def form_part_of_row(report: Report, row: Mapping[str, Any], manual: Mapping[str, str]) -> Told:
    """One row. A manual row carries the person's text or says that it is missing; a part-manual one adds it."""
    words = report.words
    status, word, sentence = standing_of_form_row(report, row, counting(report.evidence.sites))
    written = manual.get(row["id"], "")
    if row["verify"] == "manual":
        status, word = Status.CANT_TELL, words("status.written") if written else words("status.manual")
        result = written or words("status.manual")
    else:
        added = words("form.written", text=written) if written else ""
        waiting = words("form.to_write") if row["verify"] == "partly" and not written else ""
        result = " ".join(part for part in (sentence, added, waiting) if part)
    return Told(
        row["id"],
        words.pick(row, "indicator"),
        words.pick(row, "label"),
        words(f"verify.{row['verify']}"),
        status,
        word,
        result,
    )


def _row(one: Told, detailed: bool) -> Row:
    label = TableCell(f"{one.row} {one.label}", href=f"#r-{one.row}" if detailed else "")
    return Row(
        TableCell(one.indicator),
        (label, TableCell(one.verify), TableCell(one.word, status=one.status), TableCell(one.result)),
    )
