"""Finds header cells that head no other cell, by the slots that cells take up (HTML Standard, 4.9.12.2)."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

_WIDEST = 1_000
_HIGHEST = 65_534
_MOST_SLOTS = 200_000
_COLUMN, _ROW = frozenset({"col"}), frozenset({"row"})
_GROUPS = frozenset({"colgroup", "rowgroup"})


class _Header(msgspec.Struct):
    row: int
    column: int
    width: int
    height: int
    scope: str
    id: str


class Slots:
    """The slots of one table, filled row by row. Of a table of too many slots nothing is reported."""

    def __init__(self) -> None:
        self._headers: list[_Header] = []
        self._row = -1
        self._column = 0
        self._taken: dict[int, int] = {}  # by column, the first row that no earlier cell reaches into
        self._lowest: dict[int, int] = {}  # by column, the last row in which a cell begins
        self._rightmost: dict[int, int] = {}  # by row, the last column in which a cell begins
        self._data_rows: set[int] = set()
        self._data_columns: set[int] = set()
        self._named: set[str] = set()
        self._slots = 0

    def row(self) -> None:
        """Begin a row."""
        self._row += 1
        self._column = 0

    def cell(self, span: tuple[str, str], *, headers: str, data: bool) -> tuple[int, int, int, int]:
        """Add a cell to the row; returns the row, column, width and height that it takes up.

        ``span`` are its colspan and rowspan as written, ``headers`` the ids in its headers attribute; ``data`` is true
        for a cell that is no header and not blank.
        """
        width, height = min(_number(span[0]), _WIDEST), min(_number(span[1]), _HIGHEST)
        while self._taken.get(self._column, 0) > self._row:
            self._column += 1
        at = self._column
        self._column += width
        self._slots += width
        if self._slots > _MOST_SLOTS:
            return self._row, at, width, height
        self._named.update(headers.split())
        rows = range(self._row, self._row + min(height, _WIDEST))
        if data:
            self._data_rows.update(rows)
        for column in range(at, at + width):
            self._taken[column] = self._row + height
            if data:
                self._data_columns.add(column)
            if not headers:
                self._lowest[column] = self._row
        if not headers:
            for row in rows:
                self._rightmost[row] = max(at, self._rightmost.get(row, 0))
        return self._row, at, width, height

    def header(self, place: tuple[int, int, int, int], scope: str, name: str) -> None:
        """Note that the cell at this place heads others; ``scope`` in lower case, ``name`` is its id."""
        self._headers.append(_Header(*place, scope, name))

    def idle(self) -> Iterator[bool]:
        """For each header cell, whether it heads no cell; always false in a table without data, which may be filled."""
        known = bool(self._data_rows) and self._slots <= _MOST_SLOTS
        for header in self._headers:
            yield known and not (header.id in self._named or self._heads(header))

    def _heads(self, header: _Header) -> bool:
        """Whether the standard assigns it to a cell without a headers attribute; lenient where it is neither kind."""
        columns = range(header.column, header.column + header.width)
        rows = range(header.row, header.row + header.height)
        below = any(self._lowest.get(column, -1) > rows[-1] for column in columns)
        beside = any(self._rightmost.get(row, -1) > columns[-1] for row in rows)
        if header.scope in _GROUPS:
            return True
        if header.scope in _COLUMN or (header.scope not in _ROW and self._data_rows.isdisjoint(rows)):
            return below
        if header.scope in _ROW or self._data_columns.isdisjoint(columns):
            return beside
        return below or beside


def _number(text: str) -> int:
    return max(int(text), 1) if text.isascii() and text.isdigit() and len(text) < len(str(_HIGHEST)) + 1 else 1
