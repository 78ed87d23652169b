"""Every place in a page where an address can stand, resolved as a browser would. Never links in comments."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import msgspec

from auditor import urls
from auditor.gather.dom import Node, Seen, attribute, place_of, raw_text, text_of
from auditor.gather.styles import addresses
from auditor.model.document import Link, LinkKind

MOST_LINKS = 20_000
"""So many links of one page are read; the rest is left, so that a hostile page stays bounded."""

_PLACES: dict[str, tuple[tuple[str, LinkKind], ...]] = {
    "a": (("href", LinkKind.PAGE), ("xlink:href", LinkKind.PAGE)),
    "area": (("href", LinkKind.PAGE),),
    "img": (("src", LinkKind.RESOURCE), ("longdesc", LinkKind.PAGE)),
    "script": (("src", LinkKind.RESOURCE),),
    "iframe": (("src", LinkKind.FRAME),),
    "frame": (("src", LinkKind.FRAME),),
    "source": (("src", LinkKind.RESOURCE),),
    "video": (("src", LinkKind.RESOURCE), ("poster", LinkKind.RESOURCE)),
    "audio": (("src", LinkKind.RESOURCE),),
    "track": (("src", LinkKind.RESOURCE),),
    "object": (("data", LinkKind.RESOURCE),),
    "embed": (("src", LinkKind.RESOURCE),),
    "input": (("src", LinkKind.RESOURCE),),
    "image": (("href", LinkKind.RESOURCE), ("xlink:href", LinkKind.RESOURCE)),
    "use": (("href", LinkKind.RESOURCE), ("xlink:href", LinkKind.RESOURCE)),
    "body": (("background", LinkKind.RESOURCE),),
    "table": (("background", LinkKind.RESOURCE),),
    "td": (("background", LinkKind.RESOURCE),),
}
_RELATIONS = {
    "stylesheet": LinkKind.RESOURCE, "icon": LinkKind.RESOURCE, "shortcut": LinkKind.RESOURCE,
    "apple-touch-icon": LinkKind.RESOURCE, "manifest": LinkKind.RESOURCE, "preload": LinkKind.RESOURCE,
    "canonical": LinkKind.PAGE, "alternate": LinkKind.PAGE, "next": LinkKind.PAGE, "prev": LinkKind.PAGE,
    "help": LinkKind.PAGE, "search": LinkKind.PAGE, "license": LinkKind.PAGE, "author": LinkKind.PAGE,
}  # fmt: skip
_PICTURES = frozenset({"og:image", "og:image:url", "og:video", "twitter:image", "og:url"})
_SCHEMES = {"mailto": LinkKind.MAIL, "tel": LinkKind.PHONE, "javascript": LinkKind.SCRIPT}
_IN_SCRIPT = re.compile(r"""(?:open|location(?:\.href)?\s*=|location\.(?:assign|replace))\s*\(?\s*['"]([^'"]+)['"]""")
_REFRESH = re.compile(r"^\s*[\d.]+\s*[;,]?\s*(?:url\s*=\s*)?['\"]?(.*?)['\"]?\s*$", re.IGNORECASE | re.DOTALL)
_LONGEST_TEXT = 300


class Found(msgspec.Struct, frozen=True):
    """An address as written, before it is resolved."""

    raw: str
    kind: LinkKind
    attribute: str


class LinkReader:
    """Collects the links of one page; tells each the heading before it."""

    def __init__(self, url: str, base: str, charset: str) -> None:
        self._url = url
        self._base = base
        self._charset = charset
        self._heading = ""
        self.links: list[Link] = []

    def take(self, seen: Seen) -> None:
        """Take up one element."""
        tag = seen.element.tag
        if len(tag) == 2 and tag[0] == "h" and tag[1] in "123456":
            self._heading = text_of(seen.element)[:_LONGEST_TEXT]
        if len(self.links) < MOST_LINKS:
            self.links += [self._link(seen, found) for found in _found(seen.element)]

    def _link(self, seen: Seen, found: Found) -> Link:
        element = seen.element
        url = urls.resolve(self._base, found.raw, self._charset) or ""
        anchor = element.tag in {"a", "area"}
        own = text_of(element)[:_LONGEST_TEXT] if element.tag == "a" else ""
        alts = _alternatives(element) if element.tag == "a" else ()
        label = attribute(element, "aria-label") or attribute(element, "alt") or ""
        return Link(
            place=place_of(seen, self._url),
            element=element.tag,
            attribute=found.attribute,
            raw=found.raw,
            url=url,
            kind=_SCHEMES.get(
                urls.scheme_of(url or found.raw.strip()), found.kind if _followed(url) else LinkKind.OTHER
            ),
            text=(label or " ".join(filter(None, (own, *alts))))[:_LONGEST_TEXT],
            own_text=own,
            title=attribute(element, "title"),
            image_alts=alts,
            heading=self._heading if anchor else "",
            rel=tuple((attribute(element, "rel") or "").lower().split()),
            opens_window=(attribute(element, "target") or "").lower() in {"_blank", "_new"},
            download=attribute(element, "download") is not None,
            access_key=attribute(element, "accesskey") or "",
            hidden=seen.hidden,
        )


def _followed(url: str) -> bool:
    return not url or urls.is_web(url)


def _found(element: Node) -> Iterator[Found]:
    tag = element.tag
    for name, kind in _PLACES.get(tag, ()):
        value = attribute(element, name)
        if value is not None and not value.lower().startswith("data:"):
            yield from _of_attribute(value, kind, name)
    style = attribute(element, "style")
    if style:
        yield from (Found(address, LinkKind.RESOURCE, "style") for address in addresses(style))
    if tag in _SPECIAL:
        yield from _SPECIAL[tag](element)


def _of_attribute(value: str, kind: LinkKind, name: str) -> Iterator[Found]:
    script = value.strip()
    if script[:11].lower() == "javascript:":
        named = _IN_SCRIPT.search(script)
        yield Found(named[1], LinkKind.PAGE, name) if named else Found(value, LinkKind.SCRIPT, name)
        return
    yield Found(value, kind, name)


def _srcset(element: Node) -> Iterator[Found]:
    """Candidates of srcset (HTML Standard, 4.8.4.2.2, "parse a srcset attribute"), without their descriptors."""
    value = attribute(element, "srcset") or attribute(element, "imagesrcset") or ""
    for candidate in re.finditer(r"[\s,]*([^\s,][^\s]*[^\s,]|[^\s,])(\s+[^,]*)?(?:,|$)", value):
        if not candidate[1].startswith("data:"):
            yield Found(candidate[1], LinkKind.RESOURCE, "srcset")


def _link_element(element: Node) -> Iterator[Found]:
    value = attribute(element, "href")
    relations = (attribute(element, "rel") or "").lower().split()
    kind = next((_RELATIONS[name] for name in relations if name in _RELATIONS), None)
    if value and kind is not None:
        yield Found(value, kind, "href")
    yield from _srcset(element)


def _form(element: Node) -> Iterator[Found]:
    value = attribute(element, "action")
    method = (attribute(element, "method") or "get").lower()
    if value and value.strip()[:11].lower() != "javascript:":
        yield Found(value, LinkKind.FORM, "action" if method == "get" else f"action:{method}")


def _meta(element: Node) -> Iterator[Found]:
    content = attribute(element, "content") or ""
    if (attribute(element, "http-equiv") or "").lower() == "refresh":
        told = _REFRESH.match(content)
        if told and told[1]:
            yield Found(told[1], LinkKind.REFRESH, "content")
    name = (attribute(element, "property") or attribute(element, "name") or "").lower()
    if name in _PICTURES and content:
        yield Found(content, LinkKind.EMBEDDED_DATA, "content")


def _style(element: Node) -> Iterator[Found]:
    return (Found(address, LinkKind.RESOURCE, "css") for address in addresses(raw_text(element)))


def _script(element: Node) -> Iterator[Found]:
    if (attribute(element, "type") or "").lower() != "application/ld+json":
        return
    try:
        data = json.loads(raw_text(element))
    except (ValueError, RecursionError):
        return
    yield from (Found(value, LinkKind.EMBEDDED_DATA, "json-ld") for value in _web_values(data))


def _web_values(data: Any) -> Iterator[str]:
    waiting = [data]
    while waiting:
        value = waiting.pop()
        if isinstance(value, dict):
            waiting += [inner for key, inner in value.items() if key != "@context"]
        elif isinstance(value, list):
            waiting += value
        elif (
            isinstance(value, str)
            and urls.is_web(value)
            and not value.startswith(("http://schema.org", "https://schema.org"))
        ):
            yield value


_SPECIAL = {
    "img": _srcset, "source": _srcset, "link": _link_element, "form": _form, "meta": _meta, "style": _style,
    "script": _script,
}  # fmt: skip


def _alternatives(element: Node) -> tuple[str, ...]:
    found = []
    for image in element.select("img, svg, [role=img]"):
        title = image.find("title") if image.tag == "svg" else None
        name = attribute(image, "aria-label") or attribute(image, "alt") or (text_of(title) if title else "")
        if name and name.strip():
            found.append(name.strip())
    return tuple(found)
