"""Where content that is gone may be now: the same file name, or a page titled as the link says, elsewhere on its site.

A hint for whoever mends the link, never a verdict: only what stands once on a site is named.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor import urls

_PARTS = re.compile(r"\s+[-–—|｜:：>»]+\s+|[|｜»]")
_GENERAL = re.compile(
    r"(?:index|default|home|main|list|view|show|detail|page|content|download)?\d{0,2}(?:\.\w+)?", re.IGNORECASE
)
_SHORTEST_TITLE = 4
_SEVERAL = ""


class MovedContent:
    """Names and titles of a run's pages and files, by site; what stands twice is forgotten."""

    def __init__(self) -> None:
        self._known: dict[int, str] = {}

    def take(self, site: str, url: str, title: str) -> None:
        """Take up a page or file that is there."""
        for key in (_name(url), *_titles(title)):
            if key:
                place = hash((site, key))
                self._known[place] = url if self._known.get(place, url) == url else _SEVERAL

    def of(self, site: str, url: str, text: str, *, besides: Iterable[str] = ()) -> str:
        """Where the content of ``url``, linked on a site with this text, may be now; empty where nobody knows.

        ``besides`` are addresses that it cannot be.
        """
        barred = {url, *besides}
        found = (self._known.get(hash((site, key)), "") for key in (_name(url), *_titles(text)) if key)
        return next((one for one in found if one and one not in barred), "")


def _name(url: str) -> str:
    """A file's name with the mark that it is one; empty where the name says nothing."""
    name = urls.path_of(url).rpartition("/")[2]
    return "" if "?" in url or _GENERAL.fullmatch(name) else f"/{name}"


def _titles(text: str) -> tuple[str, ...]:
    """The parts of a title or a link's text that are long enough to name a page."""
    parts = (" ".join(part.split()).casefold() for part in _PARTS.split(text))
    return tuple(part for part in parts if len(part) >= _SHORTEST_TITLE)
