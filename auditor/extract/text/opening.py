"""Reads the first words of a page's own content, without menus, header, footer and forms; for suggested classes."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.extract.html.dom import Element, Text, Tree, parse
from auditor.standards.personal_numbers import masked_plain

_SKIPPED = frozenset({
    "script", "style", "template", "noscript", "option", "title", "header", "footer", "nav", "aside", "form", "head",
})  # fmt: skip
_SKIPPED_ANCESTORS = ",".join(sorted(_SKIPPED))
_MAIN = "main,[role=main]"
_LENGTH = 1_200


def read_opening(html: str) -> str:
    """The first 1,200 characters of the main element or, without one, of the body; personal numbers are masked."""
    tree = parse(html)
    main = next((element for element in tree.select(_MAIN) if element.closest(_SKIPPED_ANCESTORS) is None), tree)
    words, length = list[str](), 0
    for text in _texts(main):
        own = text.split()
        words += own
        length += sum(map(len, own))
        if length > _LENGTH:
            break
    return masked_plain(" ".join(words))[:_LENGTH]


def _texts(root: Element | Tree) -> Iterator[str]:
    """The texts below an element in document order, without those of skipped elements."""
    stack: list[object] = list(reversed(root.children))
    while stack:
        node = stack.pop()
        if isinstance(node, Text):
            yield node.data
        elif isinstance(node, Element) and node.tag not in _SKIPPED:
            stack += reversed(node.children)
