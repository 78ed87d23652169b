"""PDF files without structure."""

from collections.abc import Iterator

from auditor.model import FileFormat, LinkTarget, Severity, Text, Verdict, link_check
from checks.judges.file_facts import judge_file


@link_check(
    id="pdf-untagged",
    severity=Severity.SERIOUS,
    wcag=("1.3.1",),
    title=Text(zh="PDF 沒有標籤", en="PDF without tags"),
    remedy=Text(
        zh="請在原始的文件軟體另存 PDF 時勾選「無障礙標籤／文件結構標籤」，再重新上傳。",
        en="Export again from the word processor with “tagged PDF (document structure)” ticked, and upload.",
    ),
    effect=Text(
        zh="螢幕報讀器不知道標題、段落與表格在哪裡，常以錯誤的順序念出內容。",
        en="A screen reader knows no headings, paragraphs or tables and often reads in the wrong order.",
    ),
)
def pdf_untagged(target: LinkTarget) -> Iterator[Verdict]:
    """A PDF carries its structure and is marked as tagged (PDF/UA-1, 7.1; WCAG technique PDF6, PDF9)."""
    file = target.file(FileFormat.PDF)
    if file is not None:
        yield judge_file(target, is_sound=bool(file.tagged), pages=file.pages)
