"""Which language a text in Latin script is in, as far as its commonest little words tell."""

from __future__ import annotations

import re
from functools import cache

from auditor.standards import table

_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = 10


@cache
def _words() -> dict[str, frozenset[str]]:
    return {language: frozenset(words) for language, words in table("function_words")["words"].items()}


def is_told_by_words(language: str) -> bool:
    """Whether the table has words of this language (its primary subtag, ``en``)."""
    return language in _words()


def little_words(text: str) -> tuple[int, dict[str, int]]:
    """How many words the text has, and by language how many different little words of it stand there."""
    found = _WORD.findall(text.lower())
    different = frozenset(found)
    return len(found), {language: len(different & words) for language, words in _words().items()}


def plainly_english(text: str) -> int:
    """How many different little words the text has that only English has; 0 where they are too few of all its words.

    A page in another language quotes English titles, so the number of different ones alone tells nothing.
    """
    found = _WORD.findall(text.lower())
    only = frozenset(table("function_words")["only_english"])
    plain = [word for word in found if word in only]
    return len(frozenset(plain)) if len(plain) * _QUOTED >= len(found) else 0
