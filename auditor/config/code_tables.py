"""A code table of the bureau's own: read from YAML, CSV or XLSX, checked, and kept beside the store.

Imports openpyxl. A kept table replaces the shipped one of its field (``standards.use_code_tables_of``).
"""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import msgspec
import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from auditor.config.yaml_file import parse_yaml, write_yaml
from auditor.standards import table
from auditor.standards.classification import main_class, well_formed
from auditor.standards.dublin_core import RULES

_CODE = frozenset({"code", "代碼", "分類代碼", "分類號", "代號"})
_LABEL = frozenset({"label", "name", "名稱", "分類名稱", "中文名稱"})
_MOST_ROWS = 20_000


class TableOrigin(msgspec.Struct, frozen=True):
    """Where a table comes from, its version or date, and whether no code is missing from it (``whole``)."""

    source: str
    version: str
    whole: bool = False


class BadTableError(Exception):
    """A file holds no table that can be used; ``problems`` holds a sentence each, with the row and the mend."""

    def __init__(self, problems: list[str]) -> None:
        self.problems = problems
        super().__init__("\n".join(problems))


def read_code_table(file: Path) -> dict[str, str]:
    """The codes of a table with their Chinese names (empty where it gives none), in the order of the file.

    CSV (UTF-8) and XLSX need a first row with the columns 代碼 (code) and 名稱 (label); YAML is a mapping of codes to
    names, or our own form with ``codes``. Raises ``BadTableError`` with every problem at once.
    """
    found = list(_of_yaml(file) if file.suffix.lower() in {".yaml", ".yml"} else _of_rows(file))
    problems = [f"{file}, {problem}" for problem in _problems(found)]
    if problems:
        raise BadTableError(problems)
    return {code: label for _, code, label in found}


def read_rows(file: Path) -> list[dict[str, str]]:
    """The rows of a CSV or the first sheet of an XLSX, each cell by the name in the first row.

    Raises ``BadTableError``.
    """
    lines = _lines(file)
    return [dict(zip(lines[0], line, strict=False)) for line in lines[1:] if any(line)] if lines else []


def keep_code_table(folder: Path, field: str, codes: dict[str, str], origin: TableOrigin) -> Path:
    """Write the table of a field (``Category.Theme``) into ``folder``.

    An earlier one is kept beside it under its version. Raises ``OSError``.
    """
    name = RULES["categories"][field]["table"]
    shipped = table(name)
    levels = list(range(1, shipped["levels"] + 1))
    content = {
        "field": field,
        "name": shipped["name"],
        "levels": shipped["levels"],
        "complete_levels": levels if origin.whole else [1],
        "source": origin.source,
        "version": origin.version,
        "codes": {code: {"label": label or None} for code, label in codes.items()},
    }
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.yaml"
    if path.exists():
        path.rename(folder / f"{name}.before-{origin.version}.bak")
    path.write_text(write_yaml(content), encoding="utf-8")
    return path


def _of_yaml(file: Path) -> Iterator[tuple[int, str, str]]:
    try:
        held = parse_yaml(_bytes(file))
    except ValueError as error:
        raise BadTableError([f"{file}: cannot be read as YAML ({error})"]) from error
    codes = held.get("codes", held) if isinstance(held, dict) else None
    if not isinstance(codes, dict):
        raise BadTableError([f'{file}: holds no mapping; write lines such as "550": 工業'])
    for number, (code, row) in enumerate(codes.items(), 1):
        label = row.get("label") if isinstance(row, dict) else row
        yield number, _text(code), _text(label)


def _of_rows(file: Path) -> Iterator[tuple[int, str, str]]:
    lines = _lines(file)
    names = [name.casefold() for name in lines[0]] if lines else []
    code = next((at for at, name in enumerate(names) if name in _CODE), None)
    label = next((at for at, name in enumerate(names) if name in _LABEL), None)
    if code is None:
        raise BadTableError([f"{file}: no column is called 代碼 or code; give the first row these names: 代碼, 名稱"])
    for number, line in enumerate(lines[1:], 2):
        if code < len(line) and line[code]:
            yield number, line[code], line[label] if label is not None and label < len(line) else ""


def _lines(file: Path) -> list[list[str]]:
    """All rows of the file, first to last; more than any scheme has codes are not taken."""
    readers = {".csv": _of_csv, ".xlsx": _of_xlsx}
    reader = readers.get(file.suffix.lower())
    if reader is None:
        raise BadTableError([f"{file}: no table that can be read; save it as .xlsx or .csv"])
    try:
        lines = list(islice(reader(_bytes(file)), _MOST_ROWS + 1))
    except (UnicodeDecodeError, csv.Error, InvalidFileException, zipfile.BadZipFile, KeyError, ValueError) as error:
        raise BadTableError([f"{file}: cannot be read as {file.suffix[1:].upper()} ({error})"]) from error
    if len(lines) > _MOST_ROWS:
        raise BadTableError([f"{file}: has more than {_MOST_ROWS:,} rows; is it the right file?"])
    return [[cell.strip() for cell in line] for line in lines]


def _of_csv(body: bytes) -> Iterator[list[str]]:
    return csv.reader(io.StringIO(body.decode("utf-8-sig")))


def _of_xlsx(body: bytes) -> Iterator[list[str]]:
    book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
    try:
        yield from ([_text(cell) for cell in row] for row in book.worksheets[0].iter_rows(values_only=True))
    finally:
        book.close()


def _bytes(file: Path) -> bytes:
    try:
        return file.read_bytes()
    except OSError as error:
        raise BadTableError([f"{file}: cannot be read ({error.strerror}); check its place"]) from error


def _problems(found: list[tuple[int, str, str]]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for number, code, _ in found:
        if not well_formed(code):
            yield f"row {number}: {code!r} is no code; a code has three characters, such as 550, J32 or 57Y"
        elif code in seen:
            yield f"row {number}: {code} stands already in row {seen[code]}; keep one"
        seen.setdefault(code, number)
    there = {code for code in seen if well_formed(code)}
    lacking = sorted({main_class(code) for code in there} - there)
    if lacking:
        yield f"the main classes {', '.join(lacking)} are missing while codes below them are there; add them"
    if not found:
        yield "no row holds a code"


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)
