"""Computes visible and accessible texts of elements (Accessible Name and Description Computation)."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.extract.html.dom import Element, Text, Tree, is_hiding

_WITHOUT_TEXT = frozenset({"script", "style", "template", "noscript", "head", "datalist", "select", "textarea"})
_WITH_ALT = ("img", "area")
_LONGEST = 1_000
_MOST_NODES = 2_000


def fold_space(text: str) -> str:
    """The text with white space folded, at most 1,000 characters of it."""
    return " ".join(text.split())[:_LONGEST]


def visible_and_accessible_text(element: Element) -> tuple[str, str]:
    """The visible text of an element and its accessible text, which has alternative texts too."""
    if element.find() is None:
        plain = fold_space(element.text)
        return plain, plain
    return fold_space("".join(_texts(element, alternatives=False))), fold_space(
        "".join(_texts(element, alternatives=True))
    )


def accessible_text(element: Element) -> str:
    """The text that a screen reader announces: visible text, alternative texts, names of graphics inside."""
    return fold_space(element.text if element.find() is None else "".join(_texts(element, alternatives=True)))


def aria_name_of(element: Element, tree: Tree) -> str:
    """The name by ARIA attributes: ``aria-labelledby`` before ``aria-label``; empty when there is none."""
    pointed, label = element.attr("aria-labelledby"), element.attr("aria-label")
    if pointed:
        labels = (tree.find(id=id_) for id_ in pointed.split()[:20])
        text = " ".join(_label_text(label) for label in labels if label is not None)
        if text.strip():
            return fold_space(text)
    return fold_space(label) if label else ""


def graphic_title(element: Element) -> str:
    """The text of the ``title`` child of an svg, empty when there is none."""
    title = element.find("title")
    return fold_space(title.text) if title is not None else ""


def _label_text(element: Element) -> str:
    return element.attr("aria-label") or element.attr("alt") or accessible_text(element)


def _texts(element: Element, *, alternatives: bool) -> Iterator[str]:
    stack = list(reversed(element.children))
    left = _MOST_NODES
    while stack and left:
        node = stack.pop()
        left -= 1
        if isinstance(node, Text):
            yield node.data
        elif isinstance(node, Element) and node.tag not in _WITHOUT_TEXT and not is_hiding(node):
            name = _own_name(node) if alternatives else None
            yield name or (" " if node.tag not in _INLINE else "")
            if not name and node.tag != "svg":
                stack.extend(reversed(node.children))


def _own_name(node: Element) -> str:
    if node.tag in _WITH_ALT or (node.tag == "input" and node.attr("type") == "image"):
        return f" {node.attr('alt') or node.attr('aria-label') or ''} "
    name = node.attr("aria-label")
    return f" {name} " if name else f" {graphic_title(node)} " if node.tag == "svg" else ""


_INLINE = frozenset({"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "label", "mark", "q", "s",
                     "small", "span", "strong", "sub", "sup", "u", "wbr"})  # fmt: skip
