"""Reads addresses that stand in metadata: refreshing ``meta`` elements, pictures for sharing, JSON-LD."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from auditor.extract.html.dom import Element
from auditor.extract.html.links import add_link, add_unusable_link
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.model import LinkKind

_REFRESH = re.compile(
    r"""[ \t\n\f\r]*(?:\d|(?=\.))[\d.]*(?:[ \t\n\f\r]*[;,]|[ \t\n\f\r]|\Z)[ \t\n\f\r]*"""
    r"""(?:url\s*=\s*)?(?:"([^"]*).*|'([^']*).*|(.*))""",
    re.IGNORECASE | re.DOTALL,
)
_PICTURES = ("og:image", "twitter:image")
_DATA_KEYS = frozenset({"url", "image", "logo", "sameAs", "contentUrl", "thumbnailUrl", "embedUrl", "mainEntityOfPage"})


def read_meta_links(reader: PageReader, element: Element, context: ElementContext) -> None:
    """Read a ``meta`` that refreshes or names the picture shown when the page is shared."""
    content = element.attr("content") or ""
    if (element.attr("http-equiv") or "").strip().lower() == "refresh":
        address = refresh_address(content)
        if address is None:
            add_unusable_link(reader, element, context, "content", content, LinkKind.REFRESH)
        elif address:
            add_link(reader, element, context, "content", address, LinkKind.REFRESH)
    elif (element.attr("property") or element.attr("name") or "").lower().startswith(_PICTURES):
        name = (element.attr("property") or element.attr("name") or "").lower().rpartition(":")[2]
        if content.strip() and name in {"image", "url", "secure_url", "src"}:
            add_link(reader, element, context, "content", content, LinkKind.EMBEDDED_DATA)


def refresh_address(content: str) -> str | None:
    """The address in a declarative refresh, empty where it names none; None where browsers ignore it.

    Source: HTML Standard, 4.2.5.3, "shared declarative refresh steps": without a number of seconds there is no refresh.
    """
    found = _REFRESH.fullmatch(content)
    return next((group for group in found.groups() if group), "").strip() if found else None


def read_data_links(reader: PageReader, element: Element, context: ElementContext) -> None:
    """Read the addresses in a script of type ``application/ld+json``."""
    if (element.attr("type") or "").strip().lower() != "application/ld+json":
        return
    try:
        data = json.loads(element.text, strict=False)
    except (ValueError, RecursionError):
        return
    for raw in dict.fromkeys(_data_addresses(data)):
        add_link(reader, element, context, "text", raw, LinkKind.EMBEDDED_DATA)


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
