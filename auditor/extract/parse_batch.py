"""Bodies to facts, in batches, in worker processes: what a page says, and the addresses that it leads to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from auditor.extract.charset import read_text
from auditor.extract.files.downloads import claim, read_file
from auditor.extract.home.metadata_soup import read_blocks_from_soup, read_head
from auditor.extract.html.document import read_document
from auditor.extract.html.link_index import read_link_index
from auditor.extract.html.styles import read_sheet, read_styles
from auditor.model import Document, Download, LinkIndex, LinkKind, Page, StyleSheet, Untested
from auditor.model.page_parts import DocumentLinks, PageLinks
from auditor.urls import is_web, path_of, resolve, without_fragment

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_UNTOLD = frozenset({"", "application/octet-stream"})
_OPENINGS = (b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<script", b"<meta", b"<table", b"<div")
_SNIFFED = 1_445
_RANK = {kind: rank for rank, kind in enumerate((
    LinkKind.PAGE, LinkKind.FRAME, LinkKind.REFRESH, LinkKind.FORM, LinkKind.RESOURCE, LinkKind.EMBEDDED_DATA
))}  # fmt: skip
"""Kinds that lead to something worth asking, the most page-like first."""


class ParseJob(msgspec.Struct, frozen=True):
    """A body to be read. ``url`` is the address that answered, ``charset`` the HTTP header's label.

    ``truncated`` says that the body is only the beginning of what there was; ``links_only`` that nothing but links is
    judged; ``followed`` that every address found is taken up for sure.
    """

    url: str
    body: bytes
    media_type: str
    charset: str
    start: bool
    truncated: bool = False
    links_only: bool = False
    followed: bool = False


_KNOWN = msgspec.msgpack.Decoder(PageLinks)


class FoundAddress(msgspec.Struct, frozen=True):
    """An address that a page leads to, without fragment; of several kinds the most page-like."""

    url: str
    kind: LinkKind


class ParseResult(msgspec.Struct, frozen=True):
    """What was read: a ``Page`` as msgpack (empty for what is no page), or a file; and the web addresses found.

    ``unread`` says why nothing was read of a body that could have been.
    """

    url: str
    page: bytes = b""
    found: tuple[FoundAddress, ...] = ()
    title: str = ""
    lang: str = ""
    text_hash: str = ""
    download: Download | None = None
    sheet: StyleSheet | None = None
    unread: Untested | None = None


def parse_batch(batch: Sequence[ParseJob]) -> list[ParseResult]:
    """Read every body of a batch, in order. Nothing in a body raises: what is no HTML gives no page."""
    return [_digested(item) for item in batch]


def parse_stored(page: bytes) -> ParseResult:
    """What reading a body once brought, from the ``Page`` that was made of it then."""
    known = _KNOWN.decode(page)
    document = known.document or known.sketch
    return ParseResult("") if document is None else _told(document, b"")


def is_page(media_type: str, body: bytes) -> bool:
    """Whether a body is HTML: by its media type, or by its first bytes where none is told (MIME Sniffing, 7)."""
    if media_type in _PAGES:
        return True
    opening = body[:_SNIFFED].removeprefix(b"\xef\xbb\xbf").lstrip(b"\t\n\x0c\r ").lower()
    return media_type in _UNTOLD and opening.startswith(_OPENINGS)


def find_css(text: str, base: str, charset: str = "utf-8") -> tuple[FoundAddress, ...]:
    """The addresses that a style sheet at ``base`` loads (``url()``, ``@import``)."""
    addresses = (resolve(base, value, charset) for kind, value, _ in read_styles(text) if kind == "address")
    return _distinct((address, LinkKind.RESOURCE) for address in addresses if address)


def _digested(item: ParseJob) -> ParseResult:
    if item.media_type == "text/css":
        text, charset = read_text(item.body, item.charset)
        sheet = read_sheet(text, whole=not item.truncated)
        return ParseResult(item.url, found=find_css(text, item.url, charset.name), sheet=sheet)
    if not is_page(item.media_type, item.body):
        return _downloaded(item)
    text, charset = read_text(item.body, item.charset)
    if item.links_only:
        sketch = read_link_index(text, item.url, charset.name)
        return _told(sketch, msgspec.msgpack.encode(Page(sketch=sketch)))
    document = read_document(text, item.url, charset=charset.name)
    document = msgspec.structs.replace(document, charset_source=charset.source)
    blocks = read_blocks_from_soup(text, item.url, document) if item.start else None
    page = Page(document, read_head(text, item.url), blocks)
    return _told(document, msgspec.msgpack.encode(page))


def _told(document: Document | LinkIndex | DocumentLinks, page: bytes) -> ParseResult:
    found, title, lang = _distinct(_leading(document)), document.title or "", document.lang or ""
    return ParseResult(document.url, page, found, title, lang, document.text_hash)


def _downloaded(item: ParseJob) -> ParseResult:
    if claim(path_of(item.url), item.media_type) is None and item.media_type not in _UNTOLD:
        return ParseResult(item.url)
    file = read_file(item.body, path_of(item.url), item.media_type, truncated=item.truncated)
    return ParseResult(item.url, found=_distinct((url, LinkKind.PAGE) for url in file.links), download=file)


def _leading(document: Document | LinkIndex | DocumentLinks) -> Iterator[tuple[str, LinkKind]]:
    """Addresses that may be asked. Where a form posts to is never asked."""
    return ((link.url, link.kind) for link in document.links if link.attribute != "action:post")


def _distinct(links: Iterable[tuple[str, LinkKind]]) -> tuple[FoundAddress, ...]:
    kinds: dict[str, LinkKind] = {}
    for address, kind in links:
        rank = _RANK.get(kind)
        if rank is None:
            continue
        url = without_fragment(address) if "#" in address else address
        known = kinds.get(url)
        if is_web(url) if known is None else rank < _RANK[known]:
            kinds[url] = kind
    return tuple(FoundAddress(url, kind) for url, kind in kinds.items())
