"""Sites that do not publish who they are, what they do and how to reach them."""

from collections.abc import Iterator

from auditor.model import Document, Place, Severity, SiteFacts, Text, Verdict, site_check
from auditor.standards.topics import UNREAD, disclosed, offered


@site_check(
    id="disclosure-incomplete",
    severity=Severity.MODERATE,
    title=Text(zh="應公開的服務資訊找不到", en="Service information that should be public is not found"),
    remedy=Text(
        zh="請在網站上公開「{topic}」，並從選單或網站導覽可以找到。",
        en="Publish “{topic_en}” on the site, within reach of the menu or the sitemap.",
    ),
    effect=Text(
        zh="民眾在網站上找不到「{topic}」，只能打電話或親自跑一趟。",
        en="Visitors cannot find “{topic_en}” and have to call or come in person.",
    ),
    question=UNREAD,
)
def disclosure_incomplete(site: SiteFacts, document: Document) -> Iterator[Verdict]:
    """The site shows organisation, duties, telephone, address, transport, procedures, legal basis, forms and examples.

    Source: 自行評核表 1.2.4.1. Topics are recognised by titles, headings, links and controls, telephone and address by
    the text; whether it is right and up to date is for a person to decide.
    """
    yield from offered(site, Place(document.url), *disclosed())
