"""Sites whose pages cannot be rated."""

from collections.abc import Iterator

from auditor.model import Document, Place, Severity, SiteFacts, Text, Verdict, site_check
from auditor.standards.topics import UNREAD, offered


@site_check(
    id="rating-missing",
    severity=Severity.MINOR,
    title=Text(zh="沒有內容評分", en="No rating of content"),
    remedy=Text(
        zh="請在內容頁下方提供評分（例如「本頁內容對您有幫助嗎？」），並保留結果供檢討。",
        en="Let visitors rate content pages (“Was this page helpful?”), and keep the results.",
    ),
    effect=Text(
        zh="民眾無法表示內容有沒有幫助，機關也不知道哪些頁面需要改善。",
        en="Visitors cannot report whether a page helped, so nobody learns which ones to improve.",
    ),
    question=UNREAD,
)
def rating_missing(site: SiteFacts, document: Document) -> Iterator[Verdict]:
    """Some page of the site has controls by which visitors rate it.

    Source: 自行評核表 4.1.2.1.
    """
    yield from offered(site, Place(document.url), "rating")
