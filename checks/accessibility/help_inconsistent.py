"""Ways to get help that move from page to page."""

from collections import Counter
from collections.abc import Iterator

from auditor.model import (
    PageSummary,
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
from auditor.standards.conventions import contains_words

_REACHING = ("mailto:", "tel:")


@site_check(
    id="help-inconsistent",
    severity=Severity.MINOR,
    wcag=("3.2.6",),
    manual_codes={"115.11": ("GN1320600E",)},
    title=Text(zh="聯絡方式的位置每頁不同", en="Way to get help not in the same place"),
    remedy=Text(
        zh="請把「{name}」放在每一頁相同的位置（其他網頁在{usual}，這些網頁在{here}）。",
        en="Put “{name}” in the same place on every page (elsewhere it is in the {usual}, here in the {here}).",
    ),
    effect=Text(
        zh="需要協助的民眾，換一頁就找不到聯絡方式。",
        en="People who need help cannot find the way to it when they change pages.",
    ),
)
def help_inconsistent(facts: SiteFacts) -> Iterator[Verdict]:
    """A link to contact or help that nearly all pages of a language repeat stands in the same part of each.

    Parts are header, navigation and footer. Source: WCAG 3.2.6 (new in 2.2); 網站無障礙規範 115.11, GN1320600E.
    """
    for menu in shared_menus(facts.pages):
        for url, name in sorted(_helps(menu.pages, menu.repeated).items()):
            regions = {page.url: _regions(page, url) for page in menu.pages}
            counts = Counter(region for found in regions.values() for region in found)
            usual = max(counts, key=lambda region: (counts[region], region))
            for page in menu.pages:
                found = regions[page.url]
                if not found:
                    continue
                place = Place(page.url, region=found[0])
                data = {"name": name, "usual": usual.value, "here": found[0].value}
                yield passed(place) if usual in found else failed(place, cause=f"help|{url}", **data)


def _helps(pages: tuple[PageSummary, ...], repeated: frozenset[str]) -> dict[str, str]:
    """The repeated links that lead to help, with a name of each."""
    return {
        link.url: link.name or link.url
        for page in pages
        for link in page.menu
        if link.url in repeated and (contains_words("contact", link.name) or link.url.startswith(_REACHING))
    }


def _regions(page: PageSummary, url: str) -> tuple[Region, ...]:
    return tuple(dict.fromkeys(link.region for link in page.menu if link.url == url))
