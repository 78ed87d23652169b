"""Table cells that name a header cell which is not there."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, cause_of, failed, page_check, passed


@page_check(
    id="table-headers-relation-broken",
    severity=Severity.MODERATE,
    # The official test fails any cell but a th as a header; WCAG 1.3.1 does not, and axe-td-headers-attr speaks of it.
    taiwan={"110.07": ("HM1130102C",), "115.11": ("HM1130102C",)},
    title=Text(zh="表格儲存格指向不存在的標題", en="Table cell names a header that is not there"),
    remedy=Text(
        zh="請讓儲存格 headers 屬性的每個名稱，都等於同一表格中某個標題儲存格 (th) 的 id；表格簡單時，改用 scope "
        "比較不會出錯。",
        en="Make every name in a cell's headers attribute the id of a header cell (th) of the same table; in a simple "
        "table, scope is the safer way.",
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾聽不到這一格的標題，因為表格裡找不到「{id}」。",
        en="People who use a screen reader do not hear the header of the cell: the table has no “{id}”.",
    ),
)
def table_headers_relation_broken(document: Document) -> Iterator[Verdict]:
    """Every id that cells of a table name in headers belongs to a header cell of that table."""
    for table in document.tables:
        known = {cell.id for cell in table.header_cells if cell.id}
        for name in dict.fromkeys(" ".join(table.headers_used).split()):
            if name in known:
                yield passed(table.place)
            else:
                yield failed(table.place, cause=f"{cause_of(table.place)}|{name}", id=name)
