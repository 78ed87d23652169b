"""A class that a page may belong to, with how sure we are and why."""

from __future__ import annotations

import msgspec


class Choice(msgspec.Struct, frozen=True):
    """One code of a scheme; ``probability`` (0 to 1) that an editor would choose it too, among the codes of the page.

    ``label`` is the code's Chinese name, empty where our table has none.
    """

    code: str
    label: str
    probability: float


class Suggestion(msgspec.Struct, frozen=True):
    """What is suggested for one field of classification (``Category.Theme``): the likeliest codes, best first.

    ``sure`` says that the first reaches the threshold; only then may it be offered to be pasted. ``words`` are the
    parts of the page's text that spoke for the first, the strongest first. ``beside`` says how many other pages of the
    module carry the first code, and how many carry one, where that is the reason.
    """

    field: str
    choices: tuple[Choice, ...]
    sure: bool
    words: tuple[str, ...] = ()
    beside: tuple[int, int] = (0, 0)
