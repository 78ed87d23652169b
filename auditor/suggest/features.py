"""Computes the features of a text: character n-grams of a simplified spelling, and its share of Chinese."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_MOST_CHARACTERS = 1_500
"""Characters of a text that are used; the subject of a page is at its beginning."""

_SIZES = (1, 2, 3)
"""Lengths of n-grams."""

_DIGITS = re.compile(r"\d+")
_SPACES = re.compile(r"\s+")
_HAN = re.compile(r"[㐀-鿿]")
_LETTER = re.compile(r"[^\W\d_]")


def plain(text: str) -> str:
    """The text in one spelling: NFKC, small letters, every number as ``0``, single spaces."""
    folded = unicodedata.normalize("NFKC", text[: _MOST_CHARACTERS * 2]).casefold()
    return _SPACES.sub(" ", _DIGITS.sub("0", folded)).strip()[:_MOST_CHARACTERS]


def grams(text: str) -> list[str]:
    """All n-grams of one to three characters of a text, in the spelling of ``plain``, repeated ones included."""
    written = plain(text)
    return [written[start : start + size] for size in _SIZES for start in range(len(written) - size + 1)]


def count_grams(text: str) -> Counter[str]:
    """The n-grams of ``grams``, each with its count."""
    return Counter(grams(text))


def chinese(text: str) -> tuple[int, float]:
    """How many Chinese characters a text has, and their share of its letters (0 where it has none)."""
    han, letters = len(_HAN.findall(text)), len(_LETTER.findall(text))
    return han, han / letters if letters else 0.0
