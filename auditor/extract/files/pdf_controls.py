"""Parses what readers of a PDF operate: form fields with their names, and the order of the Tab key on each page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import pikepdf

from auditor.model import PartCounts

_MOST_FIELDS = 10_000
_HIDDEN = 0x2  # flag of an annotation (ISO 32000-1, table 165)
_PUSH_BUTTON = 0x10000  # flag of a button (table 226)
_OPERATED = frozenset({"/Link", "/Widget"})
_IDENTIFIER = re.compile(
    r"[\x00-\x7f]*"
)  # Text1, fill_3, undefined_2: what programs call fields, in letters without a word


def form_fields(pdf: pikepdf.Pdf) -> PartCounts:
    """Count the visible form fields; ``lacking`` a name for people (PDF/UA-1, 7.18.4; WCAG technique PDF12).

    Readers speak ``TU``, and without it the name of the field, which serves where a person wrote it in Chinese.
    """
    form = pdf.Root.get("/AcroForm")
    if not isinstance(form, pikepdf.Dictionary) or "/XFA" in form:
        return PartCounts()
    lacking = [not _is_named(field) for field in _terminal(form.get("/Fields"))]
    return PartCounts(len(lacking), sum(lacking))


def _terminal(fields: pikepdf.Object | None) -> Iterator[pikepdf.Object]:
    waiting = list(fields) if isinstance(fields, pikepdf.Array) else []
    for _ in range(_MOST_FIELDS):
        if not waiting:
            return
        field = waiting.pop()
        if not isinstance(field, pikepdf.Dictionary):
            continue
        kids = field.get("/Kids")
        inner = [kid for kid in kids if "/T" in kid] if isinstance(kids, pikepdf.Array) else []
        if inner:
            waiting.extend(inner)
        elif not _is_hidden(field):
            yield field


def _is_hidden(field: pikepdf.Object) -> bool:
    return bool(int(field.get("/F", 0)) & _HIDDEN)


def _is_named(field: pikepdf.Object) -> bool:
    if str(field.get("/TU", "")).strip():
        return True
    shown = field.get("/MK")
    if int(field.get("/Ff", 0)) & _PUSH_BUTTON and isinstance(shown, pikepdf.Dictionary):
        return bool(str(shown.get("/CA", "")).strip())
    return not _IDENTIFIER.fullmatch(str(field.get("/T", "")))


def tab_order(pages: Iterable[pikepdf.Page]) -> PartCounts:
    """Count the pages with links or fields; ``lacking`` a Tab order by structure (PDF/UA-1, 7.18.3; technique PDF3)."""
    lacking = [page.get("/Tabs") != pikepdf.Name("/S") for page in pages if _is_operated(page)]
    return PartCounts(len(lacking), sum(lacking))


def _is_operated(page: pikepdf.Page) -> bool:
    return any(
        isinstance(note, pikepdf.Dictionary) and str(note.get("/Subtype", "")) in _OPERATED and not _is_hidden(note)
        for note in page.get("/Annots") or ()
    )
