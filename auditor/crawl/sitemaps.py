"""Reads addresses from sitemaps: XML, index, feed, gzip and text. Stray characters pass, entities are not expanded."""

from __future__ import annotations

import contextlib
import re
from collections.abc import Iterable
from xml.parsers import expat

import msgspec

from auditor import urls
from auditor.fetch.content_coding import BodyDecoder, UnreadableBody

MOST_ADDRESSES = 50_000
"""The protocol's own limit for one file (sitemaps.org, "Using Sitemap index files")."""

SITEMAP_BYTES_LIMIT = 20_000_000
"""Bytes of an unpacked file that are read: 400 for each address that it may hold."""

_LONGEST_ADDRESS = 2_048
_BEGIN = re.compile(r"<!DOCTYPE\b|<(?:[\w.-]+:)?(?:urlset|sitemapindex|rss|RDF|feed)\b")
_DECLARED = re.compile(rb"""<\?xml[^>]{0,100}?encoding\s*=\s*["']([\w.:-]+)["']""")
_BARE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d{1,7}|#x[\da-fA-F]{1,6});)")
_MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_HOLDERS = {
    "urlset": ("url", "loc"),
    "sitemapindex": ("sitemap", "loc"),
    "rss": ("item", "link"),
    "RDF": ("item", "link"),
    "feed": ("entry", "link"),
}
"""By root element: the element of each entry, and the element in it that holds the address."""


class Sitemap(msgspec.Struct, frozen=True):
    """What one file names, each address once, in its order."""

    pages: tuple[str, ...] = ()
    """Addresses of pages."""

    sitemaps: tuple[str, ...] = ()
    """Addresses of further sitemaps; only from an index."""

    lines: tuple[int, ...] = ()
    """The line of each of these addresses in the unpacked file."""


def read_sitemap(body: bytes) -> Sitemap:
    """Read a sitemap in any of its forms; a fault ends the reading, what was read before it counts.

    A body that is no sitemap gives an empty one. Relative addresses do not count (sitemaps.org, "loc").
    """
    text = _text(_unpacked(body))
    begin = _BEGIN.search(text)
    if begin is None:
        found = _addresses(enumerate(text.splitlines(), 1))
        return Sitemap(tuple(found), (), tuple(found.values()))
    reader = _Reader(text.count("\n", 0, begin.start()))
    reader.read(_BARE_AMPERSAND.sub("&amp;", text[begin.start() :]))
    found = _addresses(reader.found)
    addresses, lines = tuple(found), tuple(found.values())
    return Sitemap((), addresses, lines) if reader.root == "sitemapindex" else Sitemap(addresses, (), lines)


class _Enough(Exception):  # noqa: N818  # no fault: reading ends here
    """The reading ends here."""


class _Reader:
    """Collects what the elements hold that ``_HOLDERS`` names; a declared entity ends the reading."""

    def __init__(self, lines_before: int) -> None:
        self.root = ""
        self.found: list[tuple[int, str]] = []
        self._line = 0
        self._lines_before = lines_before
        self._prefix = ""
        self._path: list[str] = []
        self._text: list[str] | None = None

    def read(self, text: str) -> None:
        parser = self._parser = expat.ParserCreate("utf-8")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._character
        parser.EntityDeclHandler = self._entity
        with contextlib.suppress(expat.ExpatError, _Enough):
            parser.Parse(text.encode("utf-8", "replace"), True)

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        if not self._path:
            self.root = name.rpartition(":")[2]
            self._prefix = name.removesuffix(self.root) if self.root != "RDF" else ""
        self._path.append(name)
        if not self._holds_address():
            return
        self._line = self._lines_before + self._parser.CurrentLineNumber
        if self.root == "feed":
            if attributes.get("rel", "alternate") == "alternate":
                self._keep(attributes.get("href", ""))
        else:
            self._text = []

    def _end(self, _: str) -> None:
        if self._text is not None and self._holds_address():
            self._keep("".join(self._text))
            self._text = None
        self._path.pop()

    def _holds_address(self) -> bool:
        item, holder = _HOLDERS.get(self.root, ("", ""))
        return self._path[-2:] == [self._prefix + item, self._prefix + holder]

    def _keep(self, address: str) -> None:
        self.found.append((self._line, address))
        if len(self.found) >= MOST_ADDRESSES:
            raise _Enough

    def _character(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _entity(self, *_: object) -> None:
        raise _Enough


def _unpacked(body: bytes) -> bytes:
    if not body.startswith(b"\x1f\x8b"):
        return body[:SITEMAP_BYTES_LIMIT]
    try:
        return BodyDecoder([b"gzip"]).decode(body, SITEMAP_BYTES_LIMIT)
    except UnreadableBody:
        return b""


def _text(data: bytes) -> str:
    declared = _DECLARED.search(data[:1_000])
    encoding = declared[1].decode("ascii") if declared else "utf-8"
    encoding = next((name for mark, name in _MARKS if data.startswith(mark)), encoding)
    try:
        return data.decode(encoding, "replace")
    except (LookupError, UnicodeError):  # some of Python's codecs know no replacing
        return data.decode("utf-8", "replace")


def _addresses(found: Iterable[tuple[int, str]]) -> dict[str, int]:
    """The absolute web addresses among ``found``, as browsers write them, each with the first line it stands in."""
    known: dict[str, int] = {}
    for line, written in found:
        address = written.strip()
        if len(address) <= _LONGEST_ADDRESS and urls.is_web(address) and (url := urls.resolve(address, address)):
            known.setdefault(url, line)
        if len(known) >= MOST_ADDRESSES:
            break
    return known
