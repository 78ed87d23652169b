"""One table for every spreadsheet format: columns, rows, and what a cell may hold."""

from __future__ import annotations

import csv
import io
import re
from functools import lru_cache

import msgspec

from auditor.report.exports.findings_csv import defused
from auditor.report.render import shown

CELL_CHARACTERS_LIMIT = 32_000
"""Characters that a cell of every format can hold."""

_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold besides the control characters."""


class Sheet(msgspec.Struct, frozen=True):
    """A table to be opened in a spreadsheet; ``day`` (ISO) is the date it carries."""

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | int, ...], ...]
    day: str


@lru_cache(maxsize=100_000)
def written(text: str) -> str:
    """Text that every format can hold: control characters as their pictures, and not too long."""
    clean = _UNWRITABLE.sub("�", shown(text))
    return clean if len(clean) <= CELL_CHARACTERS_LIMIT else f"{clean[: CELL_CHARACTERS_LIMIT - 1]}…"


def csv_bytes(sheet: Sheet) -> bytes:
    """A sheet as CSV (UTF-8 with a byte order mark), no cell a formula."""
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\r\n")
    rows.writerow(sheet.columns)
    rows.writerows([defused(value) if isinstance(value, str) else value for value in row] for row in sheet.rows)
    return stream.getvalue().encode("utf-8-sig", "replace")
