"""Scanned PDF files without a text layer."""

from collections.abc import Iterator

from auditor.model import FileFormat, LinkTarget, Severity, Text, Verdict, link_check
from checks.judges.file_facts import judge_file


@link_check(
    id="pdf-text-missing",
    severity=Severity.BLOCKER,
    wcag=(
        "1.1.1",
        "1.4.5",
    ),
    title=Text(zh="PDF 只有掃描影像，沒有文字", en="PDF that is a scan without text"),
    remedy=Text(
        zh="請改放由原始檔轉存的 PDF；只有紙本時，請先做文字辨識 (OCR) 並校對。",
        en="Publish the PDF made from the source file; where only paper exists, run text recognition and proof-read.",
    ),
    effect=Text(
        zh="視障民眾聽不到任何內容，任何人都無法搜尋或複製文字。",
        en="Blind visitors hear nothing, and nobody can search or copy the text.",
    ),
)
def pdf_text_missing(target: LinkTarget) -> Iterator[Verdict]:
    """The first pages of a PDF show text, not only pictures (WCAG technique PDF7)."""
    file = target.file(FileFormat.PDF)
    if file is not None:
        yield judge_file(target, is_sound=bool(file.text), pages=file.pages)
