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
    """Every page has guide bricks where most pages of its language have them, and one key for one part of the page.

    Judged are three pages or more with a usual set of keys. A page without a column needs no key for it, and one with
    a further column may have one more; a key differs where its part (by the brick's title) has another key elsewhere,
    or, without titles, where a usual key is missing and an unusual one is there.
    """
    by_language: dict[str, list[PageSummary]] = defaultdict(list)
    for page in facts.pages:
        if not page.is_error and page.text_hash:
            by_language[page.lang.strip().lower().partition("-")[0]].append(page)
    for pages in by_language.values():
        counts = Counter(frozenset(page.access_keys) for page in pages)
        usual, most = max(counts.items(), key=lambda item: (item[1], sorted(item[0])))
        if len(pages) < _FEWEST_PAGES or not usual or most * 2 <= len(pages):
            continue
        parts = _usual_keys(pages)
        for page in pages:
            place = Place(page.url)
            if _is_usual(page, usual, parts):
                yield passed(place)
            else:
                here = _listed(frozenset(page.access_keys))
                yield failed(place, cause=f"keys|{page.template}|{here}", usual=_listed(usual), here=here)


def _usual_keys(pages: list[PageSummary]) -> dict[str, str]:
    """The key that most pages give to a part, by the title of its brick."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for page in pages:
        for key, title in page.bricks:
            counts[title][key] += 1
    return {title: max(keys, key=lambda key: (keys[key], key)) for title, keys in counts.items() if title}


def _is_usual(page: PageSummary, usual: frozenset[str], parts: dict[str, str]) -> bool:
    keys = frozenset(page.access_keys)
    if not keys:
        return False
    if any(parts.get(title, key) != key for key, title in page.bricks):
        return False
    is_titled = bool(page.bricks) and all(title for _, title in page.bricks)
    return is_titled or keys <= usual or keys >= usual


def _listed(keys: frozenset[str]) -> str:
    return "、".join(sorted(keys)) or "–"
