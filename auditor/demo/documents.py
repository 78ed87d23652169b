"""Makes files for the demo's downloads: PDF, ODT, DOCX, PNG and SVG. The same texts give the same bytes."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from html import escape

_EPOCH = (1980, 1, 1, 0, 0, 0)
_PDF_PAGE = (
    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >>"
    " /StructParents 0 >>"
)
FONT = (
    b"<< /Type /Font /Subtype /Type0 /BaseFont /MSung-Light /Encoding /UniCNS-UCS2-H /DescendantFonts [6 0 R] >>",
    b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /MSung-Light /FontDescriptor 7 0 R"
    b" /CIDSystemInfo << /Registry (Adobe) /Ordering (CNS1) /Supplement 0 >> >>",
    b"<< /Type /FontDescriptor /FontName /MSung-Light /Flags 6 /FontBBox [0 -200 1000 900] /ItalicAngle 0"
    b" /Ascent 800 /Descent -200 /CapHeight 700 /StemV 80 >>",
)  # objects 5 to 7
ODF_MANIFEST = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3">'
    '<manifest:file-entry manifest:full-path="/" manifest:media-type="{kind}"/>'
    '<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>'
    '<manifest:file-entry manifest:full-path="meta.xml" manifest:media-type="text/xml"/>'
    "</manifest:manifest>"
)
ODT_KIND = "application/vnd.oasis.opendocument.text"
_ODT_CONTENT = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">'
    '<office:body><office:text><text:h text:outline-level="1">{title}</text:h><text:p>{text}</text:p>'
    "</office:text></office:body></office:document-content>"
)
ODT_META = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<office:document-meta xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/" office:version="1.3">'
    "<office:meta><dc:title>{title}</dc:title><dc:language>zh-TW</dc:language></office:meta></office:document-meta>"
)
_TYPES = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" '
    'ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>'
    '<Override PartName="/docProps/core.xml" '
    'ContentType="application/vnd.openxmlformats-package.core-properties+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="rId1" Target="word/document.xml" '
    'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/>'
    '<Relationship Id="rId2" Target="docProps/core.xml" '
    'Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties"/></Relationships>'
)
_DOCX_TEXT = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    "<w:p><w:r><w:t>{title}</w:t></w:r></w:p><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
)
DOCX_META = (
    '<?xml version="1.0" encoding="UTF-8"?>'
    '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties"'
    ' xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>{title}</dc:title><dc:language>zh-TW</dc:language>'
    "</cp:coreProperties>"
)

DEMO_MEDIA_TYPES = {
    "pdf": "application/pdf",
    "odt": ODT_KIND,
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "png": "image/png",
    "svg": "image/svg+xml",
}


def document(ending: str, title: str, text: str) -> bytes:
    """A document of one page in the format of this ending: pdf, odt or docx."""
    return {"pdf": pdf_file, "odt": odt_file, "docx": docx}[ending](title, text)


def pdf_file(title: str, text: str) -> bytes:
    """A tagged PDF 1.7 of one page with title and language, in a font that every reader has."""
    head, body = (line.encode("utf-16-be").hex().upper() for line in (title, text))
    drawing = (
        f"/H1 << /MCID 0 >> BDC BT /F1 14 Tf 56 760 Td <{head}> Tj ET EMC\n"
        f"/P << /MCID 1 >> BDC BT /F1 14 Tf 56 732 Td <{body}> Tj ET EMC"
    ).encode("ascii")
    name = f"FEFF{title.encode('utf-16-be').hex().upper()}"
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R /Lang (zh-TW) /ViewerPreferences << /DisplayDocTitle true >>"
        b" /MarkInfo << /Marked true >> /StructTreeRoot 8 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        _PDF_PAGE.encode("ascii"),
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(drawing), drawing),
        *FONT,
        b"<< /Type /StructTreeRoot /K 9 0 R /ParentTree << /Nums [0 [10 0 R 11 0 R]] >> /ParentTreeNextKey 1 >>",
        b"<< /Type /StructElem /S /Document /P 8 0 R /K [10 0 R 11 0 R] >>",
        b"<< /Type /StructElem /S /H1 /P 9 0 R /Pg 3 0 R /K 0 >>",
        b"<< /Type /StructElem /S /P /P 9 0 R /Pg 3 0 R /K 1 >>",
        b"<< /Title <%s> >>" % name.encode("ascii"),
    ]
    return pdf_of(objects)


def odt_file(title: str, text: str) -> bytes:
    """An OpenDocument text (ODF 1.3); its first entry is the media type, not compressed, as ODF requires."""
    words = {"title": escape(title), "text": escape(text)}
    return zip_of(
        {
            "mimetype": ODT_KIND,
            "META-INF/manifest.xml": ODF_MANIFEST.format(kind=ODT_KIND),
            "content.xml": _ODT_CONTENT.format(**words),
            "meta.xml": ODT_META.format(**words),
        }
    )


def docx(title: str, text: str) -> bytes:
    """A Word document (Office Open XML)."""
    words = {"title": escape(title), "text": escape(text)}
    return zip_of(
        {
            "[Content_Types].xml": _TYPES,
            "_rels/.rels": _RELATIONS,
            "word/document.xml": _DOCX_TEXT.format(**words),
            "docProps/core.xml": DOCX_META.format(**words),
        }
    )


def png(width: int, height: int, colour: tuple[int, int, int]) -> bytes:
    """A picture of one colour, in pixels."""
    rows = (b"\0" + bytes(colour) * width) * height
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = ((b"IHDR", head), (b"IDAT", zlib.compress(rows, 9)), (b"IEND", b""))
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(name, data) for name, data in parts)


def svg(title: str, colour: str) -> bytes:
    """A drawing with a title: a disc with a bar across."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 64 64" role="img"><title>{escape(title)}</title>'
        f'<circle cx="32" cy="32" r="30" fill="{colour}"/><path d="M8 34h48v8H8z" fill="#fff"/></svg>'
    ).encode()


def pdf_of(objects: list[bytes]) -> bytes:
    """A PDF of these objects, numbered from 1: the catalogue first, the properties last."""
    out = bytearray(b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n")
    offsets = []
    for number, content in enumerate(objects, 1):
        offsets.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % offset for offset in offsets)
    out += b"trailer\n<< /Size %d /Root 1 0 R /Info %d 0 R >>\n" % (len(objects) + 1, len(objects))
    out += b"startxref\n%d\n%%%%EOF\n" % start
    return bytes(out)


def zip_of(entries: dict[str, str]) -> bytes:
    """A ZIP package of these parts, always the same bytes; the media type is not compressed, as ODF requires."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in entries.items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(entry, text.encode())
    return out.getvalue()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
