"""PDF files whose fonts have no map to Unicode."""

from collections.abc import Iterator

from auditor.model import FileFormat, LinkTarget, Severity, Text, Verdict, link_check
from checks.judges.file_facts import judge_file_parts


@link_check(
    id="pdf-text-unmapped",
    severity=Severity.SERIOUS,
    wcag=("1.3.1",),
    title=Text(zh="PDF 的文字念出來是亂碼", en="PDF whose text cannot be turned into characters"),
    remedy=Text(
        zh="{total} 種字型中有 {lacking} 種沒有對應到 Unicode；請從原始檔以「PDF/A」或「無障礙 PDF」重新轉存。",
        en="{lacking} of {total} fonts have no map to Unicode; export again from the source file as PDF/A or "
        "accessible PDF.",
    ),
    effect=Text(
        zh="畫面看似正常，報讀器念出的卻是亂碼，搜尋與複製也找不到字。",
        en="It looks right, yet a screen reader reads nonsense, and search and copy find no words.",
    ),
)
def pdf_text_unmapped(target: LinkTarget) -> Iterator[Verdict]:
    """Every font that shows text on the first pages has a map to Unicode (PDF/UA-1, 7.21.7)."""
    file = target.file(FileFormat.PDF)
    yield from judge_file_parts(target, file.fonts if file else None)
