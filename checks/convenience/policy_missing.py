"""Sites without a privacy policy or a security policy."""

from collections.abc import Iterator

from auditor.model import Document, Place, Severity, SiteFacts, Text, Verdict, site_check
from auditor.standards.topics import UNREAD, offered


@site_check(
    id="policy-missing",
    severity=Severity.MODERATE,
    title=Text(zh="找不到隱私權或資訊安全政策", en="No privacy policy or no security policy"),
    remedy=Text(
        zh="請在頁尾放置「{topic}」的連結，頁面說明蒐集哪些資料、如何使用與保護。",
        en="Link “{topic_en}” from the footer to a page on what is collected, what for, and how it is kept.",
    ),
    effect=Text(
        zh="民眾不知道自己的資料會怎麼被使用與保護。",
        en="Visitors do not know what becomes of their data.",
    ),
    question=UNREAD,
)
def policy_missing(site: SiteFacts, document: Document) -> Iterator[Verdict]:
    """The site leads to its privacy policy and its security policy; one page may hold both.

    Source: 自行評核表 2.1.4.5 for privacy; for security the usage of all government sites.
    """
    yield from offered(site, Place(document.url), "privacy", "security")
