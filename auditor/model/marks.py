"""Marks of language and of name that a page puts on its parts, and what contradicts them."""

from __future__ import annotations

import msgspec

from auditor.model.verdict import Place

_CERTAIN, _DOUBTFUL = 4, 2
"""How many different function words prove a language, or raise the question."""


class LanguagePart(msgspec.Struct, frozen=True):
    """An element below the root that carries a ``lang`` attribute."""

    place: Place
    """The element."""
    lang: str
    """The attribute as written."""


class RepeatedId(msgspec.Struct, frozen=True):
    """An element whose id an element before it has (HTML Standard, 3.2.6)."""

    place: Place
    """The element."""
    name: str
    """The id."""


class LanguageEvidence(msgspec.Struct, frozen=True):
    """A text marked with a language, and what its letters and function words indicate."""

    place: Place
    """The element that carries the mark."""
    lang: str
    """The language it is marked with."""
    words: int
    """The number of words counted."""
    own: int
    """The number of different function words of that language, or of its letters where it has a script of its own."""
    other: str
    """The language that has most function words, or letters, besides."""
    others: int
    """The number of different function words of that other language."""
    by_script: bool = False
    """Whether the letters alone prove that the text is in ``other``."""

    @property
    def contradicts(self) -> bool:
        """Whether the text is certainly in another language than it is marked with."""
        return self.by_script or (self.others >= _CERTAIN and self.own * _CERTAIN <= self.others)

    @property
    def is_doubtful(self) -> bool:
        """Whether the text has function words of another language and none of its own."""
        return not self.contradicts and self.own == 0 and self.others >= _DOUBTFUL


class AriaName(msgspec.Struct, frozen=True, omit_defaults=True):
    """An ARIA name on an element that takes none by itself."""

    place: Place
    """The element."""
    role: str
    """Its role: the one given, else the one that its tag implies."""
    attribute: str = ""
    """The attribute that names it; empty where the role given takes a name."""
