"""One walk over a page's tree: each element is shown, in document order, to the readers of the nouns it may be."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace

from auditor.extract.html.aria_grids import ROLES, read_grid
from auditor.extract.html.aria_names import DESCRIBING, NAMING, read_aria_name
from auditor.extract.html.dom import Element, Text
from auditor.extract.html.elements import NAMES, OBSOLETE, is_unknown
from auditor.extract.html.embeds import read_embedded, read_frame, read_image
from auditor.extract.html.forms import open_form, read_control, read_fieldset, read_option_group
from auditor.extract.html.landmarks import SECTIONING
from auditor.extract.html.links import read_anchor, read_data_links, read_link_element, read_meta_links, read_sources
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.extract.html.styles import read_styles
from auditor.extract.html.tables import open_table, read_table_part
from auditor.model import FontSize, Heading, LanguagePart, Link, LinkKind, Place, StyleLength

Reader = Callable[[PageReader, Element, ElementContext], object]

_NAMING = NAMING | DESCRIBING
_LOUD = frozenset({"id", "role", "style", "hidden", "aria-hidden", "lang"}) | _NAMING
SILENT = frozenset({"noscript", "title", "textarea", "svg"})
UNREAD = frozenset({"script", "style", "template", "iframe", "noembed", "noframes"})
_CONTENT = "img,input,button,select,textarea,svg,iframe,object,embed,video,audio,canvas"


def walk(reading: PageReader, root: Element) -> None:
    """Read the whole tree into ``reading``, and all runs of text that a visitor may see, white space among them.

    Never recurses, however deep the tree is.
    """
    stack: list[tuple[object, ElementContext, int]] = [(root, ElementContext(), 0)]
    while stack:
        node, around, depth = stack.pop()
        if isinstance(node, Element):
            tag = node.tag
            around = _read(reading, node, tag, around, depth)
            for reader in _READERS.get(tag, ()):
                reader(reading, node, around)
            if tag not in NAMES and is_unknown(node):
                reading.add("unknown", reading.place(node, around))
            reading.body[tag, node.attr("class")] = None
            if tag in UNREAD:
                continue
            if tag in _CHANGING:
                around = _inside(reading, node, tag, around)
            depth += 1
            children = node.children
            if len(children) == 1 and isinstance(children[0], Text):  # most leaves; no need of the stack
                node = children[0]
            else:
                stack += [(child, around, depth) for child in reversed(children)]
        if isinstance(node, Text) and not (around.silent or around.hidden):
            reading.texts.append((node, around))


def _read(reading: PageReader, element: Element, tag: str, around: ElementContext, depth: int) -> ElementContext:
    """Read what any element may carry; returns what surrounds the element and, so far, its children."""
    names = element.attrs
    loud = bool(names) and not _LOUD.isdisjoint(names)
    around = reading.entered(element, tag, around, depth)
    if loud:
        around = _with_attributes(reading, element, tag, around)
        role = element.attr("role")
        if role is not None:
            _read_role(reading, element, role, around)
    if around.framed:
        reading.frame[tag, element.attr("class") if names else None] = None
    return around


def _with_attributes(reading: PageReader, element: Element, tag: str, around: ElementContext) -> ElementContext:
    id_ = element.attr("id")
    if id_:
        reading.ids.add(id_)
    lang = element.attr("lang")
    if lang is not None and tag != "html":
        part = LanguagePart(reading.place(element, around), lang)
        reading.add("language_parts", part)
        around = replace(around, part=part)
    if not _NAMING.isdisjoint(element.attrs):
        read_aria_name(reading, element, around)
    style = element.attr("style")
    if style:
        read_css(reading, element, around, style, "style")
    return around


def _inside(reading: PageReader, element: Element, tag: str, around: ElementContext) -> ElementContext:
    """What the element means for its children."""
    match tag:
        case "a":
            return replace(around, linked=around.linked or element.attr("href") is not None)
        case "label":
            return replace(around, label=None if around.deep else element)
        case "fieldset":
            return replace(around, legends=read_fieldset(reading, element, around))
        case "form":
            return replace(around, form=open_form(reading, element, around))
        case "table":
            return replace(around, table=open_table(reading, element, around))
        case _:
            silent, sectioned = tag in SILENT, tag in SECTIONING
            return replace(around, silent=around.silent or silent, sectioned=around.sectioned or sectioned)


def _read_role(reading: PageReader, element: Element, role: str, around: ElementContext) -> None:
    if role == "heading" and element.tag not in HEADINGS:
        level = element.attr("aria-level") or ""
        _add_heading(reading, element, around, int(level) if level.isascii() and level.isdigit() else 0)
    elif role == "img" and element.tag != "img":
        read_image(reading, element, around)
    elif role == "navigation" and element.tag != "nav":
        _read_navigation(reading, element, around)
    elif role == "button" and element.tag not in {"button", "input", "a", "select", "textarea"}:
        read_control(reading, element, around)
    elif role in ROLES and element.tag != "table":
        read_grid(reading, element, role, around)


def _read_heading(reading: PageReader, element: Element, around: ElementContext) -> None:
    if element.attr("role") in {None, "", "heading"}:
        level = element.attr("aria-level") or ""
        _add_heading(
            reading, element, around, int(level) if level.isascii() and level.isdigit() else int(element.tag[1])
        )


def _add_heading(reading: PageReader, element: Element, around: ElementContext, level: int) -> None:
    words = "" if around.deep else reading.words_of(element)
    reading.add("headings", Heading(reading.place(element, around), level, words, around.hidden))
    reading.marks.append(len(reading.texts))
    if not around.hidden:
        reading.heading = words


def _read_navigation(reading: PageReader, element: Element, around: ElementContext) -> None:
    if around.hidden or around.deep:
        return
    place = reading.place(element, around)
    reading.add("navigations", place)
    if not element.text.strip() and element.select_one(_CONTENT) is None:
        reading.add("empty_navigations", place)


def _read_style(reading: PageReader, element: Element, around: ElementContext) -> None:
    read_css(reading, element, around, element.text, "text")


def read_css(reading: PageReader, element: Element, around: ElementContext, css: str, attribute: str) -> None:
    """What an element's own styles hold: ``css`` is its ``style`` or, as ``text``, what it contains."""
    for kind, value, offset in read_styles(css):
        place = reading.place(element, around)
        lines = css.count("\n", 0, offset) if attribute == "text" else 0
        if lines and place.line:
            place = Place(place.url, place.selector, place.line + lines, 0, place.snippet, place.region)
        if kind == "size":
            reading.add("font_sizes", FontSize(place, value))
        elif kind != "address":
            reading.add("style_lengths", StyleLength(place, kind, value))
        else:
            url = reading.resolve(value)
            reading.add(
                "links", Link(place, element.tag, attribute, value, url, LinkKind.RESOURCE, hidden=around.hidden)
            )


