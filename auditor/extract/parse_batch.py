"""Parses batches of fetched bodies in worker processes: pages, style sheets and downloads, with the links in them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import msgspec

from auditor.extract.charset import read_text
from auditor.extract.files.downloads import claimed_format, read_file
from auditor.extract.home.metadata_soup import read_blocks_from_soup, read_head
from auditor.extract.html.document import read_document
from auditor.extract.html.link_details import REFRESH_HEADER
from auditor.extract.html.link_index import read_link_index
from auditor.extract.html.styles import read_sheet
from auditor.extract.resource_uses import resource_use
from auditor.extract.text.expected_words import find_missing_words
from auditor.extract.text.opening import read_opening
from auditor.extract.text.shown_content import read_shown_content
from auditor.model import (
    Document,
    Download,
    IndexedAddress,
    Link,
    LinkIndex,
    LinkKind,
    Page,
    PageContent,
    Place,
    ResourceUse,
    StyleSheet,
    Untested,
)
from auditor.model.page_parts import DocumentLinks, PageLinks
from auditor.standards.conventions import contains_words
from auditor.urls import is_web, path_of, without_fragment

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_UNDECLARED = frozenset({"", "application/octet-stream"})
_SIGNATURES = (b"<!doctype html", b"<html", b"<head", b"<body", b"<title", b"<script", b"<meta", b"<table", b"<div")
_SNIFFED = 1_445
_ERROR_PAGE_LETTERS = 300
_RANK = {kind: rank for rank, kind in enumerate((
    LinkKind.PAGE, LinkKind.FRAME, LinkKind.REFRESH, LinkKind.FORM, LinkKind.RESOURCE, LinkKind.EMBEDDED_DATA
))}  # fmt: skip
"""Kinds of links that can be requested, the most page-like first."""
_DECODER = msgspec.msgpack.Decoder(PageLinks)
_Requestable = tuple[str, LinkKind, ResourceUse | None]


class ParseJob(msgspec.Struct, frozen=True):
    """A fetched body to parse."""

    url: str
    """Address that answered, after redirects."""

    body: bytes
    """Decoded content, possibly only its beginning."""

    media_type: str
    """Media type of the response in lower case, without parameters; empty where it has none."""

    charset: str
    """Charset label of the response's ``Content-Type``; empty where it has none."""

    start: bool
    """Whether it is a start page: only then its blocks are read."""

    truncated: bool = False
    """Whether the body is only the beginning of what the server has."""

    links_only: bool = False
    """Whether the run judges links only: then a page gives a link index instead of a document."""

    followed: bool = False
    """Whether every address found is requested for certain."""

    opening: bool = False
    """Whether the first words of a page are kept, for suggested classes."""

    refresh: str = ""
    """Absolute address that a Refresh header of the answer leads to after a while; empty without one."""

    words: tuple[str, ...] | None = None
    """The words that the page must show; None for all but the first pages of configured systems."""

    outside: bool = False
    """Whether it is a link target outside all sites: then what it shows is kept."""

    as_browser: bytes = b""
    """The body that a client with a browser's headers got instead; empty without one."""


class FoundAddress(msgspec.Struct, frozen=True):
    """A web address that a body links to."""

    url: str
    """Absolute address without fragment."""

    kind: LinkKind
    """Kind of the link; of several links to the address, the most page-like."""

    use: ResourceUse | None = None
    """What the page loads it as; None for what is followed, and for resources of other kinds."""


class ParseResult(msgspec.Struct, frozen=True):
    """What one body was parsed to."""

    url: str
    """Address that answered."""

    page: bytes = b""
    """The ``Page`` as msgpack; empty for a body that is no page."""

    found: tuple[FoundAddress, ...] = ()
    """The web addresses that can be requested, each once."""

    title: str = ""
    """The page's title."""

    lang: str = ""
    """The language that the page declares."""

    text_hash: str = ""
    """Hash of the page's own text; empty where it has none."""

    states_missing: bool = False
    """Whether its title or, in the place of a file, its few words state that the content is not there."""

    download: Download | None = None
    """Facts of a file, None for pages, style sheets and media types that are no files to examine."""

    sheet: StyleSheet | None = None
    """Facts of a style sheet."""

    unread: Untested | None = None
    """Why nothing was parsed of a body that could have been; set by the crawl."""


def parse_batch(batch: Sequence[ParseJob]) -> list[ParseResult]:
    """Parse every body of a batch, in order. Nothing in a body raises: what is no HTML gives no page."""
    return [_parse(job) for job in batch]


def parse_stored(page: bytes) -> ParseResult:
    """The result of an earlier parse, from the ``Page`` (msgpack) that was stored then."""
    stored = _DECODER.decode(page)
    document = stored.document or stored.sketch
    return ParseResult("") if document is None else _page_result(document, b"")


