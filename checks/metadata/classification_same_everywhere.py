"""Sites whose pages all carry the same classes."""

from collections.abc import Iterator

from auditor.model import Place, Severity, SiteFacts, Text, Verdict, failed, passed, site_check

_ENOUGH = 5  # pages, before sameness means anything
_FIRST_IN_LIST = ("100", "100", "100")


@site_check(
    id="classification-same-everywhere",
    severity=Severity.MINOR,
    title=Text(zh="全站使用同一組分類", en="One set of classes on every page"),
    remedy=Text(
        zh="{pages} 頁都標為 {theme}、{policy}、{service}；請依各頁內容選定分類，勿全站套用預設值。",
        en="All {pages} pages carry {theme}, {policy}, {service}; choose classes by content instead of one default.",
    ),
    effect=Text(
        zh="分類檢索無法分辨各頁的內容，民眾得到一長串不相干的結果。",
        en="A search by class cannot distinguish the pages and gives the public a long list of unrelated results.",
    ),
)
def classification_same_everywhere(facts: SiteFacts) -> Iterator[Verdict]:
    """Five or more classified pages do not all carry the same theme, policy and service."""
    answered = [page for page in facts.pages if not page.is_error]
    classified = [page for page in answered if any(part.strip() for part in page.classification)]
    if len(classified) < _ENOUGH:
        return
    place = Place(facts.site.url)
    kinds = {tuple(part.strip() for part in page.classification) for page in classified}
    if len(kinds) > 1:
        yield passed(place)
        return
    theme, policy, service = classified[0].classification
    first = (theme, policy, service) == _FIRST_IN_LIST
    yield failed(
        place,
        cause="classification",
        pages=len(classified),
        theme=theme,
        policy=policy,
        service=service,
        first_in_list=first,
    )
