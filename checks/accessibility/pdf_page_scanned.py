"""Scanned pages between pages of text."""

from collections.abc import Iterator

from auditor.model import FileFormat, LinkTarget, Place, Severity, Text, Verdict, cant_tell, failed, link_check, passed

_COVERS = 2  # pages: a cover and a map may be pictures


@link_check(
    id="pdf-page-scanned",
    severity=Severity.MODERATE,
    wcag=(
        "1.1.1",
        "1.4.5",
    ),
    title=Text(zh="PDF 有幾頁只是影像", en="PDF with pages that are pictures"),
    remedy=Text(
        zh="檢查的 {total} 頁中有 {lacking} 頁是整頁影像而沒有文字；若是掃描的附件，請改附原始檔轉存的頁面，"
        "或先做文字辨識並校對。",
        en="Of {total} pages examined, {lacking} are one picture without text; if they are scanned, insert the "
        "pages made from the source file, or run text recognition and proof-read.",
    ),
    effect=Text(
        zh="視障民眾聽得到其他頁，卻聽不到這幾頁，也無從知道少了什麼。",
        en="Blind visitors hear the other pages but not these, and cannot know what is missing.",
    ),
    question=Text(
        zh="檢查的 {total} 頁中有 {lacking} 頁是整頁影像而沒有文字。是封面或地圖，還是掃描的文件？",
        en="Of {total} pages examined, {lacking} are one picture without text. Are they covers or maps, or scans?",
    ),
)
def pdf_page_scanned(target: LinkTarget) -> Iterator[Verdict]:
    """A PDF with text has no page that is one picture without text (WCAG technique PDF7); up to two may be covers."""
    file = target.file(FileFormat.PDF)
    if file is None or not file.text or file.pictured is None:
        return
    place, total, lacking = Place(target.url), file.pictured.total, file.pictured.lacking
    if not lacking:
        yield passed(place)
    elif lacking <= _COVERS:
        yield cant_tell(place, "cover-or-scan", cause=target.url, total=total, lacking=lacking)
    else:
        yield failed(place, cause=target.url, total=total, lacking=lacking)
