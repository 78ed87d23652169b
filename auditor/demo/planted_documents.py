"""Makes documents for planting: valid ones, and documents with one kind of fault each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from html import escape
from types import MappingProxyType

from auditor.demo.documents import (
    DEMO_MEDIA_TYPES,
    DOCX_META,
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


_TYPED = _CHARTS.partition("<text:h ")[0] + (
    '<text:h text:outline-level="1">{title}</text:h><text:h text:outline-level="3">{text}</text:h>'
    "<text:p>● 第一點</text:p><text:p>● 第二點</text:p><text:p>● 第三點</text:p>"
    "</office:text></office:body></office:document-content>"
)
_SCAN = b"q 595 0 0 842 0 0 cm BI /W 1 /H 1 /BPC 8 /CS /G ID \x80 EI Q"
_FONT_WITHOUT_MAP = (FONT[0].replace(b"UniCNS-UCS2-H", b"Identity-H"), FONT[1].replace(b"CNS1", b"Identity"))
_XMP = b"/Type /Metadata /Subtype /XML"
_CLAIM = (
    b'<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
    b'<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""'
    b' xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/" pdfuaid:part="1"/></rdf:RDF></x:xmpmeta><?xpacket end="w"?>'
)
_SLIDE_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>'
)
_SLIDE = (
    '<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    ' xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"><p:sp><p:nvSpPr><p:nvPr><p:ph type="body"/>'
    "</p:nvPr></p:nvSpPr><p:txBody><a:p><a:r><a:t>{text}</a:t></a:r></a:p></p:txBody></p:sp></p:sld>"
)
_FIELD = b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (Text1) /Rect [56 700 300 720] /F 4 /DA (/F1 12 Tf) >>"  # no /TU


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


def _form(title: str) -> bytes:
    marks = _NAMED + b" /AcroForm << /Fields [3 0 R] /DR << /Font << /F1 5 0 R >> >> >>"
    return _pdf(marks, [_shown(title)], name=_spelled(title), others={3: _FIELD})


def _mixed(title: str) -> bytes:
    return _pdf(_NAMED, [_shown(title), *[_SCAN] * 3], name=_spelled(title))


def _unmapped(title: str) -> bytes:
    return _pdf(_NAMED, [_shown(title)], name=_spelled(title), others=dict(enumerate(_FONT_WITHOUT_MAP, 5)))


def _claimed(title: str) -> bytes:
    marks = _NAMED.partition(b"/MarkInfo")[2]  # without a language, which PDF/UA asks for
    return _pdf(
        b"/Metadata 4 0 R /MarkInfo" + marks, [_shown(title)], name=_spelled(title), others={4: _stream(_XMP, _CLAIM)}
    )


def _slides(title: str) -> bytes:
    return zip_of(
        {
            "[Content_Types].xml": _SLIDE_TYPES,
            "ppt/presentation.xml": "<presentation/>",
            "ppt/slides/slide1.xml": _SLIDE.format(text=escape(title)),
            "docProps/core.xml": DOCX_META.format(title=escape(title)),
        }
    )


def _charts(title: str) -> bytes:
    return _odt(_CHARTS, title)


def _typed(title: str) -> bytes:
    return _odt(_TYPED, title)


def _odt(content: str, title: str) -> bytes:
    words = {"title": escape(title), "text": escape(title)}
    return zip_of(
        {
            "mimetype": ODT_KIND,
            "META-INF/manifest.xml": ODF_MANIFEST.format(kind=ODT_KIND),
            "content.xml": content.format(**words),
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
        "form": ("pdf", _form),
        "mixed": ("pdf", _mixed),
        "unmapped": ("pdf", _unmapped),
        "claimed": ("pdf", _claimed),
        "slides": ("pptx", _slides),
        "charts": ("odt", _charts),
        "typed": ("odt", _typed),
        "persons": ("odt", _persons),
        "renamed": ("odt", lambda title: docx(title, title)),
    }
)
"""Kinds of documents, valid and faulty, each with the ending of its file name and the function that makes it."""


def _pdf(marks: bytes, pages: list[bytes], *, name: bytes, others: Mapping[int, bytes] = MappingProxyType({})) -> bytes:
    """Objects: 1 catalogue, 2 pages, 3 and 4 unused, 5 to 7 font, 8 structure, then each page and its drawing.

    ``others`` stand in place of the objects 3 to 8; object 3 is then a field on each page.
    """
    first = 9
    numbers = range(first, first + 2 * len(pages), 2)
    kids = b" ".join(b"%d 0 R" % number for number in numbers)
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R %s >>" % marks,
        b"<< /Type /Pages /Kids [%s] /Count %d >>" % (kids, len(pages)),
        *(others.get(number, usual) for number, usual in enumerate((b"null", b"null", *FONT, _TREE), 3)),
    ]
    notes = b" /Annots [3 0 R]" if 3 in others else b""
    for number, drawing in zip(numbers, pages, strict=True):
        objects += [
            b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents %d 0 R"
            b" /Resources << /Font << /F1 5 0 R >> >>%s >>" % (number + 1, notes),
            _stream(b"", drawing),
        ]
    return pdf_of([*objects, b"<< /Title <%s> >>" % name if name else b"<< >>"])


def _stream(marks: bytes, content: bytes) -> bytes:
    return b"<< %s /Length %d >>\nstream\n%s\nendstream" % (marks, len(content), content)


def _shown(text: str) -> bytes:
    return b"BT /F1 14 Tf 56 760 Td <%s> Tj ET" % text.encode("utf-16-be").hex().upper().encode("ascii")


def _spelled(text: str) -> bytes:
    return f"FEFF{text.encode('utf-16-be').hex().upper()}".encode("ascii")
