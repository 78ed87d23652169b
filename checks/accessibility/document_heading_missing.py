"""Long documents without headings."""

from collections.abc import Iterator

from auditor.model import DOCUMENTS, LinkTarget, Severity, Text, Verdict, link_check
from checks.judges.file_facts import judge_file

_LONG = 5  # pages


@link_check(
    id="document-heading-missing",
    severity=Severity.MODERATE,
    wcag=(
        "1.3.1",
        "2.4.6",
    ),
    title=Text(zh="長篇文件沒有標題樣式", en="Long document without headings"),
    remedy=Text(
        zh="這份文件有 {pages} 頁；請在原始檔以「標題 1、標題 2」樣式設定章節標題，再轉存。",
        en="This document has {pages} pages; set the styles “heading 1, heading 2” in the source file, then export.",
    ),
    effect=Text(
        zh="報讀器的使用者不能在章節之間跳讀，只能從頭聽到尾。",
        en="People with screen readers cannot move from chapter to chapter, but have to listen from start to end.",
    ),
)
def document_heading_missing(target: LinkTarget) -> Iterator[Verdict]:
    """A document of five pages or more whose structure is known has headings (PDF/UA-1, 7.4); five is our choice."""
    file = target.file(*DOCUMENTS)
    if file is not None and file.headings is not None and file.pages >= _LONG:
        yield judge_file(target, is_sound=bool(file.headings), pages=file.pages)
