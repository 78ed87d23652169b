"""Reads the sheet of outside names (``names.csv``, ``names.ods``) with what people wrote into it."""

from __future__ import annotations

from pathlib import Path

from auditor.config.table_files import BadTableError, read_lines
from auditor.model import NameDecision

COLUMNS: dict[str, tuple[str, ...]] = {
    "name": ("網域", "Name"),
    "owner": ("負責單位（請填）", "Owner (to be filled in)"),
    "contract_ended": ("契約或活動結束日（請填）", "Contract or event ended on (to be filled in)"),
    "decision": ("處理方式：保留、移除、改連（請填）", "Decision: keep, remove, redirect (to be filled in)"),
    "decided_by": ("決定者（請填）", "Decided by (to be filled in)"),
    "decided_on": ("決定日期（請填）", "Decided on (to be filled in)"),
}
"""The headers of the columns that are read, in both languages of the sheet."""


def read_name_decisions(file: Path) -> list[NameDecision]:
    """The decisions of a sheet, one a name: rows in which people wrote something.

    Raises ``BadTableError`` for a file that is no such sheet, or names one name twice with different decisions.
    """
    lines = read_lines(file)
    heads = [head.lstrip("\ufeff") for head in lines[0]] if lines else []
    places = {
        field: next((heads.index(word) for word in words if word in heads), -1) for field, words in COLUMNS.items()
    }
    if missing := [words[0] for field, words in COLUMNS.items() if places[field] < 0]:
        raise BadTableError([f"{file}: the columns {', '.join(missing)} are missing; fill in names.csv or names.ods"])
    found: dict[str, NameDecision] = {}
    for number, line in enumerate(lines[1:], start=2):
        cells = {field: line[place].removeprefix("'") for field, place in places.items() if place < len(line)}
        made = NameDecision(**{"name": "", **cells})
        if not made.name or made == NameDecision(made.name):
            continue
        if found.setdefault(made.name, made) != made:
            raise BadTableError([f"{file}, row {number}: {made.name} stands twice with different decisions; keep one"])
    return list(found.values())
