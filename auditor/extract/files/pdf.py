"""Parses PDF: whether it opens, title, language, bookmarks, links, what its tags, pages and controls reveal."""

from __future__ import annotations

import io
import logging
from collections.abc import Mapping
from itertools import islice

import pikepdf
from pikepdf import settings

from auditor.extract.files.pdf_content import has_unicode_map, page_content
from auditor.extract.files.pdf_controls import form_fields, tab_order
from auditor.extract.files.pdf_structure import read_structure
from auditor.model import Download, FileFormat, Opens, PartCounts
from auditor.urls import is_web

_DRAWN_PAGES = 20  # most pages whose content is parsed
_MOST_PAGES = 3_000
_MOST_LINKS = 5_000

_MOST_UNPACKED = 60_000_000  # bytes of one stream
settings.set_qpdf_limits(
    flate_max_memory=_MOST_UNPACKED, run_length_max_memory=_MOST_UNPACKED, png_max_memory=_MOST_UNPACKED,
    tiff_max_memory=_MOST_UNPACKED, parser_max_container_size=1_000_000, doc_max_warnings=10_000,
)  # fmt: skip

# the result reports what is damaged; the log of a monthly run does not need a line for every object
logging.getLogger("pikepdf").propagate = False
logging.getLogger("pikepdf").addHandler(logging.NullHandler())

# a damaged file may be wrong in any of these ways, deep inside
_DAMAGE = (pikepdf.PikepdfError, ValueError, TypeError, LookupError, AttributeError, RuntimeError, MemoryError)


def read_pdf(body: bytes) -> Download:
    """Parse a whole PDF (ISO 32000). One that needs a password is encrypted; what cannot be parsed is broken."""
    try:
        with pikepdf.open(io.BytesIO(body), attempt_recovery=True, suppress_warnings=True) as pdf:
            return _read(pdf)
    except pikepdf.PasswordError:
        return Download(FileFormat.PDF, Opens.ENCRYPTED)
    except _DAMAGE:
        return Download(FileFormat.PDF, Opens.BROKEN)


def _read(pdf: pikepdf.Pdf) -> Download:
    pages = len(pdf.pages)
    if not pages:
        return Download(FileFormat.PDF, Opens.BROKEN)
    tree = pdf.Root.get("/StructTreeRoot")
    tagged = bool(tree is not None and _marked(pdf))
    found = read_structure(tree) if tree is not None and tagged else None
    drawn = [page_content(page) for page in islice(pdf.pages, _DRAWN_PAGES)]
    fonts = {font.objgen: font for content in drawn for font in content.fonts}.values()
    metadata = _metadata(pdf)
    return Download(
        FileFormat.PDF,
        Opens.YES,
        title=_title(pdf) or metadata.get("dc:title", ""),
        lang=str(pdf.Root.get("/Lang", "")).strip(),
        pages=pages,
        tagged=tagged,
        text=any(content.has_text for content in drawn),
        bookmarks=_bookmarks(pdf),
        headings=found.headings if found else None,
        outline=found.outline if found else None,
        images=found.images if found else None,
        tables=found.tables if found else None,
        lists=found.lists if found else None,
        pictured=PartCounts(len(drawn), sum(content.is_picture and not content.has_text for content in drawn)),
        fonts=PartCounts(len(fonts), sum(not has_unicode_map(font) for font in fonts)),
        fields=form_fields(pdf),
        tab_order=tab_order(islice(pdf.pages, _MOST_PAGES)) if tagged else None,
        ua_part=_number(metadata.get("pdfuaid:part", "")),
        links=_links(pdf),
    )


def _marked(pdf: pikepdf.Pdf) -> bool:
    """Whether the catalogue marks the structure as reliable (ISO 32000-1, 14.7.1)."""
    mark = pdf.Root.get("/MarkInfo")
    return isinstance(mark, pikepdf.Dictionary) and bool(mark.get("/Marked", False))


def _title(pdf: pikepdf.Pdf) -> str:
    return str(pdf.docinfo.get("/Title", "")).strip() if pdf.trailer.get("/Info") is not None else ""


def _metadata(pdf: pikepdf.Pdf) -> Mapping[str, str]:
    """The title and the PDF/UA identifier (PDF/UA-1, 5) of the XMP packet; empty where there is none."""
    if "/Metadata" not in pdf.Root:
        return {}
    metadata = pdf.open_metadata(set_pikepdf_as_editor=False)  # opened as a context, it would write over docinfo
    return {name: str(metadata.get(name, "")).strip() for name in ("dc:title", "pdfuaid:part")}


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else 0


def _bookmarks(pdf: pikepdf.Pdf) -> int:
    outlines = pdf.Root.get("/Outlines")
    entry = outlines.get("/First") if isinstance(outlines, pikepdf.Dictionary) else None
    count = 0
    while isinstance(entry, pikepdf.Dictionary) and count < _MOST_PAGES:
        count += 1
        entry = entry.get("/Next")
    return count


def _links(pdf: pikepdf.Pdf) -> tuple[str, ...]:
    found: dict[str, None] = {}
    for page in islice(pdf.pages, _MOST_PAGES):
        for note in page.get("/Annots") or ():
            action = note.get("/A") if isinstance(note, pikepdf.Dictionary) else None
            address = str(action.get("/URI", "")).strip() if isinstance(action, pikepdf.Dictionary) else ""
            if is_web(address):
                found[address] = None
    return tuple(found)[:_MOST_LINKS]
