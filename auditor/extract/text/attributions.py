"""Where a page says from whom it has something: 資料來源, 轉載自, 出處, and whether a link to it stands beside."""

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
_NOWHERE = ("#", "javascript:", "mailto:", "tel:")


def sources(reading: PageReader, words: TextCollector) -> tuple[Passage, ...]:
    """The sources that the visible text names, each with its name, and ``link`` as its mark where a link follows."""
    named = words.matches(_SOURCE, lambda text: any(sign in text for sign in _SIGNS))
    return tuple(
        _source(reading, text, text.parent, around) for text, around, _ in named if isinstance(text.parent, Element)
    )


def _source(reading: PageReader, text: Text, within: Element, around: ElementContext) -> Passage:
    found = _SOURCE.search(text.data)
    rest = text.data[found.end() :] if found else ""
    after = list(_after(text))
    name = " ".join("".join([rest, *(_words(node) for node in after)]).split())
    linked = any(_leads(one) for one in _around(text)) or any(_holds_link(node) for node in after)
    return Passage(
        reading.place(within, around), PassageKind.SOURCE, reading.masked(name[:_LONGEST]), "link" if linked else ""
    )


def _after(text: Text) -> Iterator[object]:
    """What stands behind the words on their line: up to a line break or the end of the paragraph."""
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


def _around(text: Text) -> Iterator[Element]:
    parent = text.parent
    for _ in range(_DEEPEST):
        if not isinstance(parent, Element) or parent.tag in _BLOCKS:
            return
        yield parent
        parent = parent.parent


def _words(node: object) -> str:
    return node.data if isinstance(node, Text) else node.text if isinstance(node, Element) else ""


def _holds_link(node: object) -> bool:
    if not isinstance(node, Element):
        return False
    inner = node.find("a")
    return _leads(node) or (isinstance(inner, Element) and _leads(inner))


def _leads(element: Element) -> bool:
    """Whether it is a link to somewhere."""
    href = (element.attr("href") or "").strip() if element.tag == "a" else ""
    return bool(href) and not href.lower().startswith(_NOWHERE)
