"""Links to files that are not labelled as such."""

from collections.abc import Iterator

from auditor.model import Document, Severity, Text, Verdict, failed, page_check, passed
from auditor.standards.conventions import file_type, names_type, says


@page_check(
    id="file-link-unlabelled",
    severity=Severity.NOTICE,
    title=Text(zh="檔案連結沒有標明檔案類型", en="Link to a file does not name its type"),
    remedy=Text(
        zh="請在連結文字或標題寫出檔案類型與大小，例如「用地租售申請表 (PDF，120 KB)」。",
        en="Name the file's type and size in the link's text or title, for example “Application form (PDF, 120 KB)”.",
    ),
    effect=Text(
        zh="民眾點選後才發現是 {type} 檔案，可能沒有軟體可開啟，或耗用行動網路流量。",
        en="Visitors learn only after following the link that it is a {type} file, and may have no program for it.",
    ),
)
def file_link_unlabelled(document: Document) -> Iterator[Verdict]:
    """Every link to a PDF, ODF, Office or other file names its type in text, title or a picture's alternative text.

    ``sized``: whether the size is named too, which is good custom and no fault where it is missing.
    """
    for link in document.links:
        ending = file_type(link.url) if link.element == "a" and link.attribute == "href" and not link.hidden else ""
        if not ending:
            continue
        words = " ".join((link.text, link.own_text, link.title or ""))
        if names_type(ending, words):
            yield passed(link.place)
        else:
            yield failed(link.place, type=ending.upper(), text=link.text, sized=says("file_size", words))
