"""Wraps the HTML parser: a page's tree as a browser without scripts builds it, bytes as browsers decode them."""

from __future__ import annotations

import re
from functools import lru_cache

import turbohtml
import turbohtml.detect  # registers the codecs of the Encoding Standard
from turbohtml import Document as Tree
from turbohtml import Element, Text

__all__ = [
    "Element", "Text", "Tree", "charset_name", "declared", "decode", "doctype_of", "is_hiding", "is_html", "parse",
    "selector",
]  # fmt: skip

_GENERATED = re.compile(
    r"#(?:\\3|[^ >]{0,300}?(?:\d{4}|[0-9a-f]{8}|(?:ember|ui-id|ext-gen|yui|gwt|radix|react)[-_:]?\w{0,40}\d))"
)
_INERT = ":is(svg,math) :is(script,style,template,iframe,noembed,noframes) > *"
_STEP = re.compile(r"/([^/\[]+)(?:\[(\d+)\])?")
_HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)


def parse(html: str) -> Tree:
    """The tree of a page, scripts off (so that ``noscript`` is parsed as markup); any text makes a tree.

    What is no part of the page is not in it: the content of templates (HTML Standard, 4.12.3), and elements in a script
    or style of a graphic, where other than in HTML itself they can stand.
    """
    tree = turbohtml.parse(html)
    for element in tree.find_all("template"):
        element.clear()
    if tree.find("svg") or tree.find("math"):
        for element in tree.select(_INERT):
            element.decompose()
    return tree


@lru_cache(256)
def charset_name(label: str) -> str:
    """The Encoding Standard's name of a charset in lower case, or an empty string for a label it does not know."""
    try:
        return (turbohtml.parse(b"", encoding=label.strip()).encoding or "").lower()
    except (LookupError, UnicodeError, ValueError):
        return ""


def declared(body: bytes) -> str:
    """The charset that a page's own ``meta`` names (HTML Standard, 13.2.3.2), or an empty string."""
    tree = turbohtml.parse(body)
    return (tree.encoding or "").lower() if tree.encoding_confidence == "certain" else ""


def decode(body: bytes, charset: str) -> str:
    """The text of a body as browsers decode it; bytes that mean nothing become U+FFFD. ``charset`` is canonical."""
    return body.decode(f"whatwg-{charset}")


def is_hiding(element: Element) -> bool:
    """Whether an attribute of this element itself hides it (as for the official checker, without style sheets)."""
    if element.attr("aria-hidden") == "true" or element.attr("hidden") is not None or element.tag == "slot":
        return True
    style = element.attr("style")
    return bool(style) and _HIDING.search(style or "") is not None


def is_html(element: Element) -> bool:
    """Whether the element belongs to HTML itself, not to a graphic (svg) or a formula (math) in it."""
    return element.namespace is turbohtml.Namespace.HTML


def selector(element: Element) -> str:
    """A CSS selector for just this element: from the nearest id that is not generated, else from the root."""
    path = element.css_path()
    if not _GENERATED.match(path):
        return path
    steps = _STEP.findall(element.xpath_path())  # all of them counted, where css_path stops at the id
    known = len(steps)
    while _GENERATED.match(path) and isinstance(element.parent, Element):
        element, known = element.parent, known - 1
        path = element.css_path()
    return " > ".join([path, *(f"{tag}:nth-of-type({number or 1})" for tag, number in steps[known:])])


def doctype_of(tree: Tree) -> str:
    """The doctype without its brackets, for example ``html``; empty when there is none."""
    for node in tree.children:
        if isinstance(node, turbohtml.Doctype):
            public = f' PUBLIC "{node.public_id}"' if node.public_id else ""
            return f"{node.name}{public}"
    return ""