def is_page(media_type: str, body: bytes) -> bool:
    """Whether a body is HTML: by its media type or, where none is declared, by its first bytes (MIME Sniffing, 7)."""
    if media_type in _PAGES:
        return True
    first = body[:_SNIFFED].removeprefix(b"\xef\xbb\xbf").lstrip(b"\t\n\x0c\r ").lower()
    return media_type in _UNDECLARED and first.startswith(_SIGNATURES)


def _parse(job: ParseJob) -> ParseResult:
    if job.media_type == "text/css":
        text, charset = read_text(job.body, job.charset)
        sheet = read_sheet(text, job.url, charset.name, whole=not job.truncated)
        loaded = ((link.url, LinkKind.RESOURCE, resource_use(link.url, LinkKind.RESOURCE)) for link in sheet.addresses)
        return ParseResult(job.url, found=_distinct(loaded), sheet=sheet)
    return _parse_page(job) if is_page(job.media_type, job.body) else _parse_download(job)


def _parse_page(job: ParseJob) -> ParseResult:
    text, charset = read_text(job.body, job.charset)
    missing_words = None if job.words is None else find_missing_words(text, job.words)
    content, as_browser = _content(job, text), _content(job, job.as_browser)
    if job.links_only:
        index = read_link_index(text, job.url, charset.name)
        if job.refresh:
            header = IndexedAddress(job.refresh, job.refresh, LinkKind.REFRESH, "meta", REFRESH_HEADER)
            index = msgspec.structs.replace(index, links=(*index.links, header))
        light = Page(sketch=index, missing_words=missing_words, content=content, content_as_browser=as_browser)
        return _with_first_words(_page_result(index, msgspec.msgpack.encode(light)), job, text)
    document = read_document(text, job.url, charset=charset.name)
    document = msgspec.structs.replace(document, charset_source=charset.source)
    if job.refresh:
        header_link = Link(Place(job.url), "meta", REFRESH_HEADER, job.refresh, job.refresh, LinkKind.REFRESH)
        document = msgspec.structs.replace(document, links=(*document.links, header_link))
    page = Page(
        document,
        read_head(text, job.url),
        read_blocks_from_soup(text, job.url, document) if job.start else None,
        opening=read_opening(text) if job.opening else None,
        missing_words=missing_words,
        content=content,
        content_as_browser=as_browser,
    )
    return _with_first_words(_page_result(document, msgspec.msgpack.encode(page)), job, text)


def _content(job: ParseJob, body: str | bytes) -> PageContent | None:
    """What a page outside all sites shows."""
    text = body if isinstance(body, str) else read_text(body, job.charset)[0]
    return read_shown_content(text, job.url) if job.outside and text else None


def _with_first_words(result: ParseResult, job: ParseJob, text: str) -> ParseResult:
    """The result, of a page in the place of a file with what its first words state: an error page is short."""
    if result.states_missing or claimed_format(path_of(job.url), "") is None:
        return result
    words = read_opening(text)
    gone = len(words) <= _ERROR_PAGE_LETTERS and contains_words("missing_page", words)
    return msgspec.structs.replace(result, states_missing=gone)


def _page_result(document: Document | LinkIndex | DocumentLinks, page: bytes) -> ParseResult:
    found, title, lang = _distinct(_requestable(document)), document.title or "", document.lang or ""
    return ParseResult(
        document.url, page, found, title, lang, document.text_hash, contains_words("missing_page", title)
    )


def _parse_download(job: ParseJob) -> ParseResult:
    if claimed_format(path_of(job.url), job.media_type) is None and job.media_type not in _UNDECLARED:
        return ParseResult(job.url)
    file = read_file(job.body, path_of(job.url), job.media_type, truncated=job.truncated)
    return ParseResult(job.url, found=_distinct((url, LinkKind.PAGE, None) for url in file.links), download=file)


def _requestable(document: Document | LinkIndex | DocumentLinks) -> Iterator[_Requestable]:
    """Addresses, kinds and uses of the links that may be requested; the target of a form that posts never is."""
    return (
        (link.url, link.kind, resource_use(link.url, link.kind, link.element, link.attribute))
        for link in document.links
        if not link.attribute.endswith(":post")
    )


def _distinct(links: Iterable[_Requestable]) -> tuple[FoundAddress, ...]:
    kinds: dict[str, LinkKind] = {}
    uses: dict[str, ResourceUse] = {}
    for address, kind, use in links:
        rank = _RANK.get(kind)
        if rank is None:
            continue
        url = without_fragment(address) if "#" in address else address
        if use is not None:
            uses[url] = use
        known = kinds.get(url)
        if is_web(url) if known is None else rank < _RANK[known]:
            kinds[url] = kind
    return tuple(FoundAddress(url, kind, uses.get(url)) for url, kind in kinds.items())
