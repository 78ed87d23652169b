"""Sites whose search offers no exact or fuzzy mode by name."""

from collections.abc import Iterator

from auditor.model import Document, Place, Severity, SiteFacts, Text, Verdict, cant_tell, passed, site_check


@site_check(
    id="search-modes-missing",
    severity=Severity.MINOR,
    title=Text(zh="看不出有精確與模糊檢索", en="No sign of exact and fuzzy search"),
    remedy=Text(
        zh="請在搜尋頁提供精確與模糊檢索的選項，並說明差別。",
        en="Let visitors choose between exact and fuzzy search on the search page, and explain the difference.",
    ),
    effect=Text(
        zh="民眾打錯字或只記得大意時查不到，要找確切字詞時又查到太多。",
        en="Visitors who misspell find nothing, and those who want an exact phrase find too much.",
    ),
    question=Text(
        zh="網站上看不到精確或模糊檢索的選項，但搜尋引擎可能不標示就支援。請用錯別字與整句各查一次。",
        en="The site names neither exact nor fuzzy search, but its search may do both unsaid. Try a misspelt word and "
        "a whole phrase.",
    ),
)
def search_modes_missing(site: SiteFacts, document: Document) -> Iterator[Verdict]:
    """The site offers exact or fuzzy search by its name; where it does not, a person has to try it.

    Source: 自行評核表 1.2.2.2.
    """
    shown = [(page.url, offer) for page, offer in site.offered("search-modes") if site.is_shown(offer)]
    if shown:
        url, offer = shown[0]
        yield passed(Place(url), href=offer.url or url, words=offer.words)
    else:
        yield cant_tell(Place(document.url), "not-named", cause="精確與模糊檢索")
