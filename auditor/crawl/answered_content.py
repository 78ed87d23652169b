"""Examines whether an answer's bytes are what its address, or the element that loads it, makes a visitor expect."""

from __future__ import annotations

import re

from auditor import urls
from auditor.model import LinkDetail, ResourceUse, Response

_DOCUMENTS = {
    ".pdf": b"%PDF", ".odt": b"PK", ".ods": b"PK", ".odp": b"PK", ".odg": b"PK", ".docx": b"PK", ".xlsx": b"PK",
    ".pptx": b"PK", ".zip": b"PK", ".doc": b"\xd0\xcf", ".xls": b"\xd0\xcf", ".ppt": b"\xd0\xcf",
}  # fmt: skip
"""Endings of files that visitors download, and how the bytes of each begin."""

_OPENED_BY_OFFICE = frozenset({".doc", ".xls"})
"""Endings whose programs open HTML and XML too: servers export tables and letters so."""

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_HTML = re.compile(rb"(?:\xef\xbb\xbf)?\s*<(?:!doctype\s+h|html|head|body|title|script|meta\b)", re.IGNORECASE)
_TEXT = re.compile(rb"(?!GIF8)[^<\x00-\x08\x0e-\x1f\x7f-\xff][\t\n\f\r\x20-\x7e]{3,}")
_NOTHING_EXPECTED = 204
_NEVER_SCRIPTS = re.compile(r"(?:image|audio|video)/.*|text/csv")
_SCRIPTS = re.compile(r"(?:application|text)/(?:x-)?(?:java|ecma)script|text/(?:javascript1\.[0-5]|jscript|livescript)")


def content_detail(url: str, response: Response) -> LinkDetail | None:
    """The detail of an answer that is not what its address names; None for all others.

    ``DEAD_DOWNLOAD``: a file that is empty, or a web page sent as one. ``PAGE_FOR_FILE``: a web page, sent as such,
    that may be a page about the file. ``WRONG_CONTENT``: an image that is empty or a web page.
    """
    if response.not_modified:
        return None
    if response.media_type.startswith("image/") and _is_no_image(response):
        return LinkDetail.WRONG_CONTENT
    path = urls.path_of(url).casefold()
    ending = path[path.rfind(".") :]
    begin = _DOCUMENTS.get(ending)
    if begin is None:
        return None
    if not response.size:
        return LinkDetail.DEAD_DOWNLOAD
    if not response.first_bytes.lstrip().startswith(b"<") or response.first_bytes.startswith(begin):
        return None
    if response.media_type in _PAGES and not _is_attachment(response):
        return LinkDetail.PAGE_FOR_FILE
    return None if ending in _OPENED_BY_OFFICE else LinkDetail.DEAD_DOWNLOAD


def is_wrong_for(use: ResourceUse, response: Response) -> bool:
    """Whether browsers show or run nothing of an answer with status 200 that a page loads for this use.

    Images are known by their bytes whatever their media type (MIME Sniffing, 6.1), of which text is none; a style sheet
    sent as text/html is not applied (HTML Standard, 4.2.4.3), a script that begins as a web page is no script, and one
    with the type of a picture, sound, film or CSV is blocked (Fetch, 4.5 "should response to request be blocked due to
    its MIME type"). With ``nosniff`` only types of scripts and sheets are taken (Fetch, 3.6). An empty sheet or script
    is valid.
    """
    if response.not_modified or response.is_error:
        return False
    if use is ResourceUse.IMAGE:
        return _is_no_image(response) or _TEXT.fullmatch(response.first_bytes.lstrip()) is not None
    if _is_blocked(use, response):
        return True
    return _is_html(response) or (use is ResourceUse.SHEET and response.media_type in _PAGES and response.size > 0)


def _is_blocked(use: ResourceUse, response: Response) -> bool:
    kind, options = response.media_type, response.header("x-content-type-options")
    if use is ResourceUse.SCRIPT and _NEVER_SCRIPTS.fullmatch(kind):
        return True
    if options.partition(",")[0].strip().lower() != "nosniff":
        return False
    return kind != "text/css" if use is ResourceUse.SHEET else not is_script_type(kind)


def is_script_type(media_type: str) -> bool:
    """Return whether a media type is one of JavaScript (WHATWG MIME Sniffing, 4.6)."""
    return _SCRIPTS.fullmatch(media_type) is not None


def _is_no_image(response: Response) -> bool:
    return _is_html(response) or (not response.size and response.status != _NOTHING_EXPECTED)


def _is_html(response: Response) -> bool:
    return _HTML.match(response.first_bytes) is not None


def _is_attachment(response: Response) -> bool:
    return response.header("content-disposition").strip().lower().startswith("attachment")
