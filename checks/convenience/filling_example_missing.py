"""Sites with forms but without an example of a filled-in one."""

from collections.abc import Iterator

from auditor.model import Document, Place, Severity, SiteFacts, Text, Verdict, site_check
from auditor.standards.topics import UNREAD, offered


@site_check(
    id="filling-example-missing",
    severity=Severity.MODERATE,
    title=Text(zh="找不到填寫範例", en="No filling examples"),
    remedy=Text(
        zh="請在表單旁提供填寫範例或填表說明。",
        en="Give a filled-in example or instructions beside each form.",
    ),
    effect=Text(
        zh="民眾不知道表單要怎麼填，填錯了要重新送件。",
        en="Visitors do not know how to fill in the forms and have to hand them in again.",
    ),
    question=UNREAD,
)
def filling_example_missing(site: SiteFacts, document: Document) -> Iterator[Verdict]:
    """The site shows an example or instructions for filling in its forms.

    Source: 自行評核表 1.2.1.6.
    """
    yield from offered(site, Place(document.url), "examples")
