"""Finds attributions of a page: the sources it names (資料來源, 轉載自, 出處), and whether a link to them follows."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.extract.html.dom import Element, Text
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.extract.text.visible_text import TextCollector
from auditor.model import Passage, PassageKind
from auditor.standards.conventions import pattern

_SOURCE = pattern("source")
_SIGNS = ("來源", "轉載", "轉自", "摘", "引自", "引用自", "出處", "ource")
_BLOCKS = frozenset({
    "p", "li", "td", "th", "dd", "dt", "div", "figcaption", "blockquote", "caption", "section", "article", "aside",
    "main", "header", "footer", "body", "html",
})  # fmt: skip
_DEEPEST = 8
_LONGEST = 80
_NO_TARGET = ("#", "javascript:", "mailto:", "tel:")


def find_attributions(reader: PageReader, texts: TextCollector) -> tuple[Passage, ...]:
    """The sources that the visible text names; the mark of each is the address of the link that follows."""
    named = texts.matches(_SOURCE, lambda text: any(sign in text for sign in _SIGNS))
    return tuple(
        _attribution(reader, text, text.parent, context)
        for text, context, _ in named
        if isinstance(text.parent, Element)
    )


def _attribution(reader: PageReader, text: Text, within: Element, context: ElementContext) -> Passage:
    found = _SOURCE.search(text.data)
    rest = text.data[found.end() :] if found else ""
    after = list(_after(text))
    name = " ".join("".join([rest, *(_text_of(node) for node in after)]).split())
    links = (*filter(_is_link, _ancestors(text)), *(link for node in after if (link := _link_in(node)) is not None))
    mark = reader.resolve(links[0].attr("href") or "") or "link" if links else ""
    return Passage(reader.place(within, context), PassageKind.SOURCE, reader.masked(name[:_LONGEST]), mark)


def _after(text: Text) -> Iterator[object]:
    """The nodes that follow on the same line: up to a line break or the end of the paragraph."""
    node: Text | Element = text
    for _ in range(_DEEPEST):
        for sibling in node.next_siblings:
            if isinstance(sibling, Element) and (sibling.tag == "br" or sibling.tag in _BLOCKS):
                return
            yield sibling
        parent = node.parent
        if not isinstance(parent, Element) or parent.tag in _BLOCKS:
            return
        node = parent


def _ancestors(text: Text) -> Iterator[Element]:
    """The elements around the text inside its paragraph."""
    parent = text.parent
    for _ in range(_DEEPEST):
        if not isinstance(parent, Element) or parent.tag in _BLOCKS:
            return
        yield parent
        parent = parent.parent


def _text_of(node: object) -> str:
    return node.data if isinstance(node, Text) else node.text if isinstance(node, Element) else ""


def _link_in(node: object) -> Element | None:
    """The link that a node is or holds first; None where there is none."""
    if not isinstance(node, Element):
        return None
    inner = node if _is_link(node) else node.find("a")
    return inner if isinstance(inner, Element) and _is_link(inner) else None


def _is_link(element: Element) -> bool:
    """Whether the element is a link to another page."""
    href = (element.attr("href") or "").strip() if element.tag == "a" else ""
    return bool(href) and not href.lower().startswith(_NO_TARGET)
