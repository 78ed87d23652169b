"""Sheets as XLSX. Uses xlsxwriter."""

from __future__ import annotations

import io
from datetime import datetime

import xlsxwriter

from auditor.report.exports.spreadsheet import Sheet, cell_text
from auditor.report.exports.zip_archive import with_fixed_dates

_WIDEST = 60
_SAFE = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def xlsx(sheet: Sheet) -> bytes:
    """Return a sheet as a workbook: text stays text, whatever it begins with; the header row stays in view."""
    body, day = io.BytesIO(), datetime.fromisoformat(sheet.day)
    book = xlsxwriter.Workbook(body, {"in_memory": True, **_SAFE})
    book.set_properties({"title": sheet.title, "created": day})
    page = book.add_worksheet("1")
    head = book.add_format({"bold": True, "text_wrap": True})
    wrap = book.add_format({"text_wrap": True, "valign": "top"})
    page.set_row(0, None, head)
    for column, label in enumerate(sheet.columns):
        page.set_column(column, column, _width(sheet, column), wrap)
        page.write_string(0, column, label, head)
    for number, row in enumerate(sheet.rows, start=1):
        for column, value in enumerate(row):
            if isinstance(value, int):
                page.write_number(number, column, value)
            elif value:
                page.write_string(number, column, cell_text(value))
    page.freeze_panes(1, 0)
    page.autofilter(0, 0, max(len(sheet.rows), 1), len(sheet.columns) - 1)
    page.repeat_rows(0)
    page.set_landscape()
    page.set_paper(9)  # A4
    page.fit_to_pages(1, 0)
    book.close()
    return with_fixed_dates(body.getvalue(), sheet.day)


def _width(sheet: Sheet, column: int) -> float:
    longest = max((len(str(row[column])) for row in sheet.rows[:200]), default=0)
    return min(_WIDEST, max(2 * len(sheet.columns[column]), longest) + 2)
