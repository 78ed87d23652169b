"""Every place of an element where an address can stand (HTML Standard, attributes of type URL), as links."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from auditor.extract.html.accessible_names import texts_of
from auditor.extract.html.dom import Element
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.extract.html.styles import read_styles
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
_OPENS = re.compile(r"""window\.open\s*\(\s*(['"])(.*?)\1\s*[,)]""", re.IGNORECASE | re.DOTALL)
_GOES = re.compile(
    r"""\blocation(?:\.href)?\s*(?:=(?!=)|\.(?:assign|replace)\s*\()\s*(['"])(.*?)\1\s*(?:[;)}]|\Z)""",
    re.IGNORECASE | re.DOTALL,
)
_REFRESH = re.compile(r"""[\s\d.]*[;,\s]\s*(?:url\s*=\s*)?(?:"([^"]*).*|'([^']*).*|(.+))""", re.IGNORECASE | re.DOTALL)
_CANDIDATE = re.compile(r"[\s,]*(\S*[^\s,])(?:\s+[^,(]*(?:\([^)]*\)[^,(]*)*|,|$|(?=,))")
_PICTURES = ("og:image", "twitter:image")
_DATA_KEYS = frozenset({"url", "image", "logo", "sameAs", "contentUrl", "thumbnailUrl", "embedUrl", "mainEntityOfPage"})


def read_anchor(reading: PageReader, element: Element, around: ElementContext) -> None:
    """An ``a`` or ``area``: its address, and the words that a visitor sees and hears."""
    raw, attribute = element.attr("href"), "href"
    if raw is None:
        raw, attribute = element.attr("xlink:href"), "xlink:href"
    if raw is None:
        return
    kind, url, opens = target_of(reading, raw)
    words = _Bare(reading.bare, element) if reading.bare else _Words(reading, element, around)
    reading.add("links", words.link(attribute, raw, url, kind, opens))
    if kind is LinkKind.SCRIPT or raw.lstrip()[:1] in {"#", ""}:
        address, opens = _scripted(element.attr("onclick") or "")
        if address:
            reading.add("links", words.link("onclick", address, reading.resolve(address), LinkKind.PAGE, opens))


def read_sources(reading: PageReader, element: Element, around: ElementContext) -> None:
    """What an element loads or embeds."""
    for attribute, kind in _SOURCES[element.tag]:
        raw = element.attr(attribute)
        if raw:
            _add(reading, element, around, attribute, raw, kind)
    if element.tag in {"img", "source"}:
        for raw in srcset_addresses(element.attr("srcset") or ""):
            _add(reading, element, around, "srcset", raw, LinkKind.RESOURCE)


def read_link_element(reading: PageReader, element: Element, around: ElementContext) -> None:
    """A ``link``: pages it names, resources it loads. Warm-up hints and names of vocabularies are no links."""
    raw = element.attr("href")
    rel = tuple((element.attr("rel") or "").lower().split())
    if not raw or _NO_LINK.intersection(rel) or any(one.startswith(_VOCABULARY) for one in rel):
        return
    is_page = _PAGES.intersection(rel) and "stylesheet" not in rel
    is_feed = "+xml" in (element.attr("type") or "")
    kind = LinkKind.PAGE if is_page and not is_feed else LinkKind.RESOURCE
    _add(reading, element, around, "href", raw, kind, rel=rel)


def read_form_action(reading: PageReader, element: Element, around: ElementContext, method: str) -> None:
    """Where a form sends to; the attribute of one that posts is called ``action:post``, for it is never asked."""
    raw = (element.attr("action") or "").strip()
    if raw and method in {"get", "post"}:
        _add(reading, element, around, "action" if method == "get" else "action:post", raw, LinkKind.FORM)


def read_meta_links(reading: PageReader, element: Element, around: ElementContext) -> None:
    """A ``meta`` that refreshes (HTML Standard, 4.2.5.3) or names the picture shown when the page is shared."""
    content = element.attr("content") or ""
    if (element.attr("http-equiv") or "").lower() == "refresh":
        found = _REFRESH.fullmatch(content)
        raw = next((group for group in found.groups() if group), "").strip() if found else ""
        if raw:
            _add(reading, element, around, "content", raw, LinkKind.REFRESH)
    elif (element.attr("property") or element.attr("name") or "").lower().startswith(_PICTURES):
        name = (element.attr("property") or element.attr("name") or "").lower().rpartition(":")[2]
        if content.strip() and name in {"image", "url", "secure_url", "src"}:
            _add(reading, element, around, "content", content, LinkKind.EMBEDDED_DATA)


def read_data_links(reading: PageReader, element: Element, around: ElementContext) -> None:
    """The addresses in a script of type ``application/ld+json``."""
    if (element.attr("type") or "").strip().lower() != "application/ld+json":
        return
    try:
        data = json.loads(element.text, strict=False)
    except (ValueError, RecursionError):
        return
    for raw in dict.fromkeys(_data_addresses(data)):
        _add(reading, element, around, "text", raw, LinkKind.EMBEDDED_DATA)


def srcset_addresses(srcset: str) -> Iterator[str]:
    """The addresses of the image candidates (HTML Standard, 4.8.4.4 "parse a srcset attribute")."""
    for found in _CANDIDATE.finditer(srcset):
        if found[1]:
            yield found[1]


def css_addresses(css: str) -> Iterator[str]:
    """The addresses that a style sheet loads."""
    return (value for kind, value, _ in read_styles(css) if kind == "address")


class _Bare:
    """An anchor of which only the addresses are wanted."""

    def __init__(self, place: Place, element: Element) -> None:
        self._place, self._tag = place, element.tag

    def link(self, attribute: str, raw: str, url: str, kind: LinkKind, opens: bool) -> Link:
        return Link(self._place, self._tag, attribute, raw, url, kind, opens_window=opens)


class _Words:
    """An anchor's words, the same for each of its addresses."""

    def __init__(self, reading: PageReader, element: Element, around: ElementContext) -> None:
        self._reading, self._element, self._around = reading, element, around
        own, spoken = ("", "") if around.deep else texts_of(element)
        if element.tag == "area":
            spoken = element.attr("alt") or ""
        self._own = reading.masked(own)
        self._spoken = reading.named(element) or reading.masked(spoken)

    def link(self, attribute: str, raw: str, url: str, kind: LinkKind, opens: bool) -> Link:
        reading, element = self._reading, self._element
        rel, target = element.attr("rel"), element.attr("target")
        return Link(
            reading.place(element, self._around), element.tag, attribute, raw, url, kind,
            text=self._spoken,
            own_text=self._own,
            title=element.attr("title"),
            image_alts=self._alts() if self._spoken != self._own else (),
            heading=reading.heading,
            rel=tuple(rel.lower().split()) if rel else (),
            opens_window=opens or (target is not None and target.lower() not in _SAME_WINDOW),
            download=element.attr("download") is not None,
            access_key=element.attr("accesskey") or "",
            hidden=self._around.hidden,
        )  # fmt: skip

    def _alts(self) -> tuple[str, ...]:
        images = self._element.find_all("img")
        return tuple(alt for image in images if (alt := image.attr("alt")) is not None)


def _add(  # noqa: PLR0913 - one place for all links that have no words
    reading: PageReader, element: Element, around: ElementContext, attribute: str, raw: str, kind: LinkKind,
    rel: tuple[str, ...] = (),
) -> None:  # fmt: skip
    if _EMBEDDED.match(raw) or (kind is LinkKind.RESOURCE and raw.startswith("#")):
        return
    found, url, _ = target_of(reading, raw)
    reading.add("links", Link(
        reading.place(element, around), element.tag, attribute, raw, url,
        kind if found is LinkKind.PAGE else found, rel=rel, hidden=around.hidden,
    ))  # fmt: skip


def target_of(reading: PageReader, raw: str) -> tuple[LinkKind, str, bool]:
    """Kind and address of what is written, and whether a script opens it in a window of its own.

    A ``javascript:`` address that only carries another one (``window.open('x')``, ``location.href='x'``) is a link to
    that one; any other is a script's business.
    """
    url = reading.resolve(raw)
    if url.startswith(_WEB):
        return LinkKind.PAGE, url, False
    kind = _SCHEMES.get(scheme_of(url), LinkKind.OTHER) if url else LinkKind.PAGE
    if kind is not LinkKind.SCRIPT:
        return kind, url, False
    address, opens = _scripted(raw)
    return (LinkKind.PAGE, reading.resolve(address), opens) if address else (LinkKind.SCRIPT, "", False)


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
            stack.extend((key, one) for one in reversed(value))
        elif isinstance(value, str) and key in _DATA_KEYS and value.strip() and " " not in value.strip():
            yield value.strip()
