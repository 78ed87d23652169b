"""A sheet for every spreadsheet format: columns, rows, and which text a cell can hold; and the sheet as CSV."""

from __future__ import annotations

import csv
import io
import re
from functools import lru_cache

import msgspec

from auditor.report.exports.findings_csv import defused
from auditor.report.render import printable

CELL_CHARACTERS_LIMIT = 32_000
"""Characters that a cell of every format can hold."""

_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold besides the control characters."""


class Sheet(msgspec.Struct, frozen=True):
    """A table to be opened in a spreadsheet."""

    title: str
    """The title in the file's properties."""

    columns: tuple[str, ...]
    """The headers."""

    rows: tuple[tuple[str | int, ...], ...]
    """The rows: texts and whole numbers."""

    day: str
    """The date (ISO) in the file's properties."""


@lru_cache(maxsize=100_000)
def cell_text(text: str) -> str:
    """Return text that every format can hold: control characters as visible signs, and not too long."""
    clean = _UNWRITABLE.sub("�", printable(text))
    return clean if len(clean) <= CELL_CHARACTERS_LIMIT else f"{clean[: CELL_CHARACTERS_LIMIT - 1]}…"


def csv_bytes(sheet: Sheet) -> bytes:
    """Return a sheet as CSV (UTF-8 with a byte order mark), no cell a formula."""
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\r\n")
    rows.writerow(sheet.columns)
    rows.writerows([defused(value) if isinstance(value, str) else value for value in row] for row in sheet.rows)
    return stream.getvalue().encode("utf-8-sig", "replace")
