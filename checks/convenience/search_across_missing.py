"""Sites without a search over the bureau and the zones."""

from collections.abc import Iterator

from auditor.model import Document, Place, Severity, SiteFacts, Text, Verdict, site_check
from auditor.standards.topics import UNREAD, offered


@site_check(
    id="search-across-missing",
    severity=Severity.MINOR,
    title=Text(zh="沒有跨網站檢索", en="No search over several sites"),
    remedy=Text(
        zh="請提供可同時查詢本署與各產業園區網站的檢索，並在搜尋框旁標示。",
        en="Offer a search over the bureau and the zones, named beside the search box.",
    ),
    effect=Text(
        zh="民眾要到每個網站各查一次。",
        en="Visitors have to repeat their search on every site.",
    ),
    question=UNREAD,
)
def search_across_missing(site: SiteFacts, document: Document) -> Iterator[Verdict]:
    """The site offers a search over several sites, by its name.

    Source: 自行評核表 1.2.2.2. Whether it really finds things elsewhere is not tried.
    """
    yield from offered(site, Place(document.url), "search-across")
