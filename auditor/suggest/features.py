"""A text as the model sees it: character n-grams of a simplified spelling, and whether it is in the model's field."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

LONGEST_GRAM = 1_500
"""Characters of a text that are looked at; what a page is about stands at its beginning."""

SIZES = (1, 2, 3)

_DIGITS = re.compile(r"\d+")
_SPACES = re.compile(r"\s+")
_HAN = re.compile(r"[㐀-鿿]")
_LETTER = re.compile(r"[^\W\d_]")


def plain(text: str) -> str:
    """The text in one spelling: full and half width alike, small letters, every number as ``0``, single spaces."""
    folded = unicodedata.normalize("NFKC", text[: LONGEST_GRAM * 2]).casefold()
    return _SPACES.sub(" ", _DIGITS.sub("0", folded)).strip()[:LONGEST_GRAM]


def grams(text: str) -> list[str]:
    """All pieces of one to three characters of a text, in the spelling of ``plain``, as often as they stand."""
    written = plain(text)
    return [written[at : at + size] for size in SIZES for at in range(len(written) - size + 1)]


def counted(text: str) -> Counter[str]:
    """The pieces of ``grams`` with how often each stands in the text."""
    return Counter(grams(text))


def chinese(text: str) -> tuple[int, float]:
    """How many Chinese characters a text has, and their share of its letters (0 where it has none)."""
    han, letters = len(_HAN.findall(text)), len(_LETTER.findall(text))
    return han, han / letters if letters else 0.0
