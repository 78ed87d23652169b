"""Imports a code table of the bureau from YAML, CSV, XLSX or ODS, validates it, and keeps it beside the store.

A kept table is used in place of the shipped one of its field (``standards.use_code_tables_of``).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from auditor.config.table_files import BadTableError, read_bytes, read_lines
from auditor.config.yaml_file import parse_yaml, write_yaml
from auditor.standards import table
from auditor.standards.classification import main_class, well_formed
from auditor.standards.dublin_core import RULES

_CODE = frozenset({"code", "代碼", "分類代碼", "分類號", "代號"})
_LABEL = frozenset({"label", "name", "名稱", "分類名稱", "中文名稱"})


class TableOrigin(msgspec.Struct, frozen=True):
    """Where a table comes from; kept with it."""

    source: str
    """Who published it."""
    version: str
    """Its version or date."""
    whole: bool = False
    """Whether it lists every code of the field."""


def read_code_table(file: Path) -> dict[str, str]:
    """The codes of a table with their Chinese names (empty where it gives none), in the order of the file.

    CSV (UTF-8), XLSX and ODS need a first row with the columns 代碼 (code) and 名稱 (label); YAML is a mapping of codes
    to names, or the form of kept tables with ``codes``. Raises ``BadTableError`` with every problem at once.
    """
    numbered = list(_yaml_codes(file) if file.suffix.lower() in {".yaml", ".yml"} else _row_codes(file))
    problems = [f"{file}, {problem}" for problem in _problems(numbered)]
    if problems:
        raise BadTableError(problems)
    return {code: label for _, code, label in numbered}


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


def _yaml_codes(file: Path) -> Iterator[tuple[int, str, str]]:
    try:
        content = parse_yaml(read_bytes(file))
    except ValueError as error:
        raise BadTableError([f"{file}: cannot be read as YAML ({error})"]) from error
    codes = content.get("codes", content) if isinstance(content, dict) else None
    if not isinstance(codes, dict):
        raise BadTableError([f'{file}: holds no mapping; write lines such as "550": 工業'])
    for number, (code, row) in enumerate(codes.items(), 1):
        label = row.get("label") if isinstance(row, dict) else row
        yield number, _text(code), _text(label)


def _row_codes(file: Path) -> Iterator[tuple[int, str, str]]:
    lines = read_lines(file)
    names = [name.casefold() for name in lines[0]] if lines else []
    code = next((index for index, name in enumerate(names) if name in _CODE), None)
    label = next((index for index, name in enumerate(names) if name in _LABEL), None)
    if code is None:
        raise BadTableError([f"{file}: no column is called 代碼 or code; give the first row these names: 代碼, 名稱"])
    for number, line in enumerate(lines[1:], 2):
        if code < len(line) and line[code]:
            yield number, line[code], line[label] if label is not None and label < len(line) else ""


def _problems(numbered: list[tuple[int, str, str]]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for number, code, _ in numbered:
        if not well_formed(code):
            yield f"row {number}: {code!r} is no code; a code has three characters, such as 550, J32 or 57Y"
        elif code in seen:
            yield f"row {number}: {code} is already in row {seen[code]}; keep one of them"
        seen.setdefault(code, number)
    codes = {code for code in seen if well_formed(code)}
    missing = sorted({main_class(code) for code in codes} - codes)
    if missing:
        yield f"the main classes {', '.join(missing)} are missing but codes below them are given; add them"
    if not numbered:
        yield "no row holds a code"


def _text(cell: object) -> str:
    return "" if cell is None else str(cell)
