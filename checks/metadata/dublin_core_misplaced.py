"""Metadata outside the head, where nobody reads it."""

from collections.abc import Iterator

from auditor.model import Head, Severity, Text, Verdict, failed, page_check, passed
from auditor.standards.dublin_core import known_tags


@page_check(
    id="dublin-core-misplaced",
    severity=Severity.MODERATE,
    title=Text(zh="詮釋資料不在 head 內", en="Metadata outside the head"),
    remedy=Text(
        zh="請把 {field} 的標籤移到網頁的 <head> 與 </head> 之間。",
        en="Move the tag of {field} between <head> and </head>.",
    ),
    effect=Text(
        zh="檢索系統只讀 head 內的標籤，這些內容等於沒有填。",
        en="Search systems read tags in the head only, so this content is lost.",
    ),
)
def dublin_core_misplaced(head: Head) -> Iterator[Verdict]:
    """Every tag of metadata and classification stands in the head (HTML, 4.2.5: ``meta`` with ``name``)."""
    for name, meta in known_tags(head):
        yield passed(meta.place) if meta.in_head else failed(meta.place, cause="outside the head", field=name)
