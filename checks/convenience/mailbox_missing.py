"""Sites without a mailbox to write to."""

from collections.abc import Iterator

from auditor.model import Document, Place, Severity, SiteFacts, Text, Verdict, site_check
from auditor.standards.topics import UNREAD, offered


@site_check(
    id="mailbox-missing",
    severity=Severity.MODERATE,
    title=Text(zh="找不到信箱", en="No mailbox"),
    remedy=Text(
        zh="請在頁尾或選單放置服務信箱或首長信箱的連結。",
        en="Link a mailbox of the site or of its head from the footer or the menu.",
    ),
    effect=Text(
        zh="民眾有問題或意見時，找不到可以寫信的地方。",
        en="Visitors with a question or a complaint find nowhere to write to.",
    ),
    question=UNREAD,
)
def mailbox_missing(site: SiteFacts, document: Document) -> Iterator[Verdict]:
    """The site shows a mailbox: an address to write to, or a form that is called one.

    Source: 自行評核表 2.1.1.1 and 4.1.2.1.
    """
    yield from offered(site, Place(document.url), "mailbox")
