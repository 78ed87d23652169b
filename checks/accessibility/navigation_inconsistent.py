"""Pages whose menu has another order than the site's other pages."""

from collections import Counter
from collections.abc import Iterator
from itertools import pairwise

from auditor.model import (
    MenuLink,
    Place,
    Region,
    Severity,
    SiteFacts,
    Text,
    Verdict,
    failed,
    passed,
    shared_menus,
    site_check,
)

_FEWEST_LINKS = 3


@site_check(
    id="navigation-inconsistent",
    severity=Severity.MINOR,
    wcag=("3.2.3",),
    manual_codes={"110.07": ("GN2320300E",), "115.11": ("GN2320300E",)},
    title=Text(zh="選單順序與其他網頁不同", en="Menu in another order than on other pages"),
    remedy=Text(
        zh="請讓每一頁的選單順序相同：這些網頁把「{second}」放在「{first}」之前，其他網頁相反。這通常要由網站維護廠商"
        "統一版型。",
        en="Keep one order on all pages: these have “{second}” before “{first}”, the others the other way round. The "
        "contractor usually has to bring the templates into line.",
    ),
    effect=Text(
        zh="靠記憶位置操作的民眾（例如視障者與認知障礙者），換一頁就要重新尋找選單。",
        en="People who find their way by remembered places have to look for the menu anew on these pages.",
    ),
)
def navigation_inconsistent(facts: SiteFacts) -> Iterator[Verdict]:
    """Links that nearly all pages of a language repeat in header and navigation stand in the same order on each.

    The usual order is the one that most pages have. Source: WCAG 3.2.3; 網站無障礙規範 GN2320300E.
    """
    for menu in shared_menus(facts.pages):
        links = {page.url: menu.links(page, Region.HEADER, Region.NAVIGATION) for page in menu.pages}
        orders = Counter(tuple(link.url for link in found) for found in links.values())
        usual = max(orders, key=lambda order: (orders[order], len(order), order))
        if len(usual) < _FEWEST_LINKS:
            continue
        rank = {url: number for number, url in enumerate(usual)}
        for page in menu.pages:
            place = Place(page.url, region=Region.NAVIGATION)
            turned = _turned(links[page.url], rank)
            if turned is None:
                yield passed(place)
            else:
                first, second = (link.name or link.url for link in turned)
                yield failed(place, cause=f"menu order|{page.template}", first=first, second=second)


def _turned(links: tuple[MenuLink, ...], rank: dict[str, int]) -> tuple[MenuLink, MenuLink] | None:
    """The first two neighbours that stand the other way round; first the one that usually comes first."""
    known = [link for link in links if link.url in rank]
    for before, after in pairwise(known):
        if rank[after.url] < rank[before.url]:
            return after, before
    return None
