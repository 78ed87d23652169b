"""The door to the HTML parser: one walk over the tree, each element with where it stands and whether it shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

import msgspec
import turbohtml
from turbohtml import Comment, Element, Text

from auditor.model.verdict import Place, Region

Node = Element
"""An element of the parser; stays inside the gatherers."""

_LANDMARKS = {
    "header": Region.HEADER, "nav": Region.NAVIGATION, "aside": Region.ASIDE, "footer": Region.FOOTER,
    "main": Region.MAIN, "head": Region.HEAD,
}  # fmt: skip
_ROLES = {
    "banner": Region.HEADER, "navigation": Region.NAVIGATION, "complementary": Region.ASIDE,
    "contentinfo": Region.FOOTER, "main": Region.MAIN,
}  # fmt: skip
_NAMED = re.compile(
    r"^(?:(header|top)|(nav|menu|mainmenu)|(aside|sidebar|left|right)|(footer|bottom|fatfooter))$", re.IGNORECASE
)
_NAMES = (Region.HEADER, Region.NAVIGATION, Region.ASIDE, Region.FOOTER)
_SECTIONING = frozenset({"article", "section", "main", "aside", "nav"})
_INERT = frozenset({"template"})
_HIDING = re.compile(r"(?:^|;)\s*(?:display\s*:\s*none|visibility\s*:\s*hidden)", re.IGNORECASE)
_PERSONAL = re.compile(r"\b[A-Z][12]\d{8}\b|\b09\d{2}-?\d{3}-?\d{3}\b")
_LONGEST_SNIPPET = 200
MOST_DEPTH = 2_000
"""Elements nested deeper are not looked at; no page that a person wrote comes near."""


class Seen(msgspec.Struct, frozen=True):
    """An element in its place: region of the page, hidden or shown, inside a link, inside a sectioning element."""

    element: Node
    region: Region
    hidden: bool
    link: Node | None
    sectioned: bool
    depth: int


def parse(html: str) -> Node | None:
    """The root element of a page; None when the parser gives none. Scripts are off, so noscript is read."""
    return turbohtml.parse(html).root


def walk(root: Node) -> Iterator[Seen]:
    """Every element in document order, but for inert ones (the content of ``template``)."""
    stack = [Seen(root, Region.BODY, False, None, False, 0)]
    while stack:
        seen = stack.pop()
        yield seen
        element = seen.element
        if element.tag in _INERT or seen.depth >= MOST_DEPTH:
            continue
        children = [child for child in element.children if isinstance(child, Element)]
        stack.extend(_below(seen, child) for child in reversed(children))


def attribute(element: Node, name: str) -> str | None:
    """An attribute as written; None when it is missing, an empty string when it has no value."""
    value = element.attrs.get(name)
    if isinstance(value, list):
        return " ".join(value)
    return value if value is not None else ("" if name in element.attrs else None)


def text_of(element: Node) -> str:
    """The visible words of an element with white space folded; scripts and styles say nothing."""
    if element.tag in {"script", "style"}:
        return ""
    if element.find("script") is None and element.find("style") is None:
        return " ".join(str(element.text).split())
    parts = [str(node.data) for node in element.descendants if isinstance(node, Text) and not _is_code(node)]
    return " ".join(" ".join(parts).split())


def raw_text(element: Node) -> str:
    """All characters below an element, scripts and styles included."""
    return "".join(
        str(node.data) for node in element.children if isinstance(node, Text) and not isinstance(node, Comment)
    )


def place_of(seen: Seen, url: str) -> Place:
    """Where an element stands in the page at ``url``; personal numbers in the snippet are masked."""
    element = seen.element
    return Place(
        url=url,
        selector=element.css_path(),
        line=element.source_line or 0,
        column=element.source_col or 0,
        snippet=_PERSONAL.sub("●●●", _start_tag(element)),
        region=seen.region,
    )


def skeleton(element: Node) -> str:
    """Tags and classes below an element, without its words: pages of one template have the same."""
    nodes = (node for node in element.descendants if isinstance(node, Element))
    return " ".join(f"{node.tag}.{attribute(node, 'class') or ''}" for node in nodes)


def _below(parent: Seen, child: Node) -> Seen:
    attrs = child.attrs
    tag = child.tag
    hidden = parent.hidden or attrs.get("aria-hidden") == "true" or "hidden" in attrs
    style = attrs.get("style")
    if not hidden and isinstance(style, str) and style:
        hidden = _HIDING.search(style) is not None
    link = child if tag == "a" and "href" in attrs else parent.link
    region = _region(parent, tag, attrs.get("role"), attrs)
    sectioned = parent.sectioned or tag in _SECTIONING
    return Seen(child, region, hidden, link, sectioned, parent.depth + 1)


def _region(parent: Seen, tag: str, role: object, attrs: object) -> Region:
    if isinstance(role, str) and role in _ROLES:
        return _ROLES[role]
    known = _LANDMARKS.get(tag)
    if known is not None and not (known in {Region.HEADER, Region.FOOTER} and parent.sectioned):
        # navigation inside header or footer is part of them for a visitor, but a region of its own for its fault
        return known
    if parent.region is Region.BODY and tag in {"div", "table", "ul", "td"}:
        return _named_region(attrs) or parent.region
    return parent.region


def _named_region(attrs: object) -> Region | None:
    get = getattr(attrs, "get")  # noqa: B009 - a mapping of the parser's own
    classes = get("class") or ()
    for name in (get("id") or "", *(classes.split() if isinstance(classes, str) else classes)):
        found = _NAMED.match(str(name))
        if found:
            return _NAMES[next(index for index, group in enumerate(found.groups()) if group)]
    return None


def _start_tag(element: Node) -> str:
    words = [element.tag]
    for name in element.attrs:
        value = attribute(element, name) or ""
        words.append(f'{name}="{value}"' if value else str(name))
    return f"<{' '.join(words)}>"[:_LONGEST_SNIPPET]


def _is_code(node: Text) -> bool:
    parent = node.parent
    return isinstance(parent, Element) and parent.tag in {"script", "style"}
