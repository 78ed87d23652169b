"""The digesting job: a batch of bodies to facts and found addresses, in a worker process. Never raises."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec

from auditor import urls
from auditor.gather.blocks import read_blocks
from auditor.gather.charset import decode
from auditor.gather.document import read_document
from auditor.gather.soup import read_head
from auditor.gather.styles import addresses
from auditor.model.document import Link, LinkKind
from auditor.model.page import Page

_HTML = frozenset({"text/html", "application/xhtml+xml"})
_BEGINNINGS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<title")
_PAGE_FIRST = (LinkKind.PAGE, LinkKind.FRAME, LinkKind.REFRESH)


class Undigested(msgspec.Struct, frozen=True):
    """One body to be read: where it came from, its media type, the header's charset, whether a site starts here."""

    url: str
    body: bytes
    media_type: str
    charset: str = ""
    start: bool = False


class Found(msgspec.Struct, frozen=True):
    """A distinct address that a body names, without fragment, by the most page-like of its kinds."""

    url: str
    kind: LinkKind


class Digested(msgspec.Struct, frozen=True):
    """What was read: the packed ``Page`` (empty when the body is no HTML) and the addresses found."""

    url: str
    page: bytes = b""
    found: tuple[Found, ...] = ()


def digest_batch(batch: Sequence[Undigested]) -> list[Digested]:
    """Read every body of a batch, in order."""
    return [digest(one) for one in batch]


def digest(one: Undigested) -> Digested:
    """Read one body: HTML to facts, a style sheet to the addresses it names, anything else to nothing."""
    if one.media_type == "text/css":
        return Digested(one.url, found=find_css(one.body, one.url, one.charset))
    if not _is_html(one):
        return Digested(one.url)
    text, charset, source = decode(one.body, one.charset)
    document = read_document(text, one.url)
    document = msgspec.structs.replace(document, charset=charset, charset_source=source)
    page = Page(document, read_head(text, one.url), read_blocks(document) if one.start else None)
    return Digested(one.url, msgspec.msgpack.encode(page), _found(document.links))


def find_css(body: bytes, url: str, charset: str = "") -> tuple[Found, ...]:
    """The addresses that a style sheet names, resolved against its own address."""
    text, _, _ = decode(body, charset)
    resolved = dict.fromkeys(urls.resolve(url, address) for address in addresses(text))
    web = (urls.without_fragment(address) for address in resolved if address and urls.is_web(address))
    return tuple(Found(address, LinkKind.RESOURCE) for address in dict.fromkeys(web))


def _is_html(one: Undigested) -> bool:
    if one.media_type in _HTML:
        return True
    return not one.media_type and one.body[:1000].lstrip().lower().startswith(_BEGINNINGS)


def _found(links: Iterable[Link]) -> tuple[Found, ...]:
    kinds: dict[str, LinkKind] = {}
    for link in links:
        if link.kind is LinkKind.FORM or not urls.is_web(link.url):
            continue  # an action without its fields is no address that a visitor ever asks
        address = urls.without_fragment(link.url)
        if link.kind in _PAGE_FIRST or address not in kinds:
            kinds[address] = link.kind
    return tuple(Found(address, kind) for address, kind in kinds.items())
