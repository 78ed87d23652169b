"""Sites none of whose pages is classified, while other sites' are."""

from collections.abc import Iterator

from auditor.model import Place, PortfolioFacts, Severity, SiteFacts, Text, Verdict, failed, passed, portfolio_check

_ENOUGH = 3  # pages of a site, before their lack means anything


@portfolio_check(
    id="classification-site-missing",
    severity=Severity.MODERATE,
    title=Text(zh="整個網站都沒有分類", en="Whole site without classification"),
    remedy=Text(
        zh="本局 {sites} 個網站已有分類，{name} 的 {pages} 頁都沒有；請在該網站的版型加上三種分類標籤。",
        en="{sites} of the bureau's sites are classified, but none of the {pages} pages of {name}; add the tags to its "
        "template.",
    ),
    effect=Text(
        zh="民眾用分類檢索找不到這個網站的任何一頁。",
        en="The public finds no page of this site by class.",
    ),
)
def classification_site_missing(facts: PortfolioFacts) -> Iterator[Verdict]:
    """Where at least one site carries classes, every other site has at least one page that does too."""
    read = [(site, _answered(site)) for site in facts.sites]
    judged = [(site, pages) for site, pages in read if len(pages) >= _ENOUGH]
    good = [site.site.id for site, pages in judged if any(pages)]
    if not good:
        return
    for site, pages in judged:
        place = Place(site.site.url)
        if any(pages):
            yield passed(place)
        else:
            names = {"site": site.site.id, "name": site.site.name}
            yield failed(place, cause=site.site.id, sites=len(good), pages=len(pages), **names)


def _answered(facts: SiteFacts) -> list[bool]:
    """For every page of a site that answered: does it carry any class?"""
    pages = (page for page in facts.pages if not page.is_error)
    return [any(part.strip() for part in page.classification) for page in pages]
