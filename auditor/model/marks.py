"""Marks of language and of name that a page puts on its parts, and what speaks against them."""

from __future__ import annotations

import msgspec

from auditor.model.verdict import Place

_CERTAIN, _DOUBTFUL = 4, 2
"""So many different little words tell a language, or raise the question."""


class LanguagePart(msgspec.Struct, frozen=True):
    """An element below the root that carries a ``lang`` attribute, with its value as written."""

    place: Place
    lang: str


class LanguageEvidence(msgspec.Struct, frozen=True):
    """A text marked as being in one language, and what its letters and little words tell.

    ``words`` were counted; ``own`` are the different little words of the language that it is marked with, or its
    letters where it has a script of its own; ``others`` the little words of ``other``, the language that has most of
    them besides. ``by_script``: the letters alone tell that it is ``other``.
    """

    place: Place
    lang: str
    words: int
    own: int
    other: str
    others: int
    by_script: bool = False

    @property
    def contradicts(self) -> bool:
        """Whether it is certainly in another language than it is marked with."""
        return self.by_script or (self.others >= _CERTAIN and self.own * _CERTAIN <= self.others)

    @property
    def is_doubtful(self) -> bool:
        """Whether it has little words of another language and none of its own."""
        return not self.contradicts and self.own == 0 and self.others >= _DOUBTFUL


class AriaName(msgspec.Struct, frozen=True, omit_defaults=True):
    """An ARIA name on what takes none by itself. ``attribute`` is empty where the role given takes a name."""

    place: Place
    role: str
    attribute: str = ""
