"""The visible words of a page, and the update dates among them."""

from __future__ import annotations

import hashlib
import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from auditor.gather.dates import dates_in
from auditor.gather.dom import Element, Text
from auditor.gather.reading import Around, Reading
from auditor.model import DateShown
from auditor.standards.conventions import keys_told


class Words:
    """Gathers visible text in reading order; what repeats from page to page is kept apart from the page's own."""

    def __init__(self) -> None:
        self.length = 0
        self._parts: list[str] = []
        self._own: list[str] = []
        self._spots: list[tuple[Text, Around]] = []

    def take(self, text: Text, around: Around) -> None:
        """Take up one run of text."""
        words = text.data
        if around.silent or around.hidden or not words or words.isspace():
            return
        self._parts.append(words)
        self._spots.append((text, around))
        self.length += len(words.strip())
        if not around.region.is_template:
            self._own.append(words)

    def fingerprint(self) -> str:
        """A hash of the page's own words with white space folded; of all words where nothing else is there."""
        text = " ".join(" ".join(self._own or self._parts).split())
        return hashlib.blake2b(text.encode(errors="replace"), digest_size=10).hexdigest() if text else ""

    def keys_told(self) -> tuple[str, ...]:
        """The access keys that the text explains, in capitals."""
        return keys_told("".join(self._parts))

    def count(self, pattern: re.Pattern[str]) -> int:
        """How many characters of the text are in matches of a pattern."""
        return sum(map(len, pattern.findall("\0".join(self._parts))))

    def matches(self, pattern: re.Pattern[str]) -> Iterator[tuple[Text, Around, str]]:
        """The runs of text in which a pattern is found, in order, each with the first match."""
        if not pattern.search("\0".join(self._parts)):
            return
        for words, (text, around) in zip(self._parts, self._spots, strict=True):
            if found := pattern.search(words):
                yield text, around, found[0]

    def dates(self, reading: Reading) -> tuple[DateShown, ...]:
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
