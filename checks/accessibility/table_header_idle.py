"""Header cells of a table that head no other cell."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, cause_of, failed, page_check, passed

_LAYOUT = frozenset({"presentation", "none"})


@page_check(
    id="table-header-idle",
    severity=Severity.MINOR,
    wcag=("1.3.1",),
    manual_codes={"110.07": ("HM1130109E",), "115.11": ("HM1130109E",)},
    title=Text(zh="表格標題沒有對應的儲存格", en="Table header without cells"),
    remedy=Text(
        zh="請補上「{text}」這一欄（列）的儲存格，或刪除這個標題；只是要粗體的文字請用一般儲存格 (td)。",
        en="Add the cells that belong to “{text}”, or remove the header; what is only meant to be bold belongs in an "
        "ordinary cell (td).",
    ),
    effect=Text(
        zh="使用螢幕報讀器的民眾聽到「{text}」這個標題，卻找不到它的內容，會以為資料缺漏。",
        en="People who use a screen reader hear the header “{text}” and find nothing under it.",
    ),
)
def table_header_idle(document: Document) -> Iterator[Verdict]:
    """Every header cell with words is assigned to another cell (HTML standard, 4.9.12.2; WCAG 1.3.1).

    Layout tables and tables without any data are left out: a list may be empty today. Tables made of roles count too.
    """
    for table in (*document.tables, *document.grids):
        if table.role in _LAYOUT:
            continue
        for cell in table.header_cells:
            if cell.idle:
                yield failed(cell.place, cause=f"{cause_of(table.place)}|{cell.text}", text=cell.text)
            elif cell.text:
                yield passed(cell.place)
