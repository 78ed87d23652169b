"""Words of gambling, pornography, medicine and forgeries, and of names for sale (``spam_words.yaml``), in a text."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Any

import msgspec

from auditor.standards import table
from auditor.standards.word_patterns import WordPatterns

_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u2060\ufeff"))
_LONGEST = 12_000
_BLANKS = re.compile(r"\s+")


class SpamWords(msgspec.Struct, frozen=True):
    """The different words of one kind in a text."""

    kind: str
    """The kind: a key of ``kinds``."""
    core: frozenset[str] = frozenset()
    """Words that hardly anybody but a seller writes."""
    topic: frozenset[str] = frozenset()
    """Words of the subject, those of ``core`` not among them."""
    offers: frozenset[str] = frozenset()
    """Words that solicit."""

    @property
    def weight(self) -> int:
        """How much the text has of them: a core word counts twice."""
        return 2 * len(self.core) + len(self.topic) + len(self.offers)


class _Kind(msgspec.Struct, frozen=True):
    core: WordPatterns
    topic: WordPatterns
    offers: WordPatterns


@cache
def _kinds() -> dict[str, _Kind]:
    rows: dict[str, Any] = table("spam_words")["kinds"]
    return {
        name: _Kind(WordPatterns(row["core"].values()), WordPatterns([row["topic"]]), WordPatterns([row["offers"]]))
        for name, row in rows.items()
    }


@cache
def _row(name: str) -> WordPatterns:
    row: Any = table("spam_words")
    for key in name.split("."):
        row = row[key]
    return WordPatterns([row])


@cache
def _placeholder() -> re.Pattern[str]:
    return re.compile(table("spam_words")["placeholder"])


def searchable(text: str) -> str:
    """Return a text as the words of the table are searched for in it: NFKC, lower case, blanks folded, cut."""
    folded = unicodedata.normalize("NFKC", text[:_LONGEST]).lower().translate(_INVISIBLE)
    return _BLANKS.sub(" ", folded).strip()


def spam_words(text: str) -> SpamWords | None:
    """Return the words of the kind that a ``searchable`` text has most of; None without a core or topic word."""
    found = [words for kind in _kinds() if (words := _words(kind, text))]
    return max(found, key=lambda words: words.weight, default=None)


def core_words(text: str) -> frozenset[str]:
    """Return the core words of all kinds in a ``searchable`` text."""
    return frozenset(word for kind in _kinds().values() for word in _distinct(kind.core, text))


def words_of(name: str, text: str) -> frozenset[str]:
    """Return the different words of a row (``harmless``, ``shop``, ``sale.whole``) in a ``searchable`` text."""
    return _distinct(_row(name), text)


def is_placeholder_title(title: str) -> bool:
    """Return whether a whole title is that of a server's default page or of a notice of construction."""
    return _placeholder().match(searchable(title)) is not None


def joined(texts: Iterable[str]) -> str:
    """Return texts as one ``searchable`` text, a bar between them so that no word runs over two."""
    return searchable(" | ".join(texts))


def _words(kind: str, text: str) -> SpamWords | None:
    row = _kinds()[kind]
    core = _distinct(row.core, text)
    topic = frozenset(word for word in _distinct(row.topic, text) if not any(word in known for known in core))
    if not core and not topic:
        return None
    return SpamWords(kind, core, topic, _distinct(row.offers, text))


def _distinct(patterns: WordPatterns, text: str) -> frozenset[str]:
    """The different words of a text, without those that are a part of a longer one: ``gacor`` in ``slot gacor``."""
    found = frozenset(word for match in patterns.found(text) if (word := match.strip()))
    return frozenset(word for word in found if not any(word in other and word != other for other in found))
