"""Collects the visible text of a page: hash, letters, access keys, dates, and matches of patterns in it."""

from __future__ import annotations

import re
import string
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise

from auditor.extract.html.dom import Element, Text
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.extract.html.page_traits import fingerprint_of
from auditor.extract.text.dates import find_dates
from auditor.model import DateShown, LanguagePart
from auditor.standards.conventions import explained_keys

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_NEAR = 24
_ASCII_LETTERS = string.ascii_letters.encode()


class TextCollector:
    """The visible text of one page in document order, each run with the context of its element."""

    def __init__(self, runs: Sequence[tuple[Text, ElementContext]]) -> None:
        """``runs`` are the visible runs of text in document order, those of white space among them."""
        self._runs = runs
        shown = [(words, text, context) for text, context in runs if (words := text.data) and not words.isspace()]
        self._parts = [words for words, _, _ in shown]
        self._nodes = [(text, context) for _, text, context in shown]
        self.length = sum(len(words.strip()) for words in self._parts)
        """Characters of visible text."""

    def fingerprint(self) -> str:
        """A hash of the page's own text without white space; of all text where the page has none of its own."""
        pairs = zip(self._parts, self._nodes, strict=True)
        own = [words for words, (_, context) in pairs if not context.region.is_template]
        return fingerprint_of("".join(own or self._parts))

    def access_keys(self) -> tuple[str, ...]:
        """The access keys that the text explains, in capitals."""
        return explained_keys("".join(self._parts))

    def letters(self) -> tuple[int, int]:
        """The numbers of Chinese characters and of Latin letters."""
        joined = "".join(self._parts)
        if joined.isascii():  # bytes are counted twenty times as fast as a pattern finds them
            return 0, len(joined) - len(joined.encode().translate(None, _ASCII_LETTERS))
        return _count(_HAN, joined), _count(_LATIN, joined)

    def whole(self) -> str:
        """All of the text."""
        return "".join(self._parts)

    def between(self, positions: Sequence[int | None], most: int) -> Iterator[str]:
        """The text from each position (a number of runs) to the next, up to so many characters."""
        for begin, end in pairwise(positions):
            yield "".join(text.data for text, _ in self._runs[begin:end])[:most]

    def by_part(self) -> Iterator[tuple[str, LanguagePart | None]]:
        """The runs of text in order, each with the nearest part that declares a language of its own."""
        return ((words, context.part) for words, (_, context) in zip(self._parts, self._nodes, strict=True))

    def matches(
        self, pattern: re.Pattern[str], possible: Callable[[str], bool]
    ) -> Iterator[tuple[Text, ElementContext, str]]:
        """The runs of text that match a pattern, in order, each with the first match.

        ``possible`` is faster than the pattern, and false only for texts that do not match.
        """
        if not possible("\0".join(self._parts)):
            return
        for words, (text, context) in zip(self._parts, self._nodes, strict=True):
            if possible(words) and (found := pattern.search(words)):
                yield text, context, found[0]

    def matches_in_context(
        self, pattern: re.Pattern[str], possible: Callable[[str], bool]
    ) -> Iterator[tuple[Text, ElementContext, str, tuple[str, str]]]:
        """Like ``matches``, each with the text before and behind the match, 24 characters of each.

        Neighbouring elements count: a sentence may be cut into pieces.
        """
        if not possible("\0".join(self._parts)):
            return
        for number, (words, (text, context)) in enumerate(zip(self._parts, self._nodes, strict=True)):
            found = pattern.search(words) if possible(words) else None
            if found:
                before = "".join(self._parts[max(0, number - _NEAR) : number]) + words[: found.start()]
                after = words[found.end() :] + "".join(self._parts[number + 1 : number + 1 + _NEAR])
                yield text, context, found[0], (before[-_NEAR:], after[:_NEAR])

    def dates(self, reader: PageReader) -> tuple[DateShown, ...]:
        """The dates shown after a label such as 更新日期 or 發布日期, each with the place of the label."""
        joined = "".join(self._parts)
        starts = [0, *accumulate(map(len, self._parts))]
        shown = []
        for found in find_dates(joined):
            text, context = self._nodes[bisect_right(starts, found.start) - 1]
            parent = text.parent
            if isinstance(parent, Element):
                shown.append(DateShown(reader.place(parent, context), found.word, found.text, found.date))
        return tuple(shown)


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(map(len, pattern.findall(text)))
