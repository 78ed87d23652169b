"""Sites that offer a single way to find a page."""

from collections.abc import Iterator

from auditor.model import (
    Blocks,
    Document,
    LinkKind,
    Place,
    Region,
    Severity,
    Text,
    Verdict,
    cant_tell,
    failed,
    passed,
    site_check,
)

_ENOUGH = 2
_MENU_LINKS = 3
_CONTENTS_LINKS = 20
_MENU = frozenset({Region.HEADER, Region.NAVIGATION, Region.ASIDE, Region.FOOTER})


@site_check(
    id="multiple-ways-missing",
    severity=Severity.MODERATE,
    wcag=("2.4.5",),
    manual_codes={"110.07": ("GN1240500E",), "115.11": ("GN1240500E",)},
    title=Text(zh="尋找網頁的方式不足兩種", en="Fewer than two ways to find a page"),
    remedy=Text(
        zh="請在首頁提供至少兩種尋找網頁的方式：選單、搜尋、網站導覽。",
        en="Offer at least two ways to find a page on the home page: a menu, a search, a site map.",
    ),
    effect=Text(
        zh="不熟悉網站結構的民眾，用一種方式找不到時，沒有別的方式可用。",
        en="Visitors who do not find a page in one way have no other.",
    ),
    question=Text(
        zh="首頁只看得出一種尋找網頁的方式（{ways}）。是否還有別的方式，例如分類索引或程式產生的選單？",
        en="The home page shows only one way to find a page ({ways}). Is there another, such as an index or a menu "
        "that a script builds?",
    ),
)
def multiple_ways_missing(blocks: Blocks, document: Document) -> Iterator[Verdict]:
    """The home page offers two of: a menu, a search, a site map, a table of contents, a search by class.

    Source: WCAG 2.4.5; 網站無障礙規範 GN1240500E.
    """
    ways = tuple(_ways(blocks, document))
    place = Place(document.url)
    if len(ways) >= _ENOUGH:
        yield passed(place)
    elif ways or document.script_built:
        yield cant_tell(place, "one-way-seen", ways=ways)
    else:
        yield failed(place)


def _ways(blocks: Blocks, document: Document) -> Iterator[str]:
    pages = [link for link in document.links if _is_way(link.kind, link.hidden)]
    menu = {link.url for link in pages if link.place.region in _MENU}
    if len(menu) >= _MENU_LINKS:
        yield "menu"
    if len({link.url.partition("#")[0] for link in pages} - menu) >= _CONTENTS_LINKS:
        yield "contents"
    if blocks.search:
        yield "search"
    if blocks.sitemap:
        yield "sitemap"
    if blocks.classification:
        yield "classification"


def _is_way(kind: LinkKind, hidden: bool) -> bool:
    return kind is LinkKind.PAGE and not hidden
