"""Does a page have the part that a link names? (HTML Standard, 7.4.6.4 "select the indicated part")"""

from __future__ import annotations

from urllib.parse import unquote

from auditor.model.document import Document


def fragment_found(document: Document, fragment: str) -> bool | None:
    """Whether the fragment (without ``#``, as written) leads somewhere; None where only a script could tell.

    Exact ids first, percent-decoded second, then the top of the page; a text directive (``:~:``) is left aside.
    """
    name = fragment.partition(":~:")[0]
    if not name or name in document.ids:
        return True
    decoded = unquote(name, errors="replace")
    if decoded in document.ids or decoded.lower() == "top":
        return True
    # single-page applications route by fragments such as #/path or #!path: no part of the document is meant
    return None if document.script_built or name.startswith(("/", "!")) else False
