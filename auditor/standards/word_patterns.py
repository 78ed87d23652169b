"""Searches a text for many alternatives at once: only those are tried of which the text has a necessary part."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

_LOOK = re.compile(r"\(\?(?:<?[!=])[^()]*\)|\\b")
_OPTIONAL = re.compile(r"(?:\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\]|\\?.)(?:\?|\*|\{0,\d+\})")
_UNKNOWN = re.compile(
    r"\((?:[^()]|\([^()]*\))*\)[+?*]?|\[[^\]]*\][+?*]?(?:\{[\d,]*\})?|\\[a-zA-Z][+*?]?|\.[+*?]?(?:\{[\d,]*\})?|[\^$]|\{[\d,]*\}"
)

_GROUP = re.compile(r"\(\?:((?:[^()]|\((?!\?[<!=])[^()]*\))*)\)(?![?*{])")
_CLASS = re.compile(r"(?<!\\)\[([^\]^\\-]{2,6})\](?![?*+{])")
_SHORTEST = 2
_MOST_SPREADS = 2


class WordPatterns:
    """Alternatives of regular expressions, searched for one by one; ``\\b`` and ``\\w`` know ASCII alone.

    Chinese has no blanks: a Latin word between two of its letters is a word.
    """

    def __init__(self, patterns: Iterable[str]) -> None:
        branches = dict.fromkeys(
            part for pattern in patterns for branch in alternatives(pattern) for part in _spread(branch, _MOST_SPREADS)
        )
        self._branches = [(necessary_part(branch), re.compile(branch, re.ASCII)) for branch in branches]

    def found(self, text: str) -> Iterator[str]:
        """Yield what the text has of the alternatives, by alternative."""
        for part, pattern in self._branches:
            if part in text:
                yield from (match[0] for match in pattern.finditer(text))


def alternatives(pattern: str) -> list[str]:
    """Return the branches of a regular expression between its outermost bars."""
    branches, depth, start, escaped, in_class = [], 0, 0, False, False
    for at, sign in enumerate(pattern):
        if escaped:
            escaped = False
        elif sign == "\\":
            escaped = True
        elif in_class:
            in_class = sign != "]"
        elif sign == "[":
            in_class = True
        elif sign in "()":
            depth += 1 if sign == "(" else -1
        elif sign == "|" and not depth:
            branches.append(pattern[start:at])
            start = at + 1
    return [*branches, pattern[start:]]


def necessary_part(branch: str) -> str:
    """Return the longest literal that every match of a branch contains; empty where none is known."""
    bare = _LOOK.sub("\0", branch).replace("(?:", "(")
    bare = _OPTIONAL.sub("\0", bare)
    parts = _UNKNOWN.sub("\0", bare).replace("\\.", ".").replace("\\-", "-").split("\0")
    return max((part for part in parts if not set(part) & set("\\()[]+*?{}|")), key=len, default="")


def _spread(branch: str, times: int) -> Iterator[str]:
    """A branch without a necessary part, as several that have one: a group or a class of letters written out."""
    if len(necessary_part(branch)) >= _SHORTEST or not times:
        yield branch
        return
    if group := _GROUP.search(branch):
        choices = alternatives(group[1])
    elif group := _CLASS.search(branch):
        choices = list(group[1])
    else:
        yield branch
        return
    for choice in choices:
        yield from _spread(branch[: group.start()] + choice + branch[group.end() :], times - 1)
