"""Reads the rows of a table that people made: CSV (UTF-8), or the first sheet of an XLSX or ODS workbook."""

from __future__ import annotations

import csv
import functools
import io
import re
import zipfile
import zlib
from itertools import islice
from pathlib import Path
from xml.parsers import expat

import python_calamine

_MOST_ROWS = 20_000
_MOST_CELLS = 5_000_000
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
_READING_FAILED = (OSError, EOFError, NotImplementedError, RuntimeError)
"""What ``zipfile`` raises besides its own error: cut, encrypted or unknown parts."""


class BadTableError(Exception):
    """A file holds no table that can be used."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        """One sentence for each problem, with the row and the correction."""
        super().__init__("\n".join(problems))


def read_rows(file: Path) -> list[dict[str, str]]:
    """The rows of a table, each cell by the name in the first row; empty rows are left out.

    Raises ``BadTableError``.
    """
    lines = read_lines(file)
    return [dict(zip(lines[0], line, strict=False)) for line in lines[1:] if any(line)] if lines else []


def read_lines(file: Path) -> list[list[str]]:
    """All rows of a table as texts without surrounding space, the first row included.

    Raises ``BadTableError`` for a file that cannot be read, and for one with more rows than any scheme has codes.
    """
    readers = {".csv": _csv_lines, ".xlsx": _workbook_lines, ".ods": _workbook_lines}
    reader = readers.get(file.suffix.lower())
    if reader is None:
        raise BadTableError([f"{file}: cannot be read as a table; save it as .xlsx, .ods or .csv"])
    try:
        lines = reader(read_bytes(file))
    except (UnicodeDecodeError, csv.Error, python_calamine.CalamineError, ValueError) as error:
        raise BadTableError([f"{file}: cannot be read as {file.suffix[1:].upper()} ({error})"]) from error
    if len(lines) > _MOST_ROWS:
        raise BadTableError([f"{file}: has more than {_MOST_ROWS:,} rows; is it the right file?"])
    return [[cell.strip() for cell in line] for line in lines]


def read_bytes(file: Path) -> bytes:
    """The bytes of a file. Raises ``BadTableError``."""
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadTableError([f"{file}: cannot be read ({error.strerror}); check its place"]) from error


def _csv_lines(body: bytes) -> list[list[str]]:
    return list(islice(csv.reader(io.StringIO(body.decode("utf-8-sig"))), _MOST_ROWS + 1))


def _workbook_lines(body: bytes) -> list[list[str]]:
    _require_sound_parts(body)
    with python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(body)) as book:
        if not book.sheet_names:
            return []
        sheet = book.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False, nrows=_MOST_ROWS + 1)
    return [[_text(cell) for cell in row] for row in rows]


def _require_sound_parts(body: bytes) -> None:
    """Raise ``ValueError`` for a workbook whose XML is broken or whose sheets reach far beyond a table.

    The reader would not end at an element that is not closed, and would allocate memory for the whole used area.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(body)) as package:
            for name in package.namelist():
                if name.endswith(".xml"):
                    _require_sound_part(package.read(name))
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, LookupError, *_READING_FAILED) as error:
        raise ValueError(str(error)) from error


def _require_sound_part(xml: bytes) -> None:
    farthest = [1, 1]

    def start(_element: str, attributes: dict[str, str]) -> None:
        if cell := _CELL.fullmatch(attributes.get("r", "")):
            column = functools.reduce(lambda number, letter: number * 26 + ord(letter) - 64, cell[1], 0)
            farthest[:] = max(farthest[0], column), max(farthest[1], int(cell[2]))

    parser = expat.ParserCreate()
    parser.StartElementHandler = start
    parser.Parse(xml or b"<empty/>", True)
    if farthest[0] * farthest[1] > _MOST_CELLS:
        columns, rows = farthest
        raise ValueError(f"a sheet reaches to column {columns:,} of row {rows:,}; delete the cells outside the table")


def _text(cell: object) -> str:
    """A cell as a person sees it: whole numbers without a decimal point."""
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)
