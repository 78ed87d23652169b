"""The visible words of a page, and the update dates among them."""

from __future__ import annotations

import re
import string
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, pairwise

from auditor.extract.html.dom import Element, Text
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.extract.html.page_traits import fingerprint_of
from auditor.extract.text.dates import dates_in
from auditor.model import DateShown, LanguagePart
from auditor.standards.conventions import explained_keys

_HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f]+")
_ASCII_LETTERS = string.ascii_letters.encode()


class TextCollector:
    """Gathers visible text in reading order; what repeats from page to page is kept apart from the page's own."""

    def __init__(self, taken: Sequence[tuple[Text, ElementContext]]) -> None:
        """``taken`` are the runs of text that a visitor may see, in document order, those of white space among them."""
        self._taken = taken
        runs = [(words, text, around) for text, around in taken if (words := text.data) and not words.isspace()]
        self._parts = [words for words, _, _ in runs]
        self._spots = [(text, around) for _, text, around in runs]
        self.length = sum(len(words.strip()) for words in self._parts)

    def fingerprint(self) -> str:
        """A hash of the page's own words without white space; of all words where nothing else is there."""
        pairs = zip(self._parts, self._spots, strict=True)
        own = [words for words, (_, around) in pairs if not around.region.is_template]
        return fingerprint_of("".join(own or self._parts))

    def keys_told(self) -> tuple[str, ...]:
        """The access keys that the text explains, in capitals."""
        return explained_keys("".join(self._parts))

    def letters(self) -> tuple[int, int]:
        """How many Chinese characters and how many Latin letters the text has."""
        joined = "".join(self._parts)
        if joined.isascii():  # bytes are counted twenty times as fast as a pattern finds them
            return 0, len(joined) - len(joined.encode().translate(None, _ASCII_LETTERS))
        return _counted(_HAN, joined), _counted(_LATIN, joined)

    def whole(self) -> str:
        """All of the text."""
        return "".join(self._parts)

    def between(self, marks: Sequence[int | None], most: int) -> Iterator[str]:
        """The text from each mark (a number of runs taken) to the next, up to so many characters."""
        for begin, end in pairwise(marks):
            yield "".join(text.data for text, _ in self._taken[begin:end])[:most]

    def by_part(self) -> Iterator[tuple[str, LanguagePart | None]]:
        """The runs of text in order, each with the nearest part around it that has a language of its own."""
        return ((words, around.part) for words, (_, around) in zip(self._parts, self._spots, strict=True))

    def matches(
        self, pattern: re.Pattern[str], possible: Callable[[str], bool]
    ) -> Iterator[tuple[Text, ElementContext, str]]:
        """The runs of text in which a pattern is found, in order, each with the first match.

        ``possible`` is quicker than the pattern, and false only for texts in which it fits nothing.
        """
        if not possible("\0".join(self._parts)):
            return
        for words, (text, around) in zip(self._parts, self._spots, strict=True):
            if possible(words) and (found := pattern.search(words)):
                yield text, around, found[0]

    def dates(self, reading: PageReader) -> tuple[DateShown, ...]:
        """The dates shown after a word such as 更新日期, each with the place where the word stands."""
        joined = "".join(self._parts)
        starts = [0, *accumulate(map(len, self._parts))]
        shown = []
        for found in dates_in(joined):
            text, around = self._spots[bisect_right(starts, found.start) - 1]
            parent = text.parent
            if isinstance(parent, Element):
                shown.append(DateShown(reading.place(parent, around), found.word, found.text, found.date))
        return tuple(shown)


def _counted(pattern: re.Pattern[str], text: str) -> int:
    return sum(map(len, pattern.findall(text)))
