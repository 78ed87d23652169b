"""Reads the links that a visitor follows: anchors, elements that a script makes links, jump menus."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.extract.html.accessible_names import visible_and_accessible_text
from auditor.extract.html.dom import Element
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.extract.html.script_jumps import addresses_opened, is_written_as_address, opens_chosen_value, opens_window
from auditor.model import Link, LinkKind, Place
from auditor.urls import scheme_of

_WEB = ("http://", "https://")
_SCHEMES = {
    "mailto": LinkKind.MAIL, "tel": LinkKind.PHONE, "sms": LinkKind.PHONE,
    "callto": LinkKind.PHONE, "javascript": LinkKind.SCRIPT, "vbscript": LinkKind.SCRIPT,
}  # fmt: skip
_EMBEDDED = re.compile(r"\s*(?:data|about|blob):", re.IGNORECASE)
_SAME_WINDOW = frozenset({"", "_self", "_parent", "_top"})
_HANDLERS = ("onclick", "ondblclick")
_LINK_LIKE = frozenset({"a", "area", "button"})

SCRIPTED = frozenset({*_HANDLERS, "data-href"})
"""Attributes by which a script may make any element a link."""


def read_anchor(reader: PageReader, element: Element, context: ElementContext) -> None:
    """Read an ``a`` or ``area``: its address, its visible and its accessible text."""
    raw, attribute = element.attr("href"), "href"
    if raw is None:
        raw, attribute = element.attr("xlink:href"), "xlink:href"
    if raw is None:
        if not SCRIPTED.isdisjoint(element.attrs):
            read_scripted(reader, element, context)
        return
    kind, url, opens = resolve_link(reader, raw)
    anchor = _BareAnchor(reader.bare, element) if reader.bare else _Anchor(reader, element, context)
    reader.add("links", anchor.link(attribute, raw, url, kind, opens))
    if kind is LinkKind.SCRIPT or raw.lstrip()[:1] in {"#", ""}:
        for name, address, opens in _scripted_addresses(element):
            reader.add("links", anchor.link(name, address, reader.resolve(address), LinkKind.PAGE, opens))


def read_scripted(reader: PageReader, element: Element, context: ElementContext) -> None:
    """Read an element that its scripts make a link; of an anchor with an address only ``read_anchor`` knows whether."""
    found = list(_scripted_addresses(element))
    if not found:
        return
    anchor = _BareAnchor(reader.bare, element) if reader.bare else _Anchor(reader, element, context)
    for name, address, opens in found:
        reader.add("links", anchor.link(name, address, reader.resolve(address), LinkKind.PAGE, opens))


def read_jump_menu(reader: PageReader, element: Element, context: ElementContext) -> None:
    """Read a ``select`` whose script opens what is chosen: the value of each option that is an address by its form."""
    if not opens_chosen_value(element.attr("onchange") or ""):
        return
    for option in element.find_all("option"):
        value = (option.attr("value") or "").strip()
        if is_written_as_address(value):
            add_link(reader, option, context, "value", value, LinkKind.PAGE)


def _scripted_addresses(element: Element) -> Iterator[tuple[str, str, bool]]:
    """Attribute, address and whether it opens a window, each address once."""
    known = set[str]()
    for name in _HANDLERS:
        for address, opens in addresses_opened(element.attr(name) or ""):
            if address not in known:
                known.add(address)
                yield name, address, opens
    address = (element.attr("data-href") or "").strip()
    link_like = element.tag in _LINK_LIKE or (element.attr("role") or "").strip().lower() == "link"
    if link_like and address not in known and is_written_as_address(address):
        yield "data-href", address, False


class _BareAnchor:
    """An anchor of which only the addresses are wanted."""

    def __init__(self, place: Place, element: Element) -> None:
        self._place, self._tag = place, element.tag

    def link(self, attribute: str, raw: str, url: str, kind: LinkKind, opens: bool) -> Link:
        return Link(self._place, self._tag, attribute, raw, url, kind, opens_window=opens)


class _Anchor:
    """An anchor with its texts, the same for each of its addresses."""

    def __init__(self, reader: PageReader, element: Element, context: ElementContext) -> None:
        self._reading, self._element, self._around = reader, element, context
        own, accessible = ("", "") if context.deep else visible_and_accessible_text(element)
        if element.tag == "area":
            accessible = element.attr("alt") or ""
        self._own = reader.masked(own)
        self._accessible = reader.aria_name(element) or reader.masked(accessible)

    def link(self, attribute: str, raw: str, url: str, kind: LinkKind, opens: bool) -> Link:
        reader, element = self._reading, self._element
        rel, target = element.attr("rel"), element.attr("target")
        return Link(
            reader.place(element, self._around), element.tag, attribute, raw, url, kind,
            text=self._accessible,
            own_text=self._own,
            title=element.attr("title"),
            image_alts=self._alts() if self._accessible != self._own else (),
            heading=reader.heading,
            rel=tuple(rel.lower().split()) if rel else (),
            opens_window=opens or _opens_window(element, target),
            download=element.attr("download") is not None,
            access_key=element.attr("accesskey") or "",
            hidden=self._around.hidden,
        )  # fmt: skip

    def _alts(self) -> tuple[str, ...]:
        images = self._element.find_all("img")
        return tuple(alt for image in images if (alt := image.attr("alt")) is not None)


def _opens_window(element: Element, target: str | None) -> bool:
    named = target is not None and target.lower() not in _SAME_WINDOW
    return named or opens_window(element.attr("onclick") or "")


def add_link(  # noqa: PLR0913 - one place for all links that have no text
    reader: PageReader, element: Element, context: ElementContext, attribute: str, raw: str, kind: LinkKind,
    rel: tuple[str, ...] = (),
) -> None:  # fmt: skip
    """Add a link without text, unless it carries its content itself (``data:``) or names a part of this graphic."""
    if _EMBEDDED.match(raw) or (kind is LinkKind.RESOURCE and raw.startswith("#")):
        return
    found, url, _ = resolve_link(reader, raw)
    reader.add("links", Link(
        reader.place(element, context), element.tag, attribute, raw, url,
        kind if found is LinkKind.PAGE else found, rel=rel, hidden=context.hidden,
    ))  # fmt: skip


def add_unusable_link(  # noqa: PLR0913 - like the one above
    reader: PageReader, element: Element, context: ElementContext, attribute: str, raw: str, kind: LinkKind
) -> None:
    """Add a link that browsers ignore as it is written: its resolved address is empty."""
    place = reader.place(element, context)
    reader.add("links", Link(place, element.tag, attribute, raw, "", kind, hidden=context.hidden))


def resolve_link(reader: PageReader, raw: str) -> tuple[LinkKind, str, bool]:
    """Kind and resolved address of an attribute's value, and whether a script opens it in a window of its own.

    A ``javascript:`` address that only carries another one (``window.open('x')``, ``location.href='x'``) is a link to
    that one; any other is a script.
    """
    url = reader.resolve(raw)
    if url.startswith(_WEB):
        return LinkKind.PAGE, url, False
    kind = _SCHEMES.get(scheme_of(url), LinkKind.OTHER) if url else LinkKind.PAGE
    if kind is not LinkKind.SCRIPT:
        return kind, url, False
    address, opens = next(addresses_opened(raw), ("", False))
    return (LinkKind.PAGE, reader.resolve(address), opens) if address else (LinkKind.SCRIPT, "", False)
