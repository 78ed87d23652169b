"""Header cells of a table without the direction in which they head cells."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Table, Text, Verdict, cause_of, failed, page_check, passed

_SCOPES = frozenset({"row", "col", "rowgroup", "colgroup"})
_LAYOUT = frozenset({"presentation", "none"})


@page_check(
    id="table-header-scope-missing",
    severity=Severity.MODERATE,
    # The official test requires it; in tables that browsers understand without a scope, WCAG 1.3.1 is not failed.
    taiwan={"110.07": ("HM1130101C",), "115.11": ("HM1130101C",)},
    title=Text(zh="表格標題儲存格沒有標明範圍", en="Table header cell without scope"),
    remedy=Text(
        zh='請在表格標題儲存格 (th) 加上 scope：欄標題用 scope="col"，列標題用 scope="row"；編輯器的「儲存格屬性」'
        "通常可以設定。",
        en='Give the header cell (th) a scope: scope="col" for the head of a column, scope="row" for that of a '
        "row; the editor's cell properties usually offer it.",
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾聽到數字時，不知道它屬於哪一欄、哪一列。",
        en="People who use a screen reader hear a figure without knowing the column and row it belongs to.",
    ),
)
def table_header_scope_missing(document: Document) -> Iterator[Verdict]:
    """In a table with header cells in more than one row, each has a scope, unless cells name their headers by id."""
    for table in document.tables:
        if table.role in _LAYOUT or table.headers_used:
            continue
        for cell in table.header_cells:
            clear = not _needs_scope(table) or (cell.scope or "").strip().lower() in _SCOPES
            yield passed(cell.place) if clear else failed(cell.place, cause=cause_of(table.place), text=cell.text)


def _needs_scope(table: Table) -> bool:
    """A single row of headers can only head columns; the official rule requires a scope from the second row on."""
    return table.header_rows > 1
