"""Detects parts marked as one language whose script or function words are another's."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.extract.html.page_reader import PageReader
from auditor.extract.text.visible_text import TextCollector
from auditor.model import LanguageEvidence, LanguagePart, Place
from auditor.standards import scripts
from auditor.standards.function_words import count_english_only_words, count_function_words, has_function_words

_ENOUGH = 4_000
_FEWEST = 2


def find_languages(
    reader: PageReader, texts: TextCollector, lang: str | None, title: str | None
) -> tuple[LanguageEvidence, ...]:
    """Evidence for the page as a whole, where it declares a language, then for every part that declares its own.

    Only for languages whose function words or script are known, from the first 4,000 characters.
    """
    parts: dict[str, tuple[LanguagePart | None, list[str]]] = {}
    if _is_known(lang or ""):
        parts[""] = (None, [title or ""])
    known = {part.place.selector for part in reader.found.get("language_parts", ()) if _is_known(part.lang)}
    if not parts and not known:
        return ()
    for text, part in texts.by_part():
        selector = part.place.selector if part is not None else ""
        if selector in known or selector in parts:
            parts.setdefault(selector, (part, []))[1].append(text)
    return tuple(_evidence(reader, part, lang or "", own) for part, own in parts.values() if _is_enough(own))


def _evidence(reader: PageReader, part: LanguagePart | None, lang: str, texts: list[str]) -> LanguageEvidence:
    marked = part.lang if part is not None else lang
    joined = _joined(texts)
    count, found = count_function_words(joined)
    letters = scripts.letters_by_script(joined)
    place = part.place if part is not None else Place(reader.url, selector="html")
    if written := scripts.contradicting(marked, letters):
        return LanguageEvidence(place, marked, count, 0, written, 0, by_script=True)
    if has_function_words(_primary(marked)):
        own = found.pop(_primary(marked), 0)
        other = max(found, key=lambda language: found[language])
    elif scripts.is_latin(marked):  # no function words known: only words of English alone are evidence
        return LanguageEvidence(place, marked, count, 0, "en", count_english_only_words(joined))
    else:
        own = scripts.own_letters(marked, letters)
        other = max(found, key=lambda language: found[language])
    return LanguageEvidence(place, marked, count, own, other, found[other])


def _joined(texts: list[str]) -> str:
    return " ".join(_pieces(texts))


def _pieces(texts: list[str]) -> Iterator[str]:
    left = _ENOUGH
    for text in texts:
        if left <= 0:
            return
        yield text[:left]
        left -= len(text)


def _is_enough(texts: list[str]) -> bool:
    first = texts[:50]
    return sum(len(text.split()) for text in first) >= _FEWEST or any(not text.isascii() for text in first)


def _is_known(tag: str) -> bool:
    return has_function_words(_primary(tag)) or scripts.is_written(tag)


def _primary(lang: str | None) -> str:
    return (lang or "").strip().lower().partition("-")[0]
