"""Reads the links of an element from every attribute that can hold an address (HTML Standard, URL attributes)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from auditor.extract.html.accessible_names import visible_and_accessible_text
from auditor.extract.html.dom import Element
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.model import Link, LinkKind, Place
from auditor.urls import scheme_of

_SOURCES = {
    "img": (("src", LinkKind.RESOURCE), ("longdesc", LinkKind.PAGE)),
    "iframe": (("src", LinkKind.FRAME),),
    "frame": (("src", LinkKind.FRAME),),
    "script": (("src", LinkKind.RESOURCE),),
    "source": (("src", LinkKind.RESOURCE),),
    "video": (("src", LinkKind.RESOURCE), ("poster", LinkKind.RESOURCE)),
    "audio": (("src", LinkKind.RESOURCE),),
    "track": (("src", LinkKind.RESOURCE),),
    "embed": (("src", LinkKind.RESOURCE),),
    "input": (("src", LinkKind.RESOURCE), ("formaction", LinkKind.FORM)),
    "button": (("formaction", LinkKind.FORM),),
    "object": (("data", LinkKind.RESOURCE),),
    "image": (("href", LinkKind.RESOURCE), ("xlink:href", LinkKind.RESOURCE)),
    "use": (("href", LinkKind.RESOURCE), ("xlink:href", LinkKind.RESOURCE)),
    "body": (("background", LinkKind.RESOURCE),),
    "table": (("background", LinkKind.RESOURCE),),
    "td": (("background", LinkKind.RESOURCE),),
    "th": (("background", LinkKind.RESOURCE),),
}
_WEB = ("http://", "https://")
_SCHEMES = {
    "mailto": LinkKind.MAIL, "tel": LinkKind.PHONE, "sms": LinkKind.PHONE,
    "callto": LinkKind.PHONE, "javascript": LinkKind.SCRIPT, "vbscript": LinkKind.SCRIPT,
}  # fmt: skip
_EMBEDDED = re.compile(r"\s*(?:data|about|blob):", re.IGNORECASE)
_SAME_WINDOW = frozenset({"", "_self", "_parent", "_top"})

_NO_LINK = frozenset({"preconnect", "dns-prefetch", "profile"})
_VOCABULARY = ("schema.", "govtw")
_PAGES = frozenset({
    "canonical", "alternate", "next", "prev", "previous", "first", "last", "up", "start", "contents", "index",
    "search", "help", "author", "license", "bookmark", "shortlink", "amphtml", "prerender", "copyright",
    "glossary", "chapter", "section",
})  # fmt: skip
_OPENS = re.compile(r"""window\.open\s*\(\s*(['"])(.{0,2000}?)\1\s{0,99}[,)]""", re.IGNORECASE | re.DOTALL)
_GOES = re.compile(
    r"""\blocation(?:\.href)?\s*(?:=(?!=)|\.(?:assign|replace)\s*\()\s*(['"])(.{0,2000}?)\1\s{0,99}(?:[;)}]|\Z)""",
    re.IGNORECASE | re.DOTALL,
)
_REFRESH = re.compile(r"""[\s\d.]*[;,\s]\s*(?:url\s*=\s*)?(?:"([^"]*).*|'([^']*).*|(.+))""", re.IGNORECASE | re.DOTALL)
_CANDIDATE = re.compile(r"([^\s,](?:\S*[^\s,])?)(?:\s+[^,(]*(?:\([^)]{0,200}\)[^,(]*)*|,|$|(?=,))")
_PICTURES = ("og:image", "twitter:image")
_DATA_KEYS = frozenset({"url", "image", "logo", "sameAs", "contentUrl", "thumbnailUrl", "embedUrl", "mainEntityOfPage"})


def read_anchor(reader: PageReader, element: Element, context: ElementContext) -> None:
    """Read an ``a`` or ``area``: its address, its visible and its accessible text."""
    raw, attribute = element.attr("href"), "href"
    if raw is None:
        raw, attribute = element.attr("xlink:href"), "xlink:href"
    if raw is None:
        return
    kind, url, opens = resolve_link(reader, raw)
    anchor = _BareAnchor(reader.bare, element) if reader.bare else _Anchor(reader, element, context)
    reader.add("links", anchor.link(attribute, raw, url, kind, opens))
    if kind is LinkKind.SCRIPT or raw.lstrip()[:1] in {"#", ""}:
        address, opens = _scripted(element.attr("onclick") or "")
        if address:
            reader.add("links", anchor.link("onclick", address, reader.resolve(address), LinkKind.PAGE, opens))


def read_sources(reader: PageReader, element: Element, context: ElementContext) -> None:
    """Read what an element loads or embeds."""
    for attribute, kind in _SOURCES[element.tag]:
        raw = element.attr(attribute)
        if raw:
            _add(reader, element, context, attribute, raw, kind)
    if element.tag in {"img", "source"}:
        for raw in _srcset_addresses(element.attr("srcset") or ""):
            _add(reader, element, context, "srcset", raw, LinkKind.RESOURCE)


def read_link_element(reader: PageReader, element: Element, context: ElementContext) -> None:
    """Read a ``link``: a page it names, a resource it loads. Resource hints and names of vocabularies are no links."""
    raw = element.attr("href")
    rel = tuple((element.attr("rel") or "").lower().split())
    if not raw or _NO_LINK.intersection(rel) or any(kind.startswith(_VOCABULARY) for kind in rel):
        return
    is_page = _PAGES.intersection(rel) and "stylesheet" not in rel
    is_feed = "+xml" in (element.attr("type") or "")
    kind = LinkKind.PAGE if is_page and not is_feed else LinkKind.RESOURCE
    _add(reader, element, context, "href", raw, kind, rel=rel)


def read_form_action(reader: PageReader, element: Element, context: ElementContext, method: str) -> None:
    """Read where a form sends to; the attribute of one that posts is ``action:post``, for it is never requested."""
    raw = (element.attr("action") or "").strip()
    if raw and method in {"get", "post"}:
        _add(reader, element, context, "action" if method == "get" else "action:post", raw, LinkKind.FORM)


def read_meta_links(reader: PageReader, element: Element, context: ElementContext) -> None:
    """Read a ``meta`` that refreshes (HTML Standard, 4.2.5.3) or names the picture shown when the page is shared."""
    content = element.attr("content") or ""
    if (element.attr("http-equiv") or "").lower() == "refresh":
        found = _REFRESH.fullmatch(content)
        raw = next((group for group in found.groups() if group), "").strip() if found else ""
        if raw:
            _add(reader, element, context, "content", raw, LinkKind.REFRESH)
    elif (element.attr("property") or element.attr("name") or "").lower().startswith(_PICTURES):
        name = (element.attr("property") or element.attr("name") or "").lower().rpartition(":")[2]
        if content.strip() and name in {"image", "url", "secure_url", "src"}:
            _add(reader, element, context, "content", content, LinkKind.EMBEDDED_DATA)


def read_data_links(reader: PageReader, element: Element, context: ElementContext) -> None:
    """Read the addresses in a script of type ``application/ld+json``."""
    if (element.attr("type") or "").strip().lower() != "application/ld+json":
        return
    try:
        data = json.loads(element.text, strict=False)
    except (ValueError, RecursionError):
        return
    for raw in dict.fromkeys(_data_addresses(data)):
        _add(reader, element, context, "text", raw, LinkKind.EMBEDDED_DATA)


def _srcset_addresses(srcset: str) -> Iterator[str]:
    """The addresses of image candidates (HTML Standard, 4.8.4.4 "parse a srcset attribute")."""
    for found in _CANDIDATE.finditer(srcset):
        if found[1]:
            yield found[1]


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
            opens_window=opens or (target is not None and target.lower() not in _SAME_WINDOW),
            download=element.attr("download") is not None,
            access_key=element.attr("accesskey") or "",
            hidden=self._around.hidden,
        )  # fmt: skip

    def _alts(self) -> tuple[str, ...]:
        images = self._element.find_all("img")
        return tuple(alt for image in images if (alt := image.attr("alt")) is not None)


def _add(  # noqa: PLR0913 - one place for all links that have no text
    reader: PageReader, element: Element, context: ElementContext, attribute: str, raw: str, kind: LinkKind,
    rel: tuple[str, ...] = (),
) -> None:  # fmt: skip
    if _EMBEDDED.match(raw) or (kind is LinkKind.RESOURCE and raw.startswith("#")):
        return
    found, url, _ = resolve_link(reader, raw)
    reader.add("links", Link(
        reader.place(element, context), element.tag, attribute, raw, url,
        kind if found is LinkKind.PAGE else found, rel=rel, hidden=context.hidden,
    ))  # fmt: skip


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
    address, opens = _scripted(raw)
    return (LinkKind.PAGE, reader.resolve(address), opens) if address else (LinkKind.SCRIPT, "", False)


def _scripted(code: str) -> tuple[str, bool]:
    if "(" not in code and "=" not in code:
        return "", False
    opened = _OPENS.search(code)
    found = opened or _GOES.search(code)
    address = found[2].strip() if found else ""
    is_address = address and not address.lower().startswith(("javascript:", "about:"))
    return (address, opened is not None) if is_address else ("", False)


def _data_addresses(data: Any) -> Iterator[str]:
    stack = [("", data)]
    while stack:
        key, value = stack.pop()
        if isinstance(value, dict):
            stack.extend(reversed(list(value.items())))
        elif isinstance(value, list):
            stack.extend((key, item) for item in reversed(value))
        elif isinstance(value, str) and key in _DATA_KEYS and value.strip() and " " not in value.strip():
            yield value.strip()
