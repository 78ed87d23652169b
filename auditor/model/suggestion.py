"""A class that a page may belong to, with its probability and the reasons."""

from __future__ import annotations

import msgspec


class Choice(msgspec.Struct, frozen=True):
    """One code of a scheme."""

    code: str
    """The code, for example ``J32``."""
    label: str
    """Its Chinese name; empty where the table has none."""
    probability: float
    """The probability (0 to 1) that an editor would choose it too, among the codes of the page."""


class Suggestion(msgspec.Struct, frozen=True):
    """The suggestion for one field of classification."""

    field: str
    """The field, for example ``Category.Theme``."""
    choices: tuple[Choice, ...]
    """The likeliest codes, best first."""
    sure: bool
    """Whether the first reaches the threshold; only then may it be offered for pasting."""
    words: tuple[str, ...] = ()
    """The parts of the page's text that count most for the first, strongest first."""
    beside: tuple[int, int] = (0, 0)
    """How many other pages of the module carry the first code, and how many carry any; (0, 0) unless that is why."""
