"""Lists in documents that programs cannot see as lists."""

from collections.abc import Iterator

from auditor.model import DOCUMENTS, LinkTarget, Severity, Text, Verdict, link_check
from checks.judges.file_facts import judge_file_parts


@link_check(
    id="document-list-unmarked",
    severity=Severity.MINOR,
    wcag=("1.3.1",),
    title=Text(zh="文件的清單不是清單", en="Lists of a document are not marked as lists"),
    remedy=Text(
        zh="{total} 個清單中有 {lacking} 個是手打的符號或缺少項目；請在原始檔改用「項目符號」功能，再轉存。",
        en="{lacking} of {total} lists have bullets typed by hand or no items; use the “bullets” function in "
        "the source file, then export.",
    ),
    effect=Text(
        zh="報讀器念不出「清單，五項」，也無法跳過。",
        en="A screen reader cannot say “list of five items”, nor skip it.",
    ),
)
def document_list_unmarked(target: LinkTarget) -> Iterator[Verdict]:
    """Lists have list items (PDF/UA-1, 7.6); three paragraphs in a row with typed bullets are a list."""
    file = target.file(*DOCUMENTS)
    yield from judge_file_parts(target, file.lists if file else None)
