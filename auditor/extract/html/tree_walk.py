"""Traverses a page's tree once, in document order, and calls the readers of each element's tag."""

from __future__ import annotations

from msgspec.structs import replace

from auditor.extract.html.aria_grids import ROLES, read_grid
from auditor.extract.html.aria_names import DESCRIBING, NAMING, read_aria_name
from auditor.extract.html.dom import Element, Text
from auditor.extract.html.elements import NAMES, OBSOLETE, is_unknown
from auditor.extract.html.embeds import read_embedded, read_frame, read_image
from auditor.extract.html.forms import open_form, read_control, read_fieldset, read_option_group
from auditor.extract.html.landmarks import SECTIONING
from auditor.extract.html.link_readers import ANCHORS, LINK_READERS, ElementReader, read_css
from auditor.extract.html.links import SCRIPTED, read_scripted
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.extract.html.tables import open_table, read_table_part
from auditor.model import Heading, LanguagePart

_NAMING = NAMING | DESCRIBING
_GENERAL = frozenset({"id", "role", "style", "hidden", "aria-hidden", "lang", "accesskey"}) | _NAMING | SCRIPTED
SILENT = frozenset({"noscript", "title", "textarea", "svg"})
"""Tags whose text is not part of the visible page."""

NOT_TRAVERSED = frozenset({"script", "style", "template", "iframe", "noembed", "noframes"})
"""Tags whose content is not traversed."""

_NO_HEADING_CONTENT = "table,ul,ol,dl,form,article,section,nav,p + p"
_CONTENT = "img,input,button,select,textarea,svg,iframe,object,embed,video,audio,canvas"


def read_tree(reader: PageReader, root: Element) -> None:
    """Read the whole tree into ``reader``, and all runs of visible text, white space among them.

    Does not recurse, so that no depth is too much.
    """
    stack: list[tuple[object, ElementContext, int]] = [(root, ElementContext(), 0)]
    while stack:
        node, context, depth = stack.pop()
        if isinstance(node, Element):
            tag = node.tag
            context = _read_any(reader, node, tag, context, depth)
            for read in _READERS.get(tag, ()):
                read(reader, node, context)
            if tag not in NAMES and is_unknown(node):
                reader.add("unknown", reader.place(node, context))
            reader.body_kinds[tag, node.attr("class")] = None
            if tag in NOT_TRAVERSED:
                continue
            if tag in _CHANGING:
                context = _context_inside(reader, node, tag, context)
            depth += 1
            children = node.children
            if len(children) == 1 and isinstance(children[0], Text):  # most leaves; spares the stack
                node = children[0]
            else:
                stack += [(child, context, depth) for child in reversed(children)]
        if isinstance(node, Text) and not (context.silent or context.hidden):
            reader.texts.append((node, context))


def _read_any(reader: PageReader, element: Element, tag: str, context: ElementContext, depth: int) -> ElementContext:
    """Read what an element of any tag may carry; returns its context."""
    names = element.attrs
    general = bool(names) and not _GENERAL.isdisjoint(names)
    context = reader.enter(element, tag, context, depth)
    if general:
        context = _with_attributes(reader, element, tag, context)
        role = element.attr("role")
        if role is not None:
            _read_role(reader, element, role, context)
    if context.framed:
        reader.frame_kinds[tag, element.attr("class") if names else None] = None
    return context


def _with_attributes(reader: PageReader, element: Element, tag: str, context: ElementContext) -> ElementContext:
    id_ = element.attr("id")
    if id_:
        reader.ids.add(id_)
        reader.take_id(element, id_, context)
    lang = element.attr("lang")
    if lang is not None and tag != "html":
        part = LanguagePart(reader.place(element, context), lang)
        reader.add("language_parts", part)
        context = replace(context, part=part)
    names = element.attrs
    if not _NAMING.isdisjoint(names):
        read_aria_name(reader, element, context)
    key = element.attr("accesskey")
    if key and not context.hidden:
        reader.access_keys.update(dict.fromkeys(key.upper().split()))
    style = element.attr("style")
    if style:
        read_css(reader, element, context, style, "style")
    if not SCRIPTED.isdisjoint(names) and tag not in ANCHORS:
        read_scripted(reader, element, context)
    return context


