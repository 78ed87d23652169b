"""Parses downloads: format, whether they open, and what people with disabilities need in them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from types import MappingProxyType

import msgspec

from auditor.extract.files.office import read_office
from auditor.extract.files.zip_xml import Package, PackageFailure
from auditor.model import Download, FileFormat, Opens

_ENDINGS: Mapping[str, FileFormat] = MappingProxyType(
    {kind.value: kind for kind in FileFormat if kind not in {FileFormat.OLD_OFFICE, FileFormat.HTML, FileFormat.OTHER}}
    | dict.fromkeys(("doc", "xls", "ppt"), FileFormat.OLD_OFFICE)
)
_OOXML = "application/vnd.openxmlformats-officedocument."
_ODF = "application/vnd.oasis.opendocument."
FORMATS_BY_MEDIA_TYPE: Mapping[str, FileFormat] = MappingProxyType(
    {
        "application/pdf": FileFormat.PDF,
        "application/x-pdf": FileFormat.PDF,
        f"{_ODF}text": FileFormat.ODT,
        f"{_ODF}spreadsheet": FileFormat.ODS,
        f"{_ODF}presentation": FileFormat.ODP,
        f"{_OOXML}wordprocessingml.document": FileFormat.DOCX,
        f"{_OOXML}spreadsheetml.sheet": FileFormat.XLSX,
        f"{_OOXML}presentationml.presentation": FileFormat.PPTX,
        "application/msword": FileFormat.OLD_OFFICE,
        "application/vnd.ms-excel": FileFormat.OLD_OFFICE,
        "application/vnd.ms-powerpoint": FileFormat.OLD_OFFICE,
        "application/zip": FileFormat.ZIP,
        "application/x-zip-compressed": FileFormat.ZIP,
    }
)
"""Media types of the formats that can be parsed (IANA's register, and two more that servers use)."""

_ENDING = re.compile(r"\.([a-z0-9]{2,5})$", re.IGNORECASE)
_PDF_WITHIN = 1024  # ISO 32000-1, Annex H.3.4.1: readers accept a header within the first 1024 bytes
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ZIP = (b"PK\x03\x04", b"PK\x05\x06")
_HTML = re.compile(rb"^(?:\xef\xbb\xbf)?\s*<(?:!doctype html|html|head|body|script|title|meta)", re.IGNORECASE)
_READERS: Mapping[FileFormat, Callable[[FileFormat, Package], Download]] = MappingProxyType(
    dict.fromkeys(
        (FileFormat.ODT, FileFormat.ODS, FileFormat.ODP, FileFormat.DOCX, FileFormat.XLSX, FileFormat.PPTX), read_office
    )
)


def read_file(body: bytes, path: str, media_type: str, *, truncated: bool = False) -> Download:
    """Parse a file whose address has this path; ``truncated``: the body is only its beginning.

    Nothing in a file raises: ``opens`` is the reason where it cannot be opened. What it unpacks to is bounded.
    """
    claimed = claimed_format(path, media_type)
    found = msgspec.structs.replace(_read(body, truncated=truncated), claimed=claimed, size=len(body))
    return found if found.format is not FileFormat.OTHER or claimed is not None else _plain(found)


def claimed_format(path: str, media_type: str) -> FileFormat | None:
    """The format by the ending of the name or, without a known ending, by the media type."""
    ending = _ENDING.search(path)
    named = _ENDINGS.get(ending[1].lower()) if ending else None
    return named or FORMATS_BY_MEDIA_TYPE.get(media_type)


def _plain(found: Download) -> Download:
    """The facts of a file that neither claims nor has a format that can be parsed: there is nothing to open."""
    return msgspec.structs.replace(found, opens=Opens.NOT_READABLE)


def _read_pdf(body: bytes) -> Download:
    from auditor.extract.files.pdf import (
        read_pdf,  # its library takes a tenth of a worker's start, and many read no PDF
    )

    return read_pdf(body)


def _read(body: bytes, *, truncated: bool) -> Download:
    if not body:
        return Download(FileFormat.OTHER, Opens.EMPTY)
    if b"%PDF-" in body[:_PDF_WITHIN]:
        return Download(FileFormat.PDF, Opens.NOT_WHOLE) if truncated else _read_pdf(body)
    if body.startswith(_OLD_OFFICE):
        return Download(FileFormat.OLD_OFFICE, Opens.NOT_READABLE)
    if body.startswith(_ZIP):
        return Download(FileFormat.ZIP, Opens.NOT_WHOLE) if truncated else _read_package(body)
    kind = FileFormat.HTML if _HTML.match(body) else FileFormat.OTHER
    return Download(kind, Opens.NOT_READABLE)


def _read_package(body: bytes) -> Download:
    try:
        with Package(body) as package:
            kind = _kind(package)
            reader = _READERS.get(kind)
            return reader(kind, package) if reader else Download(kind, Opens.YES)
    except PackageFailure as failure:
        return Download(FileFormat.ZIP, failure.opens)


def _kind(package: Package) -> FileFormat:
    """By the ``mimetype`` entry (ODF 1.3 part 2, 3.3) or the main part (ECMA-376 part 2, 9); else a plain archive."""
    named = FORMATS_BY_MEDIA_TYPE.get(package.text("mimetype").strip())
    if named:
        return named
    mains = {
        "word/document.xml": FileFormat.DOCX,
        "xl/workbook.xml": FileFormat.XLSX,
        "ppt/presentation.xml": FileFormat.PPTX,
    }
    return next((kind for name, kind in mains.items() if name in package.names), FileFormat.ZIP)
