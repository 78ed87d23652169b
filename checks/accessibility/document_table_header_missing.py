"""Tables in documents without a header row."""

from collections.abc import Iterator

from auditor.model import DOCUMENTS, LinkTarget, Severity, Text, Verdict, link_check
from checks.judges.file_facts import judge_file_parts


@link_check(
    id="document-table-header-missing",
    severity=Severity.MODERATE,
    wcag=("1.3.1",),
    title=Text(zh="文件中的表格沒有標題列", en="Tables in a document without header row"),
    remedy=Text(
        zh="{total} 個表格中有 {lacking} 個沒有標題列；請在原始檔設定「重複標題列」，再重新轉存上傳。",
        en="{lacking} of {total} tables have no header row; set “repeat as header row” in the source file, "
        "export and upload again.",
    ),
    effect=Text(
        zh="報讀器念到儲存格時，聽不出是哪一欄的資料。",
        en="A screen reader does not know to which column a cell belongs.",
    ),
)
def document_table_header_missing(target: LinkTarget) -> Iterator[Verdict]:
    """Every table of more than one row has header cells, where the document's structure is known (technique PDF6)."""
    file = target.file(*DOCUMENTS)
    yield from judge_file_parts(target, file.tables if file else None)
