"""Measures how much of a short text a longer one has: words by their beginnings, Chinese by pairs of characters."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_\u2e80-\u9fff\uf900-\ufaff]{3,}")
_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff]{2,}")
_BEGINNING = 4


def overlap_percent(text: str, within: str) -> int | None:
    """Return the percentage of the text's words and pairs of characters that the other has; None where it has none."""
    signs = _signs(text.lower())
    if not signs:
        return None
    ground = within.lower()
    return round(100 * sum(sign in ground for sign in signs) / len(signs))


def _signs(text: str) -> frozenset[str]:
    pairs = (run[at : at + 2] for run in _HAN.findall(text) for at in range(len(run) - 1))
    return frozenset((*(word[:_BEGINNING] for word in _WORD.findall(text)), *pairs))
