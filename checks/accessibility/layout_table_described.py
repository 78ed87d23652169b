"""Layout tables that are marked up as if they held data."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Table, Text, Verdict, cant_tell, failed, page_check, passed
from auditor.standards.conventions import says

_LAYOUT = frozenset({"presentation", "none"})


@page_check(
    id="layout-table-described",
    severity=Severity.MINOR,
    manual_codes={"115.11": ("FA1130114E",)},
    title=Text(zh="排版表格帶有資料表格的標記", en="Layout table marked up as a data table"),
    remedy=Text(
        zh='排版用的表格請移除 summary、caption 與 th，並加上 role="presentation"；可以的話改用樣式表 (CSS) 排版。'
        "以往習慣填的 summary=「排版表格」，115.11 版規範改判為不通過。",
        en='Take summary, caption and th out of a table used for layout and give it role="presentation"; better, lay '
        "the page out with style sheets. The old habit of summary=「排版表格」 fails under version 115.11.",
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾會以為這裡有一份資料表格。",
        en="Screen readers announce a data table that is none.",
    ),
    question=Text(
        zh="這個表格有 summary（{summary}），但沒有標題儲存格 (th)。只是排版時請移除 summary；是資料時請加上 th。",
        en="This table has a summary ({summary}) and no header cells. If it is only layout, remove the summary; if it "
        "is data, add header cells (th).",
    ),
)
def layout_table_described(document: Document) -> Iterator[Verdict]:
    """No table that is layout by its role or its own words has a summary, a caption or header cells.

    A table with a summary and no header cell may be either. Source: 網站無障礙規範 115.11, FA1130114E.
    """
    for table in document.tables:
        summary = (table.summary or "").strip()
        if _is_layout(table):
            faults = tuple(_faults(table))
            yield failed(table.place, faults=faults, summary=summary) if faults else passed(table.place)
        elif summary and not table.header_cells and not (table.caption or "").strip():
            yield cant_tell(table.place, "layout-or-data", summary=summary)


def _is_layout(table: Table) -> bool:
    return table.role.strip().lower() in _LAYOUT or says("layout_table", table.summary or "")


def _faults(table: Table) -> Iterator[str]:
    if (table.summary or "").strip():
        yield "summary"
    if table.caption is not None:
        yield "caption"
    if table.header_cells:
        yield "th"
