"""Codes of the three classifications: splitting, form, level, and in which scheme a code is known."""

from __future__ import annotations

import re
from typing import Any

from auditor.model import Head, Meta
from auditor.standards import table
from auditor.standards.dublin_core import CATEGORIES, RULES, filled, known_tags

_CODE = re.compile(RULES["code"])
_SEPARATORS = re.compile(RULES["separators"])


def codes(head: Head, field: str) -> list[tuple[Meta, str]]:
    """Return every code written in the tags of a field, with its tag; blank and unrendered contents have none."""
    return [
        (meta, code)
        for name, meta in known_tags(head)
        if name == field and filled(meta)
        for code in split_codes(meta.content or "")
    ]


def split_codes(text: str) -> list[str]:
    """Return the codes written in one text, in order, whatever separates them."""
    return [code for code in _SEPARATORS.split(text.strip()) if code]


def line(code: str) -> frozenset[str]:
    """Return a well-formed code and all codes above it: ``J32``, ``J30``, ``J00``."""
    return frozenset({code, parent(code), main_class(code)} - {""})


def well_formed(code: str) -> bool:
    """Return whether a code is three characters in the form that all three schemes use."""
    return _CODE.fullmatch(code) is not None


def main_class(code: str) -> str:
    """Return the main class of a well-formed code: ``J32`` belongs to ``J00``."""
    return f"{code[0]}00"


def level(code: str) -> int:
    """Return 1 for a main class (``J00``), 2 for its sub-class (``J30``), 3 for what is below (``J32``)."""
    return 3 - (code[2] == "0") - (code[1:] == "00")


def parent(code: str) -> str:
    """Return the code of the level above; empty for a main class."""
    return {1: "", 2: main_class(code), 3: f"{code[:2]}0"}[level(code)]


def levels(field: str) -> int:
    """Return how many levels the scheme of this field has."""
    return int(_held(field)["levels"])


def in_scheme(field: str, code: str) -> bool:
    """Return whether the code's main class exists in the scheme of this field; these lists are complete."""
    return known(field, main_class(code))


def known(field: str, code: str) -> bool:
    """Return whether the code is surely in this scheme; False proves nothing, because the tables are partial."""
    codes: dict[str, dict[str, Any]] = _held(field)["codes"]
    return code in codes and not codes[code].get("suspect")


def elsewhere(field: str, code: str) -> str:
    """Return the other field in whose scheme this code is known, when it is not known in its own; else empty."""
    if known(field, code):
        return ""
    return next((other for other in CATEGORIES if other != field and known(other, code)), "")


def is_complete(field: str) -> bool:
    """Return whether the table of this field has every code of every level, so that one it lacks is surely wrong."""
    held = _held(field)
    return len(held["complete_levels"]) == int(held["levels"])


def _held(field: str) -> dict[str, Any]:
    held: dict[str, Any] = table(RULES["categories"][field]["table"])
    return held