def _read_obsolete(reading: PageReader, element: Element, around: ElementContext) -> None:
    reading.add("obsolete", reading.place(element, around))


def _read_named_anchor(reading: PageReader, element: Element, around: ElementContext) -> None:
    name = element.attr("name")
    if name:
        reading.ids.add(name)
    read_anchor(reading, element, around)


def _read_picture_button(reading: PageReader, element: Element, around: ElementContext) -> None:
    if (element.attr("type") or "").strip().lower() == "image":
        read_image(reading, element, around)
        read_sources(reading, element, around)
    elif element.attr("formaction"):
        read_sources(reading, element, around)


HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CHANGING = SECTIONING | SILENT | {"a", "label", "fieldset", "form", "table"}
_READERS: dict[str, tuple[Reader, ...]] = {
    "a": (_read_named_anchor,),
    "area": (read_image, read_anchor),
    "img": (read_image, read_sources),
    "input": (read_control, _read_picture_button),
    "button": (read_control, _read_picture_button),
    "select": (read_control,),
    "optgroup": (read_option_group,),
    "textarea": (read_control,),
    "iframe": (read_frame, read_sources),
    "frame": (read_frame, read_sources, _read_obsolete),
    "object": (read_embedded, read_sources),
    "embed": (read_embedded, read_sources),
    "applet": (read_embedded, _read_obsolete),
    "audio": (read_embedded, read_sources),
    "canvas": (read_embedded,),
    "video": (read_embedded, read_sources),
    "link": (read_link_element,),
    "meta": (read_meta_links,),
    "script": (read_sources, read_data_links),
    "style": (_read_style,),
    "nav": (_read_navigation,),
    "table": (read_sources,),
    "td": (read_table_part, read_sources),
    "th": (read_table_part, read_sources),
    "tr": (read_table_part,),
    "caption": (read_table_part,),
    **dict.fromkeys(("source", "track", "image", "use", "body"), (read_sources,)),
    **dict.fromkeys(HEADINGS, (_read_heading,)),
}
_READERS |= {tag: (*_READERS.get(tag, ()), _read_obsolete) for tag in OBSOLETE if tag not in {"frame", "applet"}}
_OF_LINKS = frozenset({
    _read_named_anchor, read_anchor, read_sources, _read_picture_button, read_link_element, read_meta_links,
    read_data_links, _read_style,
})  # fmt: skip
LINK_READERS = {
    tag: links for tag, readers in _READERS.items() if (links := tuple(one for one in readers if one in _OF_LINKS))
}
"""Those that read links, by tag."""
