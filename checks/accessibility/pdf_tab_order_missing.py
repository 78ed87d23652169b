"""Tagged PDF files without Tab order by structure."""

from collections.abc import Iterator

from auditor.model import FileFormat, LinkTarget, Severity, Text, Verdict, link_check
from checks.judges.file_facts import judge_file_parts


@link_check(
    id="pdf-tab-order-missing",
    severity=Severity.MINOR,
    wcag=("2.4.3",),
    title=Text(zh="PDF 沒有設定 Tab 鍵順序", en="PDF without Tab order by structure"),
    remedy=Text(
        zh="有連結或欄位的 {total} 頁中有 {lacking} 頁未設定；請在 PDF "
        "編輯軟體的頁面屬性把「定位順序」設為「使用文件結構」。",
        en="Of {total} pages with links or fields, {lacking} lack it; in the page properties of a PDF editor, "
        "set the tab order to “use document structure”.",
    ),
    effect=Text(
        zh="用鍵盤的人按 Tab 時，游標可能在頁面上跳來跳去。",
        en="Pressing Tab, keyboard users may be sent to and fro over the page.",
    ),
)
def pdf_tab_order_missing(target: LinkTarget) -> Iterator[Verdict]:
    """In a tagged PDF each page with links or fields takes its Tab order from the structure (PDF/UA-1, 7.18.3)."""
    file = target.file(FileFormat.PDF)
    yield from judge_file_parts(target, file.tab_order if file else None)
