"""Images, frames and embedded things of a page."""

from __future__ import annotations

from auditor.extract.html.accessible_names import graphic_title, spoken_text
from auditor.extract.html.dom import Element
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.model import Embedded, Frame, Image


def read_image(reading: PageReader, element: Element, around: ElementContext) -> None:
    """An ``img``, ``area``, ``input type=image`` or any element with ``role=img``."""
    tag = element.tag
    name = reading.named(element)
    if tag == "svg" and not name:
        name = graphic_title(element)
    reading.add("images", Image(
        reading.place(element, around), tag,
        element.attr("href" if tag == "area" else "src") or "",
        alt=element.attr("alt"),
        title=element.attr("title"),
        name=name,
        linked=around.linked,
        hidden=around.hidden,
        width=element.attr("width") or "",
        height=element.attr("height") or "",
        longdesc=element.attr("longdesc"),
        role=element.attr("role") or "",
    ))  # fmt: skip


def read_frame(reading: PageReader, element: Element, around: ElementContext) -> None:
    """A ``frame`` or ``iframe``."""
    source = element.attr("src") or ""
    reading.add("frames", Frame(
        reading.place(element, around), element.tag, source, element.attr("title"), around.hidden
    ))  # fmt: skip


def read_embedded(reading: PageReader, element: Element, around: ElementContext) -> None:
    """An object, embed, applet, canvas, audio or video, with its fallback text or its ARIA name."""
    source = element.attr("data") or element.attr("src") or element.attr("code") or ""
    words = reading.named(element) or ("" if around.deep else spoken_text(element)) or element.attr("alt") or ""
    reading.add("embedded", Embedded(
        reading.place(element, around), element.tag, source, words, element.attr("title"), around.hidden
    ))  # fmt: skip
