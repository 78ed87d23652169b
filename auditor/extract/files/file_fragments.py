"""Judges fragments of addresses of files by the rules of their media types; those of web pages: ``html/fragments``."""

from __future__ import annotations

import re

_PDF = frozenset({"application/pdf", "application/x-pdf"})
_PDF_PARAMETERS = frozenset({
    "page", "comment", "collab", "zoom", "view", "viewrect", "pagemode", "scrollbar", "toolbar", "statusbar",
    "messages", "navpanes", "search", "highlight", "fdf", "ef",
})  # fmt: skip
_RANGE = r"(?:char|line)=(?:\d+(?:,\d*)?|,\d+)"
_TEXT = re.compile(rf"{_RANGE}(?:;(?:length=\d+|md5=[0-9a-f]{{32}})(?:,[\w-]+)?)*", re.IGNORECASE)
_CSV = re.compile(r"(?:row|col|cell)=[\d*,;-]+")
_MEDIA = re.compile(r"(?:[^=&]+=[^&]*&)*(?:t|xywh|track|id)=[^&]+(?:&.*)?")


def file_fragment_found(media_type: str, fragment: str, pages: int = 0) -> bool | None:
    """Whether a fragment (without ``#``, as written) means something in a file; None where it cannot be known.

    ``pages`` are those of a PDF, 0 where they were not counted. PDF: open parameters (RFC 8118, 3), of which a page
    that the file does not have leads nowhere, and names of destinations are not read. Media: Media Fragments URI 1.0.
    Plain text: RFC 5147, which is never out of range (4.2); any other fragment leads nowhere. CSV: RFC 7111.
    """
    if media_type in _PDF:
        return _pdf(fragment, pages)
    if media_type == "text/plain":
        return _TEXT.fullmatch(fragment) is not None
    if media_type == "text/csv":
        return True if _CSV.fullmatch(fragment) else None
    is_medium = media_type.startswith(("audio/", "video/", "image/"))
    return True if is_medium and _MEDIA.fullmatch(fragment) else None


def _pdf(fragment: str, pages: int) -> bool | None:
    parameters = dict(part.partition("=")[::2] for part in re.split("[&#]", fragment))
    page = parameters.get("page", "")
    if page.isdecimal() and pages and not 1 <= int(page) <= pages:
        return False
    return True if parameters.keys() <= _PDF_PARAMETERS else None
