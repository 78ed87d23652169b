"""Reads images, frames and embedded content of a page."""

from __future__ import annotations

from auditor.extract.html.accessible_names import accessible_text, graphic_title
from auditor.extract.html.dom import Element
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.model import Embedded, Frame, Image


def read_image(reader: PageReader, element: Element, context: ElementContext) -> None:
    """An ``img``, ``area``, ``input type=image`` or any element with ``role=img``."""
    tag = element.tag
    name = reader.aria_name(element)
    if tag == "svg" and not name:
        name = graphic_title(element)
    reader.add("images", Image(
        reader.place(element, context), tag,
        element.attr("href" if tag == "area" else "src") or "",
        alt=element.attr("alt"),
        title=element.attr("title"),
        name=name,
        linked=context.linked,
        hidden=context.hidden,
        width=element.attr("width") or "",
        height=element.attr("height") or "",
        longdesc=element.attr("longdesc"),
        role=element.attr("role") or "",
    ))  # fmt: skip


def read_frame(reader: PageReader, element: Element, context: ElementContext) -> None:
    """A ``frame`` or ``iframe``."""
    source = element.attr("src") or ""
    reader.add("frames", Frame(
        reader.place(element, context), element.tag, source, element.attr("title"), context.hidden
    ))  # fmt: skip


def read_embedded(reader: PageReader, element: Element, context: ElementContext) -> None:
    """An object, embed, applet, canvas, audio or video, with its fallback text or its ARIA name."""
    source = element.attr("data") or element.attr("src") or element.attr("code") or ""
    text = reader.aria_name(element) or ("" if context.deep else accessible_text(element)) or element.attr("alt") or ""
    reader.add("embedded", Embedded(
        reader.place(element, context), element.tag, source, text, element.attr("title"), context.hidden
    ))  # fmt: skip
