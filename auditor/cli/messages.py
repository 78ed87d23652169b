"""Sentences that commands print, in the language of the terminal: that of ``--language``, else of the locale."""

from __future__ import annotations

import os
from functools import cache

from auditor.report.words import LANGUAGES, Words, words_in

_CHINESE, _ENGLISH = LANGUAGES
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_chosen: list[str] = []


def use_language(language: str) -> None:
    """Print in this language from now on; empty: in that of the locale. Raises ``LookupError`` for another one."""
    if language and language not in LANGUAGES:
        raise LookupError(language)
    _chosen[:] = [language] * bool(language)


def language_of_messages() -> str:
    """Return the language that messages are printed in: the chosen one, else Chinese in a Chinese locale, else English.

    The locale is the first of LC_ALL, LC_MESSAGES and LANG that is set (POSIX, Base Definitions, 8.2).
    """
    if _chosen:
        return _chosen[0]
    locale = next((value for name in _VARIABLES if (value := os.environ.get(name))), "")
    return _CHINESE if locale.partition("_")[0].partition(".")[0].lower() == "zh" else _ENGLISH


def localized(key: str, **values: object) -> str:
    """Return the sentence of this key with its slots filled. Raises ``KeyError``."""
    return _words(language_of_messages())(key, **values)


@cache
def _words(language: str) -> Words:
    return words_in(language)
