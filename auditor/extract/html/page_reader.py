"""State of one page while it is parsed: its tree, base address and landmarks, and the facts found so far."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import msgspec

from auditor.extract.html.accessible_names import accessible_text, aria_name_of
from auditor.extract.html.dom import Element, Text, Tree, is_hiding, selector
from auditor.extract.html.landmarks import LANDMARKS, Landmarks
from auditor.extract.html.source_text import Source
from auditor.model import LanguagePart, Place, Region, RepeatedId
from auditor.urls import resolve

MOST_LINKS = 20_000
"""Most links read of a page; no page that a person wrote has more."""

_DEEPEST = 512
"""Elements nested deeper get no selector and no texts; browsers flatten a tree at this depth."""

_HIDING = frozenset({"hidden", "aria-hidden", "style"})


ElementKinds = dict[tuple[str, str | None], None]
"""Kinds of elements (tag, class) in the order of their first occurrence."""


class ElementContext(msgspec.Struct):
    """What an element's ancestors mean for it; replaced, never changed, so that siblings can share it."""

    region: Region = Region.BODY
    """Region of the nearest landmark."""

    hidden: bool = False
    """Whether an attribute of an ancestor, or of the element itself, hides it."""

    silent: bool = False
    """Whether its text is no part of the visible page."""

    framed: bool = False
    """Whether it belongs to the frame around the content, which a template gives."""

    sectioned: bool = False
    """Whether it is inside sectioning content, whose header and footer are not the page's."""

    linked: bool = False
    """Whether it is inside a link."""

    deep: bool = False
    """Whether it is nested deeper than browsers go."""

    anchor: tuple[str, str] | None = None
    """Full and short selector of the nearest landmark that the page has once."""

    label: Element | None = None
    """The nearest ``label`` around it."""

    part: LanguagePart | None = None
    """The nearest part with a language of its own."""

    legends: tuple[str, ...] = ()
    """Names of the fieldsets around it, outermost first."""

    form: Any = None
    """The ``OpenForm`` that it is in."""

    table: Any = None
    """The ``OpenTable`` that it is in."""


class PageReader:
    """Collects the facts of one page: readers of elements take places and addresses from it and add what they find."""

    def __init__(self, html: str, tree: Tree, url: str, charset: str) -> None:
        self.source = Source(html)
        self.tree = tree
        self.url = url
        self.charset = charset
        self.landmarks = Landmarks(tree)
        self.base = _base_of(tree, url, charset)
        self.heading = ""
        """Text of the nearest heading so far that is not hidden."""

        self.bare: Place | None = None
        """Set while only addresses are wanted: then it stands for every place, and links have no text."""

        self.heading_positions: list[int] = []
        """For each heading, the number of ``texts`` before it."""

        self.texts: list[tuple[Text, ElementContext]] = []
        """Runs of visible text, white space among them."""

        self.found: dict[str, list[Any]] = {}
        """Facts by the name of their field in ``Document``."""

        self.ids: set[str] = set()
        self.access_keys: dict[str, None] = {}
        """Access keys of visible elements, in capitals."""

        self._taken: set[str] = set()
        self.body_kinds: ElementKinds = {}
        self.frame_kinds: ElementKinds = {}
        self._last: tuple[Element, Place] | None = None

    def enter(self, element: Element, tag: str, context: ElementContext, depth: int) -> ElementContext:
        """The context of an element: that of its parent's children, changed by its own tag and attributes."""
        names = element.attrs
        role = element.attr("role") if names and "role" in names else None
        if not context.hidden and (tag == "slot" or (names and not _HIDING.isdisjoint(names) and is_hiding(element))):
            context = msgspec.structs.replace(context, hidden=True)
        if depth > _DEEPEST and not context.deep:
            context = msgspec.structs.replace(context, deep=True)
        if role is None and tag not in LANDMARKS and not (names and self.landmarks.may_begin(tag)):
            return context
        region = self.landmarks.region(element, tag, role, sectioned=context.sectioned)
        if region is None:
            return context
        short = self.landmarks.anchor(tag, role)
        return msgspec.structs.replace(
            context,
            region=region,
            framed=context.framed or (region.is_frame and not context.sectioned),
            anchor=(element.css_path(), short) if short and not context.deep else context.anchor,
            silent=context.silent or region is Region.HEAD,
        )

    @cached_property
    def image_maps(self) -> frozenset[str]:
        """The names of the page's image maps."""
        return frozenset(element.attr("name") or "" for element in self.tree.select("map[name]"))

    def masked(self, text: str) -> str:
        """The text with personal numbers masked."""
        return self.source.masked(text)

    def add(self, field: str, fact: Any) -> None:
        """Add a fact to those of a field of ``Document``; links beyond ``MOST_LINKS`` are dropped."""
        facts = self.found.setdefault(field, [])
        if field != "links" or len(facts) < MOST_LINKS:
            facts.append(fact)

    def take_id(self, element: Element, name: str, context: ElementContext) -> None:
        """Note the id of an element; one that an element before it has is a fact."""
        if name in self._taken:
            self.add("repeated_ids", RepeatedId(self.place(element, context), name))
        self._taken.add(name)

    def resolve(self, href: str) -> str:
        """The address as a browser resolves it on this page, or an empty string when it cannot."""
        return resolve(self.base or self.url, href, self.charset) or ""

    def aria_name(self, element: Element) -> str:
        """The name that ARIA attributes give the element."""
        return self.masked(aria_name_of(element, self.tree))

    def heading_text(self, element: Element) -> str:
        """The accessible text of a heading: its ARIA name, or else its content."""
        return self.aria_name(element) or self.masked(accessible_text(element))

    def place(self, element: Element, context: ElementContext) -> Place:
        """The place of an element; the snippet is its start tag as delivered. While ``bare`` is set, ``bare``."""
        if self.bare is not None:
            return self.bare
        if self._last is not None and self._last[0] is element:
            return self._last[1]
        line, column = element.position or (0, -1)
        place = Place(
            self.url,
            "" if context.deep else self._selector(element, context),
            line,
            column + 1,
            self.source.snippet(self.source.offset(line, column + 1)) if line else "",
            context.region,
        )
        self._last = element, place
        return place

    def _selector(self, element: Element, context: ElementContext) -> str:
        path = selector(element)
        if context.anchor is not None:
            long, short = context.anchor
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
