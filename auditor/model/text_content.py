"""Text of a page: headings, passages that need a mark of their own, and dates."""

from __future__ import annotations

from enum import StrEnum

import msgspec

from auditor.model.verdict import Place


class Heading(msgspec.Struct, frozen=True, omit_defaults=True):
    """A heading element or ``role=heading``."""

    place: Place
    """The element."""
    level: int
    """1 to 6, or what ``aria-level`` gives; 0 when a role comes without one."""
    text: str
    """Its text."""
    hidden: bool = False
    """Whether an attribute hides it (``hidden``, ``aria-hidden``, inline style)."""
    echo: int | None = None
    """The percentage of its words that occur in the text below it; None where this cannot be measured."""
    wraps: str = ""
    """The first element inside that no heading may hold (``table``, ``ul`` …); empty where there is none."""


class PassageKind(StrEnum):
    """Why a passage of text needs a mark of its own."""

    PICTOGRAPH = "pictograph"
    RIGHT_TO_LEFT = "right_to_left"
    SOURCE = "source"
    CONTACT = "contact"
    COPYRIGHT = "copyright"
    NO_RESULTS = "no_results"
    PERSONAL = "personal"
    ERROR = "error"
    SENSORY = "sensory"
    SPACED = "spaced"
    TIME_LIMIT = "time_limit"
    FOREIGN = "foreign"


class Passage(msgspec.Struct, frozen=True, omit_defaults=True):
    """Words of a special kind among other text."""

    place: Place
    """The element around the text."""
    kind: PassageKind
    """Why it needs a mark of its own."""
    text: str
    """The words, personal numbers masked."""
    mark: str = ""
    """The mark it has, by kind; empty where there is none.

    ``pictograph``: title or ARIA name. ``right_to_left``: the ``dir`` attribute or the name of the invisible mark.
    ``source``: the address of the link beside it (``link`` where it cannot be resolved).
    ``contact``: ``telephone``, ``address`` or ``toll-free``.
    ``personal``: ``identity`` or ``mobile``. ``spaced``: the word without its spaces. ``foreign``: the language that
    it is in.
    """


class DateShown(msgspec.Struct, frozen=True):
    """A date that the page shows after a word such as 更新日期 or 發布日期; ``word`` is that word."""

    place: Place
    """The element around the date."""
    word: str
    """The word before the date."""
    text: str
    """The date as written."""
    date: str
    """The date in ISO 8601."""
