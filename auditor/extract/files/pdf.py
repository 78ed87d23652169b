"""Parses PDF: whether it opens, tags, title, language, text layer, bookmarks, text alternatives, header cells."""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator
from itertools import islice

import pikepdf
from pikepdf import settings

from auditor.model import Download, FileFormat, Opens, PartCounts
from auditor.urls import is_web

_TEXT_PAGES = 20  # most pages searched for text
_MOST_PAGES = 3_000
_MOST_NODES = 50_000
_MOST_LINKS = 5_000
_MOST_FORMS = 20
_SHOWS_TEXT = frozenset({"Tj", "TJ", "'", '"'})
_HEADINGS = frozenset({"/H", "/H1", "/H2", "/H3", "/H4", "/H5", "/H6", "/Title"})

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
    nodes = list(islice(_nodes(tree), _MOST_NODES)) if tagged else []
    return Download(
        FileFormat.PDF,
        Opens.YES,
        title=_title(pdf),
        lang=str(pdf.Root.get("/Lang", "")).strip(),
        pages=pages,
        tagged=tagged,
        text=any(_shows_text(page) for page in islice(pdf.pages, _TEXT_PAGES)),
        bookmarks=_bookmarks(pdf),
        headings=sum(1 for node in nodes if _kind(node) in _HEADINGS) if tagged else None,
        images=_alternatives(nodes) if tagged else None,
        tables=_headed(nodes) if tagged else None,
        links=_links(pdf),
    )


def _marked(pdf: pikepdf.Pdf) -> bool:
    """Whether the catalogue marks the structure as reliable (ISO 32000-1, 14.7.1)."""
    mark = pdf.Root.get("/MarkInfo")
    return isinstance(mark, pikepdf.Dictionary) and bool(mark.get("/Marked", False))


def _title(pdf: pikepdf.Pdf) -> str:
    title = str(pdf.docinfo.get("/Title", "")).strip() if pdf.trailer.get("/Info") is not None else ""
    if title:
        return title
    with pdf.open_metadata(set_pikepdf_as_editor=False) as metadata:
        return str(metadata.get("dc:title", "")).strip()


def _nodes(tree: pikepdf.Object | None) -> Iterator[pikepdf.Object]:
    """The structure elements, each once."""
    waiting, seen = [tree], set()
    while waiting:
        node = waiting.pop()
        if isinstance(node, pikepdf.Array):
            waiting.extend(reversed(list(node)))
            continue
        if not isinstance(node, pikepdf.Dictionary):
            continue
        if node.objgen != (0, 0):
            if node.objgen in seen:
                continue
            seen.add(node.objgen)
        if "/S" in node:
            yield node
        if "/K" in node:
            waiting.append(node["/K"])


def _kind(node: pikepdf.Object) -> str:
    return str(node.get("/S", ""))


def _alternatives(nodes: list[pikepdf.Object]) -> PartCounts:
    figures = [node for node in nodes if _kind(node) == "/Figure"]
    lacking = [node for node in figures if not str(node.get("/Alt", "") or node.get("/ActualText", "")).strip()]
    return PartCounts(len(figures), len(lacking))


def _headed(nodes: list[pikepdf.Object]) -> PartCounts:
    tables = [node for node in nodes if _kind(node) == "/Table"]
    return PartCounts(len(tables), sum(not any(_kind(node) == "/TH" for node in _nodes(table)) for table in tables))


def _shows_text(holder: pikepdf.Page | pikepdf.Object) -> bool:
    """Whether a page, or a form drawn on it, shows any text."""
    waiting: list[pikepdf.Page | pikepdf.Object] = [holder]
    for _ in range(_MOST_FORMS):
        if not waiting:
            return False
        drawn = waiting.pop()
        if any(str(step.operator) in _SHOWS_TEXT for step in pikepdf.parse_content_stream(drawn)):
            return True
        waiting.extend(_forms(drawn))
    return False


def _forms(holder: pikepdf.Page | pikepdf.Object) -> Iterator[pikepdf.Object]:
    resources = holder.get("/Resources")
    drawn = resources.get("/XObject") if isinstance(resources, pikepdf.Dictionary) else None
    for form in drawn.as_dict().values() if isinstance(drawn, pikepdf.Dictionary) else ():
        if isinstance(form, pikepdf.Stream) and form.get("/Subtype") == "/Form":
            yield form


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
