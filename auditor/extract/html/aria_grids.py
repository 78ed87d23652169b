"""Tables made of roles instead of table elements: which of their header cells head no other cell."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from auditor.extract.html.accessible_names import spoken_text
from auditor.extract.html.dom import Element
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.extract.html.table_slots import Slots
from auditor.model import HeaderCell, Table

ROLES = frozenset({"table", "grid", "treegrid"})
_HEADS = {"columnheader": "col", "rowheader": "row"}
_CELLS = frozenset({"cell", "gridcell", *_HEADS})
_MOST = 5_000


def read_grid(reading: PageReader, element: Element, role: str, around: ElementContext) -> None:
    """A grid or table by its role, with its header cells; one that is hidden is left out."""
    if around.hidden or around.deep:
        return
    slots, heads, rows = Slots(), list[HeaderCell](), 0
    for one, kind in _parts(element):
        if kind == "row":
            rows += 1
            slots.row()
        elif kind in _CELLS and rows:
            words = reading.masked(spoken_text(one))
            span = (one.attr("aria-colspan") or "", one.attr("aria-rowspan") or "")
            spot = slots.cell(span, named="", data=kind not in _HEADS and bool(words or one.find()))
            if kind in _HEADS and words:
                slots.header(spot, _HEADS[kind], "")
                heads.append(HeaderCell(reading.place(one, around), words, _HEADS[kind]))
    idle = slots.idle()
    cells = tuple(msgspec.structs.replace(head, idle=next(idle)) for head in heads)
    if cells:
        reading.add("grids", Table(reading.place(element, around), role=role, header_cells=cells, rows=rows))


def _parts(grid: Element) -> Iterator[tuple[Element, str]]:
    """The rows and cells in document order, without those of a grid inside the grid."""
    stack = [child for child in reversed(grid.children) if isinstance(child, Element)]
    left = _MOST
    while stack and left:
        left -= 1
        one = stack.pop()
        role = (one.attr("role") or "").strip().lower()
        if role == "row" or role in _CELLS:
            yield one, role
        if role not in ROLES and one.tag != "table":
            stack += [child for child in reversed(one.children) if isinstance(child, Element)]
