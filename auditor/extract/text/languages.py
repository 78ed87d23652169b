"""Languages told by letters and words: what is marked as one language and is written, or has the words, of another."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.extract.html.page_reader import PageReader
from auditor.extract.text.visible_text import TextCollector
from auditor.model import LanguageEvidence, LanguagePart, Place
from auditor.standards import scripts
from auditor.standards.function_words import count_english_only_words, count_function_words, has_function_words

_ENOUGH = 4_000
_FEWEST = 2


def tongues(
    reading: PageReader, words: TextCollector, lang: str | None, title: str | None
) -> tuple[LanguageEvidence, ...]:
    """The page as a whole, and every part with a mark of its own: the first is that of the page, if it is marked.

    Only languages whose little words or whose script is known; of a long text the beginning is enough.
    """
    pieces: dict[str, tuple[LanguagePart | None, list[str]]] = {}
    if _is_known(lang or ""):
        pieces[""] = (None, [title or ""])
    known = {part.place.selector for part in reading.found.get("language_parts", ()) if _is_known(part.lang)}
    if not pieces and not known:
        return ()
    for text, part in words.by_part():
        selector = part.place.selector if part is not None else ""
        if selector in known or selector in pieces:
            pieces.setdefault(selector, (part, []))[1].append(text)
    return tuple(_told(reading, part, lang or "", texts) for part, texts in pieces.values() if _enough(texts))


def _told(reading: PageReader, part: LanguagePart | None, lang: str, texts: list[str]) -> LanguageEvidence:
    marked = part.lang if part is not None else lang
    joined = _joined(texts)
    count, found = count_function_words(joined)
    letters = scripts.letters_by_script(joined)
    place = part.place if part is not None else Place(reading.url, selector="html")
    if written := scripts.contradicting(marked, letters):
        return LanguageEvidence(place, marked, count, 0, written, 0, by_script=True)
    if has_function_words(_primary(marked)):
        own = found.pop(_primary(marked), 0)
        other = max(found, key=lambda language: found[language])
    elif scripts.is_latin(marked):  # the table has no words of its own: only what is nobody else's speaks against it
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


def _enough(texts: list[str]) -> bool:
    first = texts[:50]
    return sum(len(text.split()) for text in first) >= _FEWEST or any(not text.isascii() for text in first)


def _is_known(tag: str) -> bool:
    return has_function_words(_primary(tag)) or scripts.is_written(tag)


def _primary(lang: str | None) -> str:
    return (lang or "").strip().lower().partition("-")[0]
