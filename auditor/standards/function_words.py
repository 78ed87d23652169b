"""Detects the language of a text in Latin script by its function words, such as articles and prepositions."""

from __future__ import annotations

import re
from functools import cache

from auditor.standards import table

_WORD = re.compile(r"[^\W\d_]+")
_QUOTED = 10


@cache
def _words() -> dict[str, frozenset[str]]:
    return {language: frozenset(words) for language, words in table("function_words")["words"].items()}


def has_function_words(language: str) -> bool:
    """Return whether the table has words of this language (its primary subtag, ``en``)."""
    return language in _words()


def count_function_words(text: str) -> tuple[int, dict[str, int]]:
    """Return how many words the text has, and by language how many different function words of it."""
    found = _WORD.findall(text.lower())
    different = frozenset(found)
    return len(found), {language: len(different & words) for language, words in _words().items()}


def count_english_only_words(text: str) -> int:
    """Return how many different function words of English alone the text has; 0 where they are too few in all.

    A page in another language quotes English titles, so the number of different ones alone proves nothing.
    """
    found = _WORD.findall(text.lower())
    only = frozenset(table("function_words")["only_english"])
    plain = [word for word in found if word in only]
    return len(frozenset(plain)) if len(plain) * _QUOTED >= len(found) else 0
