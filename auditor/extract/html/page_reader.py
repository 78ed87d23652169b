"""One page while it is read: what is known of it as a whole, where the walk stands, and what was found so far."""

from __future__ import annotations

from typing import Any

import msgspec

from auditor.extract.html.accessible_names import given_name, spoken_text
from auditor.extract.html.dom import Element, Text, Tree, is_hiding, selector
from auditor.extract.html.landmarks import LANDMARKS, Landmarks
from auditor.extract.html.source_text import Source
from auditor.model import LanguagePart, Place, Region
from auditor.urls import resolve

MOST_LINKS = 20_000
"""Links beyond these are not read: no page that a person wrote has so many."""
DEEPEST = 512
"""Elements nested deeper get no selector and no texts; browsers flatten a tree at this depth."""

_HIDING = frozenset({"hidden", "aria-hidden", "style"})


class ElementContext(msgspec.Struct):
    """What an element's ancestors mean for it; replaced, never changed, so that siblings can share it.

    ``silent``: its text is no part of the visible page. ``framed``: it belongs to the frame around the content that a
    template gives. ``deep``: nested deeper than browsers go. ``anchor``: selector and short selector of its landmark.
    ``part``: the nearest part with a language of its own.
    """

    region: Region = Region.BODY
    hidden: bool = False
    silent: bool = False
    framed: bool = False
    sectioned: bool = False
    linked: bool = False
    deep: bool = False
    anchor: tuple[str, str] | None = None
    label: Element | None = None
    part: LanguagePart | None = None
    legends: tuple[str, ...] = ()
    form: Any = None
    table: Any = None


class PageReader:
    """The page being read. Readers of single nouns ask it for places and addresses, and put what they find into it.

    ``bare`` is set while nothing but addresses is wanted: it stands for every place, and no words are read.
    """

    def __init__(self, html: str, tree: Tree, url: str, charset: str) -> None:
        self.source = Source(html)
        self.tree = tree
        self.url = url
        self.charset = charset
        self.landmarks = Landmarks(tree)
        self.base = _base_of(tree, url, charset)
        self.heading = ""
        self.bare: Place | None = None
        self.marks: list[int] = []
        self.texts: list[tuple[Text, ElementContext]] = []
        self.found: dict[str, list[Any]] = {}
        self.ids: set[str] = set()
        self.body: dict[tuple[str, str | None], None] = {}
        self.frame: dict[tuple[str, str | None], None] = {}
        self._last: tuple[Element, Place] | None = None

    def entered(self, element: Element, tag: str, around: ElementContext, depth: int) -> ElementContext:
        """What surrounds an element and, so far, its children: that of its parent with what it says by itself."""
        names = element.attrs
        role = element.attr("role") if names and "role" in names else None
        if not around.hidden and (tag == "slot" or (names and not _HIDING.isdisjoint(names) and is_hiding(element))):
            around = msgspec.structs.replace(around, hidden=True)
        if depth > DEEPEST and not around.deep:
            around = msgspec.structs.replace(around, deep=True)
        if role is None and tag not in LANDMARKS and not (names and self.landmarks.may_begin(tag)):
            return around
        region = self.landmarks.region(element, tag, role, sectioned=around.sectioned)
        if region is None:
            return around
        short = self.landmarks.anchor(tag, role)
        return msgspec.structs.replace(
            around,
            region=region,
            framed=around.framed or (region.is_frame and not around.sectioned),
            anchor=(element.css_path(), short) if short and not around.deep else around.anchor,
            silent=around.silent or region is Region.HEAD,
        )

    def masked(self, text: str) -> str:
        """The text with personal numbers made unreadable."""
        return self.source.masked(text)

    def add(self, noun: str, thing: Any) -> None:
        """Put a thing into the list of its noun (a field of ``Document``)."""
        things = self.found.setdefault(noun, [])
        if noun != "links" or len(things) < MOST_LINKS:
            things.append(thing)

    def resolve(self, href: str) -> str:
        """The address as a browser resolves it on this page, or an empty string when it cannot."""
        return resolve(self.base or self.url, href, self.charset) or ""

    def named(self, element: Element) -> str:
        """The name that ARIA attributes give the element."""
        return self.masked(given_name(element, self.tree))

    def words_of(self, element: Element) -> str:
        """What a heading says: the name that ARIA gives it, or its words."""
        return self.named(element) or self.masked(spoken_text(element))

    def place(self, element: Element, around: ElementContext) -> Place:
        """Where the element stands; the snippet is its start tag as delivered. While ``bare`` is set, just that."""
        if self.bare is not None:
            return self.bare
        if self._last is not None and self._last[0] is element:
            return self._last[1]
        line, column = element.position or (0, -1)
        place = Place(
            self.url,
            "" if around.deep else self._selector(element, around),
            line,
            column + 1,
            self.source.snippet(self.source.offset(line, column + 1)) if line else "",
            around.region,
        )
        self._last = element, place
        return place

    def _selector(self, element: Element, around: ElementContext) -> str:
        path = selector(element)
        if around.anchor is not None:
            long, short = around.anchor
            if path.startswith(long):
                return short + path[len(long) :]
        return path


def _base_of(tree: Tree, url: str, charset: str) -> str:
    """HTML Standard, 4.2.3: the first base with an href counts, for links before it too; empty when there is none."""
    element = tree.select_one("base[href]")
    if element is None:
        return ""
    base = resolve(url, element.attr("href") or "", charset)
    return "" if base is None or base.startswith(("data:", "javascript:")) else base
