"""Sites without a toll-free number."""

from collections.abc import Iterator

from auditor.model import Document, Place, Severity, SiteFacts, Text, Verdict, site_check
from auditor.standards.topics import UNREAD, offered


@site_check(
    id="toll-free-missing",
    severity=Severity.MINOR,
    title=Text(zh="找不到免付費電話", en="No toll-free number"),
    remedy=Text(
        zh="請在頁尾標示免付費服務電話（0800 或 0809）；沒有免付費電話時，請申請核准不處理。",
        en="Show the toll-free number (0800 or 0809) in the footer; where there is none, have the finding waived.",
    ),
    effect=Text(
        zh="民眾找不到免付費電話，打電話詢問要自己付費。",
        en="Visitors find no number that they can call free of charge.",
    ),
    question=UNREAD,
)
def toll_free_missing(site: SiteFacts, document: Document) -> Iterator[Verdict]:
    """Some page of the site shows a toll-free number (0800, 0809).

    Source: 自行評核表 2.1.1.1.
    """
    yield from offered(site, Place(document.url), "toll-free")
