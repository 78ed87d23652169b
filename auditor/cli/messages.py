"""Sentences that commands print, in the language of the terminal: that of ``--language``, else of the locale."""

from __future__ import annotations

import os
import re
import tomllib
from functools import cache
from importlib.resources import files

from auditor.report.words import LANGUAGES, Words, words_in

_CHINESE, _ENGLISH = LANGUAGES
_VARIABLES = ("LC_ALL", "LC_MESSAGES", "LANG")
_STATED_FILE = "stated.zh-TW.toml"
_LONGEST = 2_000
"""Characters of a text that is looked up: tracebacks are not."""

_SLOT = re.compile(r"\\{(\w+)\\}")
_WHOLE = frozenset({"problem", "remedy"})
"""Slots of half sentences that are looked up too; without them there is no sentence."""

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


def stated(sentence: str) -> str:
    """Return what a layer below states in English in the language of the terminal; itself where no table has it.

    Those layers know no language of the reader, and library and database add words of their own, so whole sentences
    are looked up, as catalogues of gettext do, but with their slots.
    """
    if language_of_messages() == _ENGLISH or len(sentence) > _LONGEST:
        return sentence
    return _in_chinese(sentence) or sentence


def _in_chinese(sentence: str) -> str:
    for pattern, chinese in _stated_sentences():
        if found := pattern.fullmatch(sentence):
            values = {name: _in_chinese(value) or value for name, value in found.groupdict().items()}
            if all(values[name] != found[name] for name in _WHOLE & values.keys()):
                return chinese.format_map(values)
    return ""


@cache
def _stated_sentences() -> list[tuple[re.Pattern[str], str]]:
    """The sentences as patterns with their Chinese, those with most words of their own first."""
    table = tomllib.loads(files("auditor.cli").joinpath(_STATED_FILE).read_text(encoding="utf-8"))
    ranked = sorted(table, key=lambda english: -len(re.sub(r"\{\w+\}", "", english)))
    return [(re.compile(_SLOT.sub(r"(?P<\1>[^\n]+?)", re.escape(english))), table[english]) for english in ranked]


@cache
def _words(language: str) -> Words:
    return words_in(language)
