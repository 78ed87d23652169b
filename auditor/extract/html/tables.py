"""Reads tables of a page and the header cells of their cells."""

from __future__ import annotations

import msgspec

from auditor.extract.html.accessible_names import accessible_text
from auditor.extract.html.dom import Element, Text
from auditor.extract.html.page_reader import ElementContext, PageReader
from auditor.extract.html.table_slots import Slots
from auditor.model import HeaderCell, Place, Table

_WIDEST = 1_000


class OpenTable:
    """A table whose rows are still being read; a table inside a cell has an ``OpenTable`` of its own."""

    def __init__(self, place: Place, summary: str | None, role: str) -> None:
        self.place, self.summary, self.role = place, summary, role
        self.caption: str | None = None
        self.cells: list[HeaderCell] = []
        self.headers: list[str] = []
        self.rows = self.columns = self.header_rows = 0
        self._width = 0
        self._headed = False
        self._slots = Slots()

    def row(self) -> None:
        """Begin a row."""
        self.rows += 1
        self._width, self._headed = 0, False
        self._slots.row()

    def header(self, element: Element, place: Place, text: str) -> None:
        """Add a header cell to the row. One without text heads no cell, and need not."""
        scope, name = element.attr("scope"), element.attr("id") or ""
        slots = self._cell(element, heads=True)
        if text:
            self._slots.header(slots, (scope or "").strip().lower(), name)
        self.cells.append(HeaderCell(place, text, scope, name))

    def data(self, element: Element) -> None:
        """Add a data cell to the row."""
        self._cell(element, heads=False)

    def _cell(self, element: Element, *, heads: bool) -> tuple[int, int, int, int]:
        span = element.attr("colspan") or ""
        self._width += min(int(span), _WIDEST) if span.isascii() and span.isdigit() else 1
        self.columns = max(self.columns, self._width)
        headers = (element.attr("headers") or "").strip()
        if headers:
            self.headers.append(headers)
        if heads and not self._headed:
            self._headed = True
            self.header_rows += 1
        filled = not heads and any(_has_content(child) for child in element.children)
        return self._slots.cell((span, element.attr("rowspan") or ""), headers=headers, data=filled)

    def finish(self) -> Table:
        """The table as a fact."""
        idle = self._slots.idle()
        cells = tuple(msgspec.structs.replace(cell, idle=next(idle)) if cell.text else cell for cell in self.cells)
        return Table(
            self.place, self.caption, self.summary, self.role, cells, self.rows, self.columns,
            self.header_rows, tuple(self.headers),
        )  # fmt: skip


def open_table(reader: PageReader, element: Element, context: ElementContext) -> OpenTable:
    """Open a table; a hidden one is read and not kept."""
    table = OpenTable(reader.place(element, context), element.attr("summary"), element.attr("role") or "")
    if not context.hidden:
        reader.add("tables", table)
    return table


def _has_content(node: object) -> bool:
    return isinstance(node, Element) or (isinstance(node, Text) and bool(node.data.strip()))


def read_table_part(reader: PageReader, element: Element, context: ElementContext) -> None:
    """Read a caption, row or cell of the table around it."""
    table: OpenTable | None = context.table
    if table is None:
        return
    match element.tag:
        case "caption":
            table.caption = reader.masked(accessible_text(element))
        case "tr":
            table.row()
        case "th":
            text = "" if context.deep else reader.masked(accessible_text(element))
            table.header(element, reader.place(element, context), text)
        case _:
            table.data(element)
