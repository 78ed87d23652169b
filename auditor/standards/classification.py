"""Codes of the three classifications: splitting, form, level, and in which scheme a code is known."""

from __future__ import annotations

import re
from functools import cache

from auditor.model import Head, Meta
from auditor.standards import table
from auditor.standards.dublin_core import CATEGORIES, RULES, filled, tags

_CODE = re.compile(RULES["code"])
_SEPARATORS = re.compile(RULES["separators"])


def codes(head: Head, field: str) -> list[tuple[Meta, str]]:
    """Every code written in the tags of a field, in order, with its tag; blank and unrendered contents have none."""
    return [
        (meta, code)
        for name, meta in tags(head)
        if name == field and filled(meta)
        for code in _SEPARATORS.split((meta.content or "").strip())
        if code
    ]


def well_formed(code: str) -> bool:
    """Whether it is three characters in the form that all three schemes use."""
    return _CODE.fullmatch(code) is not None


def main_class(code: str) -> str:
    """The main class of a well-formed code: ``J32`` belongs to ``J00``."""
    return f"{code[0]}00"


def in_scheme(field: str, code: str) -> bool:
    """Whether the code's main class exists in the scheme of this field; these lists are complete."""
    return main_class(code) in _known(field)


def known(field: str, code: str) -> bool:
    """Whether the code is surely one of this scheme; False says nothing, for the tables are partial."""
    return code in _known(field)


def elsewhere(field: str, code: str) -> str:
    """The other field in whose scheme this code is known, when it is not known in its own; else empty."""
    if known(field, code):
        return ""
    return next((other for other in CATEGORIES if other != field and known(other, code)), "")


@cache
def _known(field: str) -> frozenset[str]:
    rows = table(RULES["categories"][field]["table"])["codes"]
    return frozenset(code for code, row in rows.items() if not row.get("suspect"))