def _context_inside(reader: PageReader, element: Element, tag: str, context: ElementContext) -> ElementContext:
    """The context of the element's children."""
    match tag:
        case "a":
            return replace(context, linked=context.linked or element.attr("href") is not None)
        case "label":
            return replace(context, label=None if context.deep else element)
        case "fieldset":
            return replace(context, legends=read_fieldset(reader, element, context))
        case "form":
            return replace(context, form=open_form(reader, element, context))
        case "table":
            return replace(context, table=open_table(reader, element, context))
        case _:
            silent, sectioned = tag in SILENT, tag in SECTIONING
            return replace(context, silent=context.silent or silent, sectioned=context.sectioned or sectioned)


def _read_role(reader: PageReader, element: Element, role: str, context: ElementContext) -> None:
    if role == "heading" and element.tag not in HEADINGS:
        level = element.attr("aria-level") or ""
        _add_heading(reader, element, context, int(level) if level.isascii() and level.isdigit() else 0)
    elif role == "img" and element.tag != "img":
        read_image(reader, element, context)
    elif role == "navigation" and element.tag != "nav":
        _read_navigation(reader, element, context)
    elif role == "button" and element.tag not in {"button", "input", "a", "select", "textarea"}:
        read_control(reader, element, context)
    elif role in ROLES and element.tag != "table":
        read_grid(reader, element, role, context)


def _read_heading(reader: PageReader, element: Element, context: ElementContext) -> None:
    if element.attr("role") in {None, "", "heading"}:
        level = element.attr("aria-level") or ""
        _add_heading(
            reader, element, context, int(level) if level.isascii() and level.isdigit() else int(element.tag[1])
        )


def _add_heading(reader: PageReader, element: Element, context: ElementContext, level: int) -> None:
    words = "" if context.deep else reader.heading_text(element)
    wrapped = None if context.deep else element.select_one(_NO_HEADING_CONTENT)
    wraps = wrapped.tag if wrapped is not None else ""
    reader.add("headings", Heading(reader.place(element, context), level, words, context.hidden, wraps=wraps))
    reader.heading_positions.append(len(reader.texts))
    if not context.hidden:
        reader.heading = words


def _read_navigation(reader: PageReader, element: Element, context: ElementContext) -> None:
    if context.hidden or context.deep:
        return
    place = reader.place(element, context)
    reader.add("navigations", place)
    if not element.text.strip() and element.select_one(_CONTENT) is None:
        reader.add("empty_navigations", place)


def _read_obsolete(reader: PageReader, element: Element, context: ElementContext) -> None:
    reader.add("obsolete", reader.place(element, context))


def _read_picture_button(reader: PageReader, element: Element, context: ElementContext) -> None:
    if (element.attr("type") or "").strip().lower() == "image":
        read_image(reader, element, context)


HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_CHANGING = SECTIONING | SILENT | {"a", "label", "fieldset", "form", "table"}
_FACT_READERS: dict[str, tuple[ElementReader, ...]] = {
    "area": (read_image,),
    "img": (read_image,),
    "input": (read_control, _read_picture_button),
    "button": (read_control,),
    "select": (read_control,),
    "optgroup": (read_option_group,),
    "textarea": (read_control,),
    "nav": (_read_navigation,),
    **dict.fromkeys(("iframe", "frame"), (read_frame,)),
    **dict.fromkeys(("object", "embed", "applet", "audio", "canvas", "video"), (read_embedded,)),
    **dict.fromkeys(("td", "th", "tr", "caption"), (read_table_part,)),
    **dict.fromkeys(HEADINGS, (_read_heading,)),
}
_READERS = {
    tag: (*_FACT_READERS.get(tag, ()), *LINK_READERS.get(tag, ()), *((_read_obsolete,) if tag in OBSOLETE else ()))
    for tag in _FACT_READERS.keys() | LINK_READERS.keys() | OBSOLETE
}
