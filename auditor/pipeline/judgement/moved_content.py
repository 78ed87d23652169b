"""Suggests where missing content may have moved: the same file name, or a page with the link's text as its title.

A hint for whoever mends the link, never a verdict: only a name or title that a site has once is suggested.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor import urls

_PARTS = re.compile(r"(?<!\s)\s+[-–—|｜:：>»]+\s+|[|｜»]")
_GENERAL = re.compile(
    r"(?:index|default|home|main|list|view|show|detail|page|content|download)?\d{0,2}(?:\.\w+)?", re.IGNORECASE
)
_SHORTEST_TITLE = 4
_SEVERAL = ""


class MovedContent:
    """Names and titles of a run's pages and files, by site; one that a site has twice is never suggested."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def add(self, site: str, url: str, title: str) -> None:
        """Add a page or file that is there."""
        for key in (_name(url), *_titles(title)):
            if key:
                known = hash((site, key))
                self._known[known] = url if self._known.get(known, url) == url else _SEVERAL

    def of(self, site: str, url: str, text: str, *, besides: Iterable[str] = ()) -> str:
        """Where the content of ``url``, linked on a site with this text, may be now; empty where that is unknown.

        ``besides`` are addresses that it cannot be.
        """
        excluded = {url, *besides}
        found = (self._known.get(hash((site, key)), "") for key in (_name(url), *_titles(text)) if key)
        return next((address for address in found if address and address not in excluded), "")


def _name(url: str) -> str:
    """A file's name after a slash, which no title begins with; empty where the name is a general one."""
    name = urls.path_of(url).rpartition("/")[2]
    return "" if "?" in url or _GENERAL.fullmatch(name) else f"/{name}"


def _titles(text: str) -> tuple[str, ...]:
    """The parts of a title or a link's text that are long enough to name a page."""
    parts = (" ".join(part.split()).casefold() for part in _PARTS.split(text))
    return tuple(part for part in parts if len(part) >= _SHORTEST_TITLE)
