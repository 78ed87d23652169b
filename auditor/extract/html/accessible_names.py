"""What an element is called: the words that a visitor sees or hears (Accessible Name and Description Computation)."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.extract.html.dom import Element, Text, Tree, is_hiding

_SILENT = frozenset({"script", "style", "template", "noscript", "head", "datalist", "select", "textarea"})
_SPOKEN = ("img", "area")
_LONGEST = 1_000
_MOST_NODES = 2_000


def squeezed(text: str) -> str:
    """The text with white space folded, at most a thousand characters of it."""
    return " ".join(text.split())[:_LONGEST]


def texts_of(element: Element) -> tuple[str, str]:
    """What an element shows and what a screen reader says of it: only the latter has alternative texts."""
    if element.find() is None:
        plain = squeezed(element.text)
        return plain, plain
    return squeezed("".join(_words(element, spoken=False))), squeezed("".join(_words(element, spoken=True)))


def spoken_text(element: Element) -> str:
    """The words that a screen reader says: visible text, alternative texts, names of graphics inside."""
    return squeezed(element.text if element.find() is None else "".join(_words(element, spoken=True)))


def given_name(element: Element, tree: Tree) -> str:
    """The name that ARIA attributes give: ``aria-labelledby`` before ``aria-label``; empty when there is none."""
    pointed, label = element.attr("aria-labelledby"), element.attr("aria-label")
    if pointed:
        named = (tree.find(id=one) for one in pointed.split()[:20])
        words = " ".join(_called(one) for one in named if one is not None)
        if words.strip():
            return squeezed(words)
    return squeezed(label) if label else ""


def graphic_title(element: Element) -> str:
    """The text of the ``title`` child of an svg, empty when there is none."""
    title = element.find("title")
    return squeezed(title.text) if title is not None else ""


def _called(element: Element) -> str:
    return element.attr("aria-label") or element.attr("alt") or spoken_text(element)


def _words(element: Element, *, spoken: bool) -> Iterator[str]:
    stack = list(reversed(element.children))
    left = _MOST_NODES
    while stack and left:
        node = stack.pop()
        left -= 1
        if isinstance(node, Text):
            yield node.data
        elif isinstance(node, Element) and node.tag not in _SILENT and not is_hiding(node):
            name = _own_name(node) if spoken else None
            yield name or (" " if node.tag not in _INLINE else "")
            if not name and node.tag != "svg":
                stack.extend(reversed(node.children))


def _own_name(node: Element) -> str:
    if node.tag in _SPOKEN or (node.tag == "input" and node.attr("type") == "image"):
        return f" {node.attr('alt') or node.attr('aria-label') or ''} "
    name = node.attr("aria-label")
    return f" {name} " if name else f" {graphic_title(node)} " if node.tag == "svg" else ""


_INLINE = frozenset({"a", "abbr", "b", "bdi", "bdo", "cite", "code", "em", "font", "i", "label", "mark", "q", "s",
                     "small", "span", "strong", "sub", "sup", "u", "wbr"})  # fmt: skip
