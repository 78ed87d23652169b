"""Tables of a page and their header cells."""

from __future__ import annotations

import msgspec

from auditor.model.verdict import Place


class HeaderCell(msgspec.Struct, frozen=True, omit_defaults=True):
    """A header cell of a table."""

    place: Place
    """The cell."""
    text: str
    """Its text."""
    scope: str | None = None
    """The ``scope`` attribute as written; None when it is missing."""
    id: str = ""
    """The ``id`` attribute, by which other cells name it in ``headers``."""
    idle: bool = False
    """Whether it heads no other cell."""


class Table(msgspec.Struct, frozen=True, omit_defaults=True):
    """A table: an HTML ``table`` element, or a grid made of ARIA roles."""

    place: Place
    """The element of the table."""
    caption: str | None = None
    """The text of its caption; None when it has none."""
    summary: str | None = None
    """The ``summary`` attribute; None when it is missing."""
    role: str = ""
    """The ``role`` attribute as written."""
    header_cells: tuple[HeaderCell, ...] = ()
    """Its header cells in document order."""
    rows: int = 0
    """The number of rows."""
    columns: int = 0
    """The number of cells in the widest row, spans counted."""
    header_rows: int = 0
    """The number of rows with at least one header cell."""
    headers_used: tuple[str, ...] = ()
    """The ``headers`` attributes of its cells as written; empty ones are left out."""
