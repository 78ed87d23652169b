"""Finds words spaced out for their looks (WCAG F32), stated time limits, and passages in another language."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.extract.html.dom import Element, Text
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.extract.text.visible_text import TextCollector
from auditor.model import Passage, PassageKind
from auditor.standards import scripts
from auditor.standards.conventions import pattern, spaced_word
from auditor.standards.function_words import count_function_words

_LONGEST = 80
_LATIN_LETTERS, _HAN_LETTERS = 35, 12
_LONG_LATIN = re.compile(r"[A-Za-z][^\u3400-\u9fff]{45}")
_LONG_HAN = re.compile(r"[\u3040-\u30ff\u3400-\u9fff][\u3000-\u30ff\u3400-\u9fff\uff00-\uffef]{11}")
_HAN = frozenset({"zh", "ja"})
_FUNCTION_WORDS = 4
_MOSTLY = 0.9
_CODE = frozenset({"pre", "code", "kbd", "samp", "var", "address", "option"})
_MOST, _HIGHEST = 20, 8


def find_layout_passages(reader: PageReader, texts: TextCollector, lang: str | None) -> Iterator[Passage]:
    """Yield the passages of the visible text, of each kind at most twenty."""
    counts: dict[PassageKind, int] = {}
    for kind, text, context, mark in _found(texts, lang or ""):
        parent = text.parent
        counts[kind] = counts.get(kind, 0) + 1
        if counts[kind] <= _MOST and isinstance(parent, Element) and not _is_code(parent):
            shown = reader.masked(" ".join(text.data.split())[:_LONGEST])
            yield Passage(reader.place(parent, context), kind, shown, mark)


def _is_code(element: Element | None) -> bool:
    for _ in range(_HIGHEST):
        if not isinstance(element, Element):
            return False
        if element.tag in _CODE:
            return True
        element = element.parent if isinstance(element.parent, Element) else None
    return False


def _found(texts: TextCollector, lang: str) -> Iterator[tuple[PassageKind, Text, ElementContext, str]]:
    for text, context, words in texts.matches(pattern("spaced_out"), lambda _: True):
        if (word := spaced_word(words)) and not (word.isascii() and words.strip() != text.data.strip()):
            yield PassageKind.SPACED, text, context, word
    for text, context, _ in texts.matches(pattern("time_limit"), lambda _: True):
        yield PassageKind.TIME_LIMIT, text, context, ""
    primary = lang.strip().lower().partition("-")[0]
    han, latin = texts.letters()
    if not scripts.is_written(lang) or (han * 2 < latin if primary in _HAN else latin < 2 * han):
        return  # what language the page is in is another question
    for text, context, _ in texts.matches(_LONG_LATIN if primary in _HAN else _LONG_HAN, lambda _: True):
        if (other := _language(text.data, primary)) and context.part is None:
            yield PassageKind.FOREIGN, text, context, other


def _language(text: str, page: str) -> str:
    """The language that a passage is certainly in, where the page's is written in another script; otherwise empty."""
    letters = scripts.letters_by_script(text)
    whole = sum(letters.values())
    if page in _HAN:
        latin = letters.get("latin", 0)
        if latin < _LATIN_LETTERS or latin < _MOSTLY * whole or pattern("copyright").search(text):
            return ""
        _, found = count_function_words(text)
        best = max(found, key=lambda language: found[language])
        return best if found[best] >= _FUNCTION_WORDS else ""
    han = letters.get("han", 0) + letters.get("kana", 0)
    if not scripts.is_latin(page) or han < _HAN_LETTERS or han < _MOSTLY * whole:
        return ""
    return "ja" if letters.get("kana", 0) > 1 else "zh"
