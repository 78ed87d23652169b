"""Pages whose guide bricks (導盲磚) have other keys than those of the site's other pages."""

from collections import Counter, defaultdict
from collections.abc import Iterator

from auditor.model import PageSummary, Place, Severity, SiteFacts, Text, Verdict, failed, passed, site_check

_FEWEST_PAGES = 3


@site_check(
    id="guide-brick-keys-vary",
    severity=Severity.NOTICE,
    manual_codes={"110.07": ("GN1240101E",), "115.11": ("GN1240101E",)},
    title=Text(zh="導盲磚 (:::) 的快速鍵每頁不同", en="Access keys of the guide bricks (:::) vary from page to page"),
    remedy=Text(
        zh="請讓每一頁的導盲磚使用相同的快速鍵（其他網頁為 {usual}，這些網頁為 {here}）。這通常要由網站維護廠商統一"
        "版型。",
        en="Use the same keys on every page (elsewhere {usual}, here {here}). The contractor usually has to bring the "
        "templates into line.",
    ),
    effect=Text(
        zh="民眾記住的快速鍵，到了這些網頁就沒有作用。",
        en="Keys that visitors have learnt do nothing on these pages.",
    ),
)
def guide_brick_keys_vary(facts: SiteFacts) -> Iterator[Verdict]:
    """Every page has the keys that most pages of its language have, of three pages or more; fewer are not judged."""
    by_language: dict[str, list[PageSummary]] = defaultdict(list)
    for page in facts.pages:
        if not page.is_error and page.text_hash:
            by_language[page.lang.strip().lower().partition("-")[0]].append(page)
    for pages in by_language.values():
        counts = Counter(frozenset(page.access_keys) for page in pages)
        usual, most = max(counts.items(), key=lambda item: (item[1], sorted(item[0])))
        if len(pages) < _FEWEST_PAGES or not usual or most * 2 <= len(pages):
            continue
        for page in pages:
            keys, place = frozenset(page.access_keys), Place(page.url)
            if keys == usual:
                yield passed(place)
            else:
                here = _listed(keys)
                yield failed(place, cause=f"keys|{page.template}|{here}", usual=_listed(usual), here=here)


def _listed(keys: frozenset[str]) -> str:
    return "、".join(sorted(keys)) or "–"
