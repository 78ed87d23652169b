"""Makes documents for planting: valid ones, and documents with one kind of fault each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from types import MappingProxyType

from auditor.demo.documents import (
    DEMO_MEDIA_TYPES,
    FONT,
    ODF_MANIFEST,
    ODT_KIND,
    ODT_META,
    document,
    docx,
    pdf_file,
    pdf_of,
    zip_of,
)

_LONG = 24  # pages
_NAMED = b"/Lang (zh-TW) /MarkInfo << /Marked true >> /StructTreeRoot 8 0 R"
_TREE = b"<< /Type /StructTreeRoot >>"
_CHARTS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
    ' xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"'
    ' xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" office:version="1.3"><office:body><office:text>'
    '<text:h text:outline-level="1">{title}</text:h>'
    "<text:p><draw:frame><draw:image/></draw:frame></text:p>"
    "<table:table><table:table-column/><table:table-row><table:table-cell><text:p>{text}</text:p></table:table-cell>"
    "</table:table-row><table:table-row><table:table-cell/></table:table-row></table:table>"
    "</office:text></office:body></office:document-content>"
)


def planted_document(kind: str, title: str) -> tuple[bytes, str]:
    """A document of this kind (a key of ``KINDS``), and its media type."""
    ending, make = KINDS[kind]
    return make(title), DEMO_MEDIA_TYPES[ending]


def _plain(title: str) -> bytes:
    return _pdf(b"", [_shown(title)], name=b"")


def _scanned(title: str) -> bytes:
    return _pdf(_NAMED, [b"q 0.9 g 56 56 483 730 re f Q"], name=_spelled(title))


def _long(title: str) -> bytes:
    return _pdf(_NAMED, [_shown(f"{title} {number}") for number in range(1, _LONG + 1)], name=_spelled(title))


def _cut(title: str) -> bytes:
    return pdf_file(title, title)[:180]


def _persons(title: str) -> bytes:
    return document("odt", title, "申請人身分證字號 A123456789")  # the example of every textbook


def _charts(title: str) -> bytes:
    words = {"title": escape(title), "text": escape(title)}
    return zip_of(
        {
            "mimetype": ODT_KIND,
            "META-INF/manifest.xml": ODF_MANIFEST.format(kind=ODT_KIND),
            "content.xml": _CHARTS.format(**words),
            "meta.xml": ODT_META.format(**words),
        }
    )


KINDS: Mapping[str, tuple[str, Callable[[str], bytes]]] = MappingProxyType(
    {
        "pdf": ("pdf", lambda title: pdf_file(title, title)),
        "docx": ("docx", lambda title: docx(title, title)),
        "plain": ("pdf", _plain),
        "scanned": ("pdf", _scanned),
        "long": ("pdf", _long),
        "cut": ("pdf", _cut),
        "charts": ("odt", _charts),
        "persons": ("odt", _persons),
        "renamed": ("odt", lambda title: docx(title, title)),
    }
)
"""Kinds of documents, valid and faulty, each with the ending of its file name and the function that makes it."""


def _pdf(marks: bytes, pages: list[bytes], *, name: bytes) -> bytes:
    """Objects: 1 catalogue, 2 pages, 3 and 4 unused, 5 to 7 font, 8 structure, then each page and its drawing."""
    first = 9
    numbers = range(first, first + 2 * len(pages), 2)
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % marks,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        b"null",
        b"null",
        *FONT,
        _TREE,
    ]
    for number, drawing in zip(numbers, pages, strict=True):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >> >>" % (number + 1),
            b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        ]
    return pdf_of([*objects, b"<< /Title <%s> >>" % name if name else b"<< >>"])


def _shown(text: str) -> bytes:
    return b"BT /F1 14 Tf 56 760 Td <%s> Tj ET" % text.encode("utf-16-be").hex().upper().encode("ascii")


def _spelled(text: str) -> bytes:
    return f"FEFF{text.encode('utf-16-be').hex().upper()}".encode("ascii")
