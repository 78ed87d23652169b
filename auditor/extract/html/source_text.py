"""Finds lines, columns and start tags in the source of a page, and masks personal numbers."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from auditor.standards import personal_numbers

_BREAK = re.compile(r"\r\n|\r|\n")
_START_TAG = re.compile(r"<(?:[^>\"']+|\"[^\"]*\"|'[^']*')*>?")
_ERROR = ("error", "alert", "warning", "danger", "invalid")
_LONGEST_SNIPPET = 200


class Source:
    """One page's source. Lines and columns count from 1, columns in characters, any line break ends a line."""

    def __init__(self, html: str) -> None:
        self.html = html

    @cached_property  # like the next: a page parsed for its links only does not need them
    def _starts(self) -> list[int]:
        return _line_starts(self.html)

    @cached_property
    def _personal(self) -> bool:
        return personal_numbers.perhaps(self.html)

    def mask_every_text(self) -> None:
        """Search each text for personal numbers, instead of the whole page once."""
        self._personal = True

    @property
    def may_show_errors(self) -> bool:
        """Whether anything in the page may be an error message."""
        html = self.html.lower()
        return any(word in html for word in _ERROR)  # ten times as fast as one pattern of them all

    def masked(self, text: str) -> str:
        """The text with identity-card and mobile numbers masked, for personal data is never kept."""
        return personal_numbers.masked_plain(text) if self._personal else text

    def offset(self, line: int, column: int) -> int:
        """Where a line and column are in the text; its end when the text has no such line."""
        return self._starts[line - 1] + column - 1 if 0 < line <= len(self._starts) else len(self.html)

    def position(self, offset: int) -> tuple[int, int]:
        """Line and column of an offset."""
        line = bisect_right(self._starts, offset)
        return line, offset - self._starts[line - 1] + 1

    def snippet(self, offset: int) -> str:
        """The start tag at an offset, at most 200 characters of it, without line breaks."""
        end = offset + _LONGEST_SNIPPET
        found = _START_TAG.match(self.html, offset, end)
        if found is None:
            return ""
        tag = found[0] if found[0].endswith(">") else self.html[offset:end]
        return self.masked(" ".join(tag.split()) if "\n" in tag else tag)


def _line_starts(html: str) -> list[int]:
    if "\r" in html:
        return [0, *(found.end() for found in _BREAK.finditer(html))]
    before = accumulate(map(len, html.split("\n")[:-1]), initial=0)  # the breaks themselves are not counted
    return [length + breaks for breaks, length in enumerate(before)]
