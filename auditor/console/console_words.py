"""The sentences of the console's pages, beside those of the report."""

from __future__ import annotations

from functools import cache

import msgspec

from auditor.report.words import Words, language_entries, words_in


@cache
def console_words(language: str) -> Words:
    """Return the texts of a language, the report's and the console's. Raises ``LookupError`` for an unknown one."""
    words = words_in(language)
    return msgspec.structs.replace(words, entries=words.entries | language_entries(__package__, language))
