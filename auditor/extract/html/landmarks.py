"""Finds the region of an element: by landmarks or, where a page has none, by customary names of ids and classes."""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.extract.html.dom import Element, Tree
from auditor.model import Region

SECTIONING = frozenset({"article", "section", "main", "aside", "nav"})
"""A header or footer inside one of these belongs to it, not to the page (HTML-AAM, header and footer)."""

_TAGS = {
    "header": Region.HEADER, "nav": Region.NAVIGATION, "aside": Region.ASIDE, "footer": Region.FOOTER,
    "main": Region.MAIN, "head": Region.HEAD,
}  # fmt: skip
LANDMARKS = frozenset(_TAGS)
"""Tags that can begin a region."""

_ROLES = {
    "banner": Region.HEADER, "navigation": Region.NAVIGATION, "complementary": Region.ASIDE,
    "contentinfo": Region.FOOTER, "main": Region.MAIN,
}  # fmt: skip
_OF_THE_PAGE = frozenset({Region.HEADER, Region.FOOTER})
_NAMES = {
    Region.HEADER: re.compile(
        r"(?:page|site|main|top|web)?[-_]?header(?:[-_]?(?:wrap|wrapper|area|block))?", re.IGNORECASE
    ),
    Region.NAVIGATION: re.compile(
        r"(?:main|top|site|side|left|mega)?[-_]?(?:nav|navbar|navigation|menu)", re.IGNORECASE
    ),
    Region.FOOTER: re.compile(
        r"(?:page|site|main|fat|web)?[-_]?footer(?:[-_]?(?:wrap|wrapper|area|block))?", re.IGNORECASE
    ),
}
_NAMED_TAGS = frozenset({"div", "table", "td", "ul", "section", "tr"})
_ANY = ",".join([*_TAGS, "[role]"])
_ANY_NAMED = ",".join([_ANY, *(f"{tag}[{attribute}]" for tag in sorted(_NAMED_TAGS) for attribute in ("id", "class"))])


class Landmarks:
    """The landmarks of one page; names of ids and classes count only for regions that have no landmark at all."""

    def __init__(self, tree: Tree) -> None:
        present = {_TAGS[tag] for tag in ("header", "nav", "footer") if tree.find(tag) is not None}
        present |= {_ROLES[role] for element in tree.select("[role]") if (role := element.attr("role")) in _ROLES}
        self._names = [(region, name) for region, name in _NAMES.items() if region not in present]
        self._named_tags = _NAMED_TAGS if self._names else frozenset[str]()
        self._tree = tree
        self._alone: dict[str, bool] = {}

    @property
    def selector(self) -> str:
        """A selector of all elements that may begin a region."""
        return _ANY_NAMED if self._names else _ANY

    def may_begin(self, tag: str) -> bool:
        """Whether an element of this tag begins a region by its id or class."""
        return tag in self._named_tags

    def region(self, element: Element, tag: str, role: str | None, *, sectioned: bool) -> Region | None:
        """The region that begins with this element, or None when it begins none."""
        if role in _ROLES:
            return _ROLES[role]
        region = _TAGS.get(tag)
        if region is not None:
            return None if (sectioned and region in _OF_THE_PAGE) or role else region
        if self._names and not sectioned and tag in _NAMED_TAGS:
            return self._by_name(element)
        return None

    def anchor(self, tag: str, role: str | None) -> str:
        """A short selector of a landmark that the page has once (``footer``), or an empty string."""
        name = tag if tag in _TAGS else f'[role="{role}"]' if role in _ROLES else ""
        if not name:
            return ""
        if name not in self._alone:
            self._alone[name] = len(self._tree.select(name)) == 1
        return name if self._alone[name] else ""

    def _by_name(self, element: Element) -> Region | None:
        named = _regions_named(f"{element.attr('id') or ''} {element.attr('class') or ''}")
        return next((region for region, _ in self._names if region in named), None) if named else None


@lru_cache(4_096)  # pages of one site use the same names
def _regions_named(names: str) -> frozenset[Region]:
    """The regions that names of ids and classes customarily stand for."""
    given = names.split()
    return frozenset(region for region, name in _NAMES.items() if any(map(name.fullmatch, given)))
