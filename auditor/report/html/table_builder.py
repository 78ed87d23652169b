"""Tables of a report: their columns, rows and cells, and the builder that makes every one of them."""

from __future__ import annotations

from typing import Self

import msgspec

from auditor.report.html.views import Status
from auditor.report.words import Words


class TableColumn(msgspec.Struct, frozen=True):
    """A column of a table."""

    label: str
    """Its header, with the unit."""

    numeric: bool = False
    """Whether its cells are numbers, which are aligned to the right."""


class TableCell(msgspec.Struct, frozen=True):
    """A cell of a table."""

    text: str
    """Its text, in the report's language or from a page."""

    status: Status | None = None
    """The mark before the text; None: no mark."""

    href: str = ""
    """Where the text leads, from the report's folder; empty: it is no link."""

    note: str = ""
    """A second line in small letters; empty: none."""

    span: int = 1
    """How many columns it covers."""

    outside: bool = False
    """Whether ``href`` is an address of an audited site, outside the report."""

    code: bool = False
    """Whether the text is to be read letter by letter, as an address or an id is."""


class TableRow(msgspec.Struct, frozen=True):
    """A row of a table."""

    header: TableCell
    """Its first cell, the header of the row."""

    cells: tuple[TableCell, ...]
    """The cells after the header."""


class ReportTable(msgspec.Struct, frozen=True):
    """A table of a report."""

    key: str
    """Its id on the page, without the prefix ``t-``."""

    caption: str
    """Its caption, shown above it; also the name of the region that scrolls."""

    columns: tuple[TableColumn, ...]
    """The columns, the one of the row headers first."""

    rows: tuple[TableRow, ...]
    """The rows; a table without rows is shown as one sentence."""

    empty: str = ""
    """The sentence shown where there are no rows: that there is none, or that nobody examined it."""


class TableBuilder:
    """Builds a table: caption and columns by their keys in the language file, then row by row.

    >>> TableBuilder(words, "tools").texts("tool").texts("version").row("axe-core", "4.14.1").table()
    """

    def __init__(self, words: Words, key: str, caption: str = "") -> None:
        """Begin the table ``key``; without a caption it gets the sentence ``caption.KEY``, hyphens as underscores."""
        self._words, self._key = words, key
        self._caption = caption or words(f"caption.{key.replace('-', '_')}")
        self._columns: list[TableColumn] = []
        self._rows: list[TableRow] = []

    def texts(self, *keys: str) -> Self:
        """Add columns of text, each headed by the sentence ``column.KEY``; a key with a dot is used as it is."""
        return self.headed(*map(self._label, keys))

    def numbers(self, *keys: str) -> Self:
        """Add columns of numbers, headed as in ``texts``."""
        return self.headed(*map(self._label, keys), numeric=True)

    def headed(self, *labels: str, numeric: bool = False) -> Self:
        """Add columns with these headers."""
        self._columns += [TableColumn(label, numeric) for label in labels]
        return self

    def row(self, header: TableCell | str, *cells: TableCell | str | float) -> Self:
        """Add a row; a text is a plain cell, a number one with its thousands separated."""
        self._rows.append(TableRow(self._cell(header), tuple(map(self._cell, cells))))
        return self

    def table(self, *, examined: bool = True) -> ReportTable:
        """Return the table built so far; ``examined`` is whether what it lists was examined at all."""
        empty = self._words("phrase.none_in" if examined else "phrase.not_tested_in", caption=self._caption)
        return ReportTable(self._key, self._caption, tuple(self._columns), tuple(self._rows), empty)

    def _label(self, key: str) -> str:
        return self._words(key if "." in key else f"column.{key}")

    def _cell(self, value: TableCell | str | float) -> TableCell:
        if isinstance(value, TableCell):
            return value
        return TableCell(value if isinstance(value, str) else self._words.number(value))


def split_table(table: ReportTable, most: int) -> tuple[ReportTable, ...]:
    """Return a table as tables of at most ``most`` rows; one without rows stays as it is."""
    starts = range(0, max(len(table.rows), 1), most)
    return tuple(msgspec.structs.replace(table, rows=table.rows[start : start + most]) for start in starts)
