"""WCAG's success criteria as values: those of a level and version, and their addresses at the W3C."""

from __future__ import annotations

import re
from typing import Any, Literal, cast, get_args

from auditor.standards import table

Level = Literal["A", "AA", "AAA"]
LEVELS: tuple[Level, ...] = get_args(Level)
"""The levels of conformance of WCAG, lowest first (WCAG 2.2, 5.2.1)."""

_NEWEST = "2.2"


def levels_up_to(level: str) -> tuple[Level, ...]:
    """Return a level and those below it. Raises ``ValueError`` for what is none."""
    return LEVELS[: LEVELS.index(cast(Level, level)) + 1]


def criteria_up_to(level: str = "AAA", version: str = _NEWEST) -> dict[str, dict[str, str]]:
    """Return the rows of ``wcag.yaml`` that a version (``2.0``, ``2.1``, ``2.2``) has up to a level, in their order.

    ``until`` names the last version that has a criterion.
    """
    rows: dict[str, dict[str, Any]] = table("wcag")["criteria"]
    reached = levels_up_to(level)
    return {
        number: row
        for number, row in rows.items()
        if row["level"] in reached and row["since"] <= version <= row.get("until", _NEWEST)
    }


def understanding(number: str) -> str:
    """Return the address of a criterion in the newest version of WCAG that has it. Raises ``KeyError``."""
    row = table("wcag")["criteria"][number]
    name = re.sub(r"[^a-z0-9]+", "-", row["en"].lower()).strip("-")
    return f"https://www.w3.org/TR/WCAG{'21' if 'until' in row else '22'}/#{name}"
