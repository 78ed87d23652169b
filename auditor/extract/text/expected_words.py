"""Finds which of the words that a system's page must show are missing from it."""

from __future__ import annotations

import html
from collections.abc import Iterable


def find_missing_words(source: str, words: Iterable[str]) -> tuple[str, ...]:
    """The words that stand nowhere in a page's source, character references resolved; in the order given."""
    shown = html.unescape(source)
    return tuple(word for word in words if word not in shown)
