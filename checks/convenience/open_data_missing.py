"""Sites without an area for open data, or without the licence for it."""

from collections.abc import Iterator

from auditor.model import Document, Place, Severity, SiteFacts, Text, Verdict, site_check
from auditor.standards.topics import UNREAD, offered


@site_check(
    id="open-data-missing",
    severity=Severity.MINOR,
    title=Text(zh="找不到資料開放專區或授權宣告", en="No open-data area, or no licence for it"),
    remedy=Text(
        zh="請提供「{topic}」，並由頁尾或選單連結；授權宣告可以使用政府網站資料開放宣告的範本。",
        en="Offer “{topic_en}”, linked from the footer or the menu; the model 政府網站資料開放宣告 serves as licence.",
    ),
    effect=Text(
        zh="民眾找不到「{topic}」，不知道資料能不能使用。",
        en="People who want to reuse data do not find “{topic_en}”.",
    ),
    question=UNREAD,
)
def open_data_missing(site: SiteFacts, document: Document) -> Iterator[Verdict]:
    """The site leads to open data and shows on which terms they may be used.

    Source: 自行評核表 1.2.4.2; 政府網站資料開放宣告 (行政院).
    """
    yield from offered(site, Place(document.url), "open-data", "licence")
