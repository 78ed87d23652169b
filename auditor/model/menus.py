"""The menu links that the pages of a site repeat in header, navigation and footer, by language."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

import msgspec

from auditor.model.page import MenuLink, PageSummary
from auditor.model.verdict import Region

_FEWEST_PAGES = 3
_MOST = 0.8


class SharedMenu(msgspec.Struct, frozen=True):
    """The menu that the pages of one language share."""

    language: str
    """The primary language tag of the pages, for example ``zh``."""
    pages: tuple[PageSummary, ...]
    """The pages, at least three."""
    repeated: frozenset[str]
    """The addresses that nearly all of their frames (80 %) link to."""

    def links(self, page: PageSummary, *regions: Region) -> tuple[MenuLink, ...]:
        """Return a page's repeated links in these regions (none named: all), in order, each address once."""
        first: dict[str, MenuLink] = {}
        for link in page.menu:
            if link.url in self.repeated and (not regions or link.region in regions):
                first.setdefault(link.url, link)
        return tuple(first.values())

    def names(self, page: PageSummary) -> dict[str, frozenset[str]]:
        """Return the texts of a page's repeated links, by address; links without a text are left out."""
        found: dict[str, set[str]] = defaultdict(set)
        for link in page.menu:
            if link.url in self.repeated and link.name:
                found[link.url].add(link.name)
        return {url: frozenset(names) for url, names in found.items()}


def shared_menus(pages: Iterable[PageSummary]) -> tuple[SharedMenu, ...]:
    """Group the pages that answered and have a menu by language (``zh``, ``en``); fewer than three make no group."""
    by_language: dict[str, list[PageSummary]] = defaultdict(list)
    for page in pages:
        if page.menu and not page.is_error:
            by_language[page.lang.strip().lower().partition("-")[0]].append(page)
    return tuple(
        SharedMenu(language, tuple(members), _repeated(members))
        for language, members in sorted(by_language.items())
        if len(members) >= _FEWEST_PAGES
    )


def _repeated(pages: list[PageSummary]) -> frozenset[str]:
    counts = Counter(url for page in pages for url in {link.url for link in page.menu})
    return frozenset(url for url, count in counts.items() if count >= _MOST * len(pages))
