"""Long PDF files without bookmarks."""

from collections.abc import Iterator

from auditor.model import FileFormat, LinkTarget, Severity, Text, Verdict, link_check
from checks.judges.file_facts import judge_file

_SHORT = 20  # pages


@link_check(
    id="pdf-bookmarks-missing",
    severity=Severity.MINOR,
    wcag=("2.4.5",),
    title=Text(zh="長篇 PDF 沒有書籤", en="Long PDF without bookmarks"),
    remedy=Text(
        zh="這份 PDF 有 {pages} 頁；請在轉存時勾選「由標題建立書籤」。",
        en="This PDF has {pages} pages; tick “create bookmarks from headings” when exporting.",
    ),
    effect=Text(
        zh="民眾無法跳到要看的章節，只能一頁一頁翻。",
        en="Visitors cannot jump to a chapter and have to turn page after page.",
    ),
)
def pdf_bookmarks_missing(target: LinkTarget) -> Iterator[Verdict]:
    """A PDF of more than twenty pages has bookmarks (WCAG technique PDF2); the number of pages is our own choice."""
    file = target.file(FileFormat.PDF)
    if file is not None and file.pages > _SHORT:
        yield judge_file(target, is_sound=bool(file.bookmarks), pages=file.pages)
