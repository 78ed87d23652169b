"""HTML to ``Document``: one walk over the tree, each element handed to whoever collects its kind."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from typing import Any

from auditor import urls
from auditor.gather import parts
from auditor.gather.charset import decode
from auditor.gather.dates import dates_in
from auditor.gather.dom import Node, Seen, attribute, parse, place_of, raw_text, skeleton, text_of, walk
from auditor.gather.links import LinkReader
from auditor.gather.styles import font_sizes
from auditor.model.document import DateShown, Document, FontSize, LanguagePart
from auditor.model.verdict import Place, Region

_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_OBSOLETE = frozenset(
    """acronym applet basefont bgsound big blink center dir font frame frameset isindex keygen listing marquee menuitem
    multicol nextid nobr noembed noframes plaintext rb rtc spacer strike tt xmp""".split()
)  # HTML Standard, 16.2 "Non-conforming features"
_FEET = frozenset({"footer", "div", "section", "table"})
_SPACE = re.compile(r"\s+")
_SHORT_TEXT = 120
"""A page with fewer characters of text, and with scripts, is taken to be built by them."""


def read_document(html: str | bytes, url: str, *, charset: str = "", source: str = "delivered") -> Document:
    """Everything checks may want to know of a page.

    ``html`` is its text, or its bytes with the ``charset`` of the HTTP header; ``url`` the address it came from.
    Never raises for anything that stands in a page.
    """
    text, known, how = decode(html, charset) if isinstance(html, bytes) else (html, "utf-8", "text")
    root = parse(text)
    if root is None:
        return Document(url=url, source=source, charset=known, charset_source=how)
    return _Reader(root, url, known).read(source, how, text)


class _Reader:
    def __init__(self, root: Node, url: str, charset: str) -> None:
        self._root = root
        self._url = url
        self._charset = charset
        base = next((value for one in root.select("base[href]") if (value := attribute(one, "href"))), "")
        self._base = urls.resolve(url, base, charset) or url if base else url
        self._links = LinkReader(url, self._base, charset)
        self._names = parts.Names(root)
        self._found: dict[str, list[Any]] = {}
        self._ids: set[str] = set()
        self._feet: list[tuple[Node, Place]] = []

    def read(self, source: str, charset_source: str, text: str) -> Document:
        for seen in walk(self._root):
            self._links.take(seen)
            self._take(seen)
        body = self._root.find("body")
        visible = text_of(body) if body else ""
        main = self._root.select_one("main, [role=main]") or body
        content = text_of(main) if main else ""
        title = next((one for one in self._root.select("head > title")), None)
        viewport = next((attribute(one, "content") for one in self._root.select('meta[name="viewport" i]')), None)
        scripts = bool(self._root.select("script"))
        return Document(
            url=self._url,
            source=source,
            charset=self._charset,
            charset_source=charset_source,
            base=self._base if self._base != self._url else "",
            lang=attribute(self._root, "lang") or attribute(self._root, "xml:lang"),
            title=text_of(title) if title else None,
            doctype="html" if text[:200].lstrip("\ufeff \t\r\n").lower().startswith("<!doctype") else "",
            viewport=viewport,
            links=tuple(self._links.links),
            ids=frozenset(self._ids),
            text_length=len(visible),
            text_hash=_digest(_SPACE.sub(" ", content)),
            template=_digest(" | ".join(skeleton(one) for one in self._root.select("header, nav, footer"))),
            skeleton=_digest(skeleton(body)) if body else "",
            script_built=len(visible) < _SHORT_TEXT and scripts and not self._links_shown(),
            dates=tuple(self._dates(visible)),
            **{kind: tuple(found) for kind, found in self._found.items()},
        )

    def _dates(self, visible: str) -> Iterator[DateShown]:
        """Update dates with the region they stand in; those of the footer are told apart from the rest."""
        foot = [one for element, place in self._feet for one in dates_in(text_of(element), place)]
        yield from foot
        rest = list(dates_in(visible, Place(self._url)))
        told = [one.text for one in foot]
        for shown in rest:
            if shown.text in told:
                told.remove(shown.text)
            else:
                yield shown

    def _links_shown(self) -> bool:
        return sum(1 for link in self._links.links if link.element == "a") >= 3

    def _take(self, seen: Seen) -> None:
        element = seen.element
        if element.tag in _FEET and seen.region is Region.FOOTER and not self._feet:
            self._feet.append((element, place_of(seen, self._url)))
        self._ids.update(
            filter(None, (attribute(element, "id"), attribute(element, "name") if element.tag == "a" else ""))
        )
        for kind, fact in _facts(seen, self._url, self._names):
            self._found.setdefault(kind, []).append(fact)


def _facts(seen: Seen, url: str, names: parts.Names) -> Iterator[tuple[str, Any]]:  # noqa: C901 - one table of kinds
    element, tag = seen.element, seen.element.tag
    role = attribute(element, "role") or ""
    if tag in _HEADINGS or role == "heading":
        yield "headings", parts.heading(seen, url)
    elif tag in {"img", "area"} or role == "img" or (tag == "input" and _type(element) == "image"):
        yield "images", parts.image(seen, url, names)
    elif tag in {"input", "select", "textarea", "button"}:
        yield "controls", parts.control(seen, url, names)
    elif tag in {"iframe", "frame"}:
        yield "frames", parts.frame(seen, url)
    elif tag == "table":
        yield "tables", parts.table(seen, url)
    elif tag in {"object", "embed", "applet", "audio", "video"}:
        yield "embedded", parts.embedded(seen, url, names)
    elif tag in {"fieldset", "optgroup"}:
        yield "groups", parts.group(seen, url)
    elif tag == "form":
        yield "forms", parts.form(seen, url)
    elif tag == "nav" or role == "navigation":
        empty = not text_of(element) and not element.select("img, svg, a")
        if not seen.hidden:
            yield ("empty_navigations" if empty else "navigations"), place_of(seen, url)
    if tag in _OBSOLETE:
        yield "obsolete", place_of(seen, url)
    yield from _styles(seen, url)
    lang = attribute(element, "lang")
    if lang is not None and tag != "html":
        yield "language_parts", LanguagePart(place_of(seen, url), lang)


def _styles(seen: Seen, url: str) -> Iterator[tuple[str, FontSize]]:
    css = raw_text(seen.element) if seen.element.tag == "style" else attribute(seen.element, "style")
    if css and "font" in css.lower():
        place = place_of(seen, url)
        yield from (("font_sizes", FontSize(place, value)) for value in font_sizes(css))


def _type(element: Node) -> str:
    return (attribute(element, "type") or "").lower()


def _digest(text: str) -> str:
    return hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=8).hexdigest() if text.strip() else ""
