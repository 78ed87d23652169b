"""Reads tables made of roles instead of table elements, and which of their header cells head no other cell."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from auditor.extract.html.accessible_names import accessible_text
from auditor.extract.html.dom import Element
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.extract.html.table_slots import Slots
from auditor.model import HeaderCell, Table

ROLES = frozenset({"table", "grid", "treegrid"})
"""Roles of a table."""

_HEADS = {"columnheader": "col", "rowheader": "row"}
_CELLS = frozenset({"cell", "gridcell", *_HEADS})
_MOST = 5_000


def read_grid(reader: PageReader, element: Element, role: str, context: ElementContext) -> None:
    """A grid or table by its role, with its header cells; one that is hidden is left out."""
    if context.hidden or context.deep:
        return
    slots, heads, rows = Slots(), list[HeaderCell](), 0
    for part, kind in _parts(element):
        if kind == "row":
            rows += 1
            slots.row()
        elif kind in _CELLS and rows:
            text = reader.masked(accessible_text(part))
            span = (part.attr("aria-colspan") or "", part.attr("aria-rowspan") or "")
            taken = slots.cell(span, headers="", data=kind not in _HEADS and bool(text or part.find()))
            if kind in _HEADS and text:
                slots.header(taken, _HEADS[kind], "")
                heads.append(HeaderCell(reader.place(part, context), text, _HEADS[kind]))
    idle = slots.idle()
    cells = tuple(msgspec.structs.replace(head, idle=next(idle)) for head in heads)
    if cells:
        reader.add("grids", Table(reader.place(element, context), role=role, header_cells=cells, rows=rows))


def _parts(grid: Element) -> Iterator[tuple[Element, str]]:
    """The rows and cells in document order, without those of a grid inside the grid."""
    stack = [child for child in reversed(grid.children) if isinstance(child, Element)]
    left = _MOST
    while stack and left:
        left -= 1
        element = stack.pop()
        role = (element.attr("role") or "").strip().lower()
        if role == "row" or role in _CELLS:
            yield element, role
        if role not in ROLES and element.tag != "table":
            stack += [child for child in reversed(element.children) if isinstance(child, Element)]
