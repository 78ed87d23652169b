"""A sheet for every spreadsheet format: columns, rows, and which text a cell can hold; and the sheet as CSV."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from functools import lru_cache

import msgspec

from auditor.report.render import printable
from auditor.standards.personal_numbers import masked

CELL_CHARACTERS_LIMIT = 32_000
"""Characters that a cell of every format can hold."""

_UNWRITABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
"""What XML cannot hold besides the control characters."""

_FORMULA_SIGNS = frozenset("=+-@−")
_BLANK_STARTS = ("\t", "\r")
_UNSEEN = frozenset({"Zs", "Zl", "Zp", "Cc", "Cf", "Mn", "Me"})
"""Kinds of characters that nobody sees: blanks, line ends, controls, marks of direction."""


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
    """Return text that every format can hold, personal numbers masked: control characters as signs, not too long."""
    clean = _UNWRITABLE.sub("�", printable(masked(text)))
    return clean if len(clean) <= CELL_CHARACTERS_LIMIT else f"{clean[: CELL_CHARACTERS_LIMIT - 1]}…"


def csv_cell(text: str) -> str:
    """Return a cell with personal numbers masked that no spreadsheet takes for a formula.

    Spreadsheets drop blanks and unseen characters at the start, and some take full-width signs for their narrow ones.
    """
    shown = masked(text)
    return f"'{shown}" if shown.startswith(_BLANK_STARTS) or _begins_formula(shown) else shown


def _begins_formula(text: str) -> bool:
    seen = next((sign for sign in text if unicodedata.category(sign) not in _UNSEEN), "")
    return unicodedata.normalize("NFKC", seen)[:1] in _FORMULA_SIGNS


def csv_bytes(sheet: Sheet) -> bytes:
    """Return a sheet as CSV (UTF-8 with a byte order mark), no cell a formula."""
    stream = io.StringIO()
    rows = csv.writer(stream, lineterminator="\r\n")
    rows.writerow(sheet.columns)
    rows.writerows([csv_cell(value) if isinstance(value, str) else value for value in row] for row in sheet.rows)
    return stream.getvalue().encode("utf-8-sig", "replace")
