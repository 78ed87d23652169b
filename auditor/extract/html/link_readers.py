"""The readers of links by tag, and what they read of an element: style, event handlers, sources, pages in place."""

from __future__ import annotations

from collections.abc import Callable

from auditor.extract.html.dom import Element, parse
from auditor.extract.html.links import SCRIPTED, read_anchor, read_jump_menu, read_scripted
from auditor.extract.html.meta_links import read_data_links, read_meta_links
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.extract.html.source_links import (
    SOURCE_TAGS,
    form_method,
    read_button,
    read_form_action,
    read_link_element,
    read_sources,
)
from auditor.extract.html.styles import read_styles
from auditor.model import FontSize, Link, LinkKind, Place, StyleLength

ElementReader = Callable[[PageReader, Element, ElementContext], object]
"""Reads the facts of one element into the page reader."""

ANCHORS = frozenset({"a", "area"})
"""Tags of elements that read their event handlers themselves."""

_LINKS = "links"


def read_links_of(reader: PageReader, element: Element, tag: str, context: ElementContext) -> None:
    """Read every link of one element: of its style, its event handlers and its own kind."""
    style = element.attr("style")
    if style:
        read_css(reader, element, context, style, "style")
    if tag not in ANCHORS and not SCRIPTED.isdisjoint(element.attrs):
        read_scripted(reader, element, context)
    for read in LINK_READERS.get(tag, ()):
        read(reader, element, context)


def read_css(reader: PageReader, element: Element, context: ElementContext, css: str, attribute: str) -> None:
    """Read an element's styles: ``css`` is its ``style`` attribute or, as ``text``, its content."""
    for kind, value, offset in read_styles(css):
        place = reader.place(element, context)
        lines = css.count("\n", 0, offset) if attribute == "text" else 0
        if lines and place.line:
            place = Place(place.url, place.selector, place.line + lines, 0, place.snippet, place.region)
        if kind == "size":
            reader.add("font_sizes", FontSize(place, value))
        elif kind != "address":
            reader.add("style_lengths", StyleLength(place, kind, value))
        else:
            url = reader.resolve(value)
            reader.add(
                _LINKS, Link(place, element.tag, attribute, value, url, LinkKind.RESOURCE, hidden=context.hidden)
            )


def _read_style(reader: PageReader, element: Element, context: ElementContext) -> None:
    read_css(reader, element, context, element.text, "text")


def _read_named_anchor(reader: PageReader, element: Element, context: ElementContext) -> None:
    name = element.attr("name")
    if name:
        reader.ids.add(name)
    read_anchor(reader, element, context)


def _read_srcdoc(reader: PageReader, element: Element, context: ElementContext) -> None:
    """Read the links of a page that stands in ``srcdoc``; all are at the frame's place.

    Its addresses are relative to this page (HTML Standard, 2.4.1 "fallback base URL"); ``#part`` stays inside it.
    """
    markup = element.attr("srcdoc")
    if not markup:
        return
    inner = PageReader(markup, parse(markup), reader.base or reader.url, "utf-8")
    inner.bare = place = reader.place(element, context)
    for part in inner.tree.select("*"):
        read_links_of(inner, part, part.tag, ElementContext())
        if part.tag == "form":
            read_form_action(inner, part, context, form_method(part.attr("method")))
    for link in inner.found.get(_LINKS, ()):
        if not link.raw.startswith("#"):
            attribute = "srcdoc:post" if link.attribute.endswith(":post") else "srcdoc"
            reader.add(
                _LINKS, Link(place, element.tag, attribute, link.raw, link.url, link.kind, hidden=context.hidden)
            )


LINK_READERS: dict[str, tuple[ElementReader, ...]] = {
    **dict.fromkeys(SOURCE_TAGS, (read_sources,)),
    "a": (_read_named_anchor,),
    "area": (read_anchor,),
    "input": (read_button,),
    "button": (read_button,),
    "iframe": (read_sources, _read_srcdoc),
    "link": (read_link_element,),
    "meta": (read_meta_links,),
    "script": (read_sources, read_data_links),
    "select": (read_jump_menu,),
    "style": (_read_style,),
}
"""The readers of links, by tag; those of forms stand with the forms."""
