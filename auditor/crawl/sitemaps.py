"""Sitemaps to addresses: XML, index, gzip and text, forgiving of stray characters, deaf to entities. Pure."""

from __future__ import annotations

import gzip
import io
import zlib
from xml.parsers import expat

import msgspec

MOST_ADDRESSES = 50_000
MOST_BYTES = 50_000_000
"""The protocol's own limits for one file."""


class Sitemap(msgspec.Struct, frozen=True):
    """The pages and the further sitemaps that one file names, in its order."""

    pages: tuple[str, ...] = ()
    sitemaps: tuple[str, ...] = ()


def read_sitemap(body: bytes) -> Sitemap:
    """Read a sitemap in whatever form it comes; what is broken ends it, what was read before counts."""
    data = _unpacked(body)
    begin = data.find(b"<")
    text = data[begin:] if begin >= 0 else b""
    if (
        not text[:400].lower().count(b"<urlset")
        + text[:400].lower().count(b"<sitemapindex")
        + text.count(b"<?xml", 0, 9)
    ):
        return Sitemap(pages=_lines(data))
    return _Reader().read(text)


class _Reader:
    """Collects ``loc`` elements; a document type with entities ends the reading."""

    def __init__(self) -> None:
        self._found: dict[str, list[str]] = {"url": [], "sitemap": []}
        self._path: list[str] = []
        self._text: list[str] | None = None

    def read(self, data: bytes) -> Sitemap:
        parser = expat.ParserCreate(namespace_separator=" ")
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._character
        parser.EntityDeclHandler = self._entity
        try:
            parser.Parse(data, True)
        except (expat.ExpatError, _Enough):
            pass
        return Sitemap(tuple(self._found["url"]), tuple(self._found["sitemap"]))

    def _start(self, name: str, _: object) -> None:
        self._path.append(name.rpartition(" ")[2].lower())
        if self._path[-1] == "loc" and len(self._path) == 3:
            self._text = []

    def _end(self, _: str) -> None:
        self._path.pop()
        if self._text is None or not self._path:
            return
        address = "".join(self._text).strip()
        self._text = None
        kind = self._path[-1]
        if address and kind in self._found:
            self._found[kind].append(address)
            if len(self._found[kind]) >= MOST_ADDRESSES:
                raise _Enough

    def _character(self, data: str) -> None:
        if self._text is not None:
            self._text.append(data)

    def _entity(self, *_: object) -> None:
        raise _Enough


class _Enough(Exception):  # noqa: N818 - no error: reading ends here
    """The reading ends here."""


def _unpacked(body: bytes) -> bytes:
    if body[:2] != b"\x1f\x8b":
        return body[:MOST_BYTES]
    try:
        with gzip.open(io.BytesIO(body)) as file:
            return file.read(MOST_BYTES)
    except (OSError, EOFError, zlib.error):
        return b""


def _lines(data: bytes) -> tuple[str, ...]:
    lines = (line.strip() for line in data.decode("utf-8-sig", "replace").splitlines())
    return tuple(line for line in lines if line.startswith(("http://", "https://")))[:MOST_ADDRESSES]
