"""Links of the frame that one page calls by another name than the site's other pages."""

import re
from collections import Counter
from collections.abc import Iterator

from auditor.model import (
    Place,
    Region,
    Severity,
    SharedMenu,
    SiteFacts,
    Text,
    Verdict,
    cant_tell,
    passed,
    shared_menus,
    site_check,
)

_PLAIN = re.compile(r"[(（\[【][^)）\]】]{0,300}[)）\]】]|[\W\d_]+")
_USUAL = 0.5


@site_check(
    id="identification-inconsistent",
    severity=Severity.MINOR,
    wcag=("3.2.4",),
    manual_codes={"110.07": ("GN2320400E",), "115.11": ("GN2320400E",)},
    title=Text(zh="相同功能在不同網頁名稱不一", en="One function under different names"),
    remedy=Text(
        zh="同一個連結請在每一頁使用相同名稱：這些網頁寫「{name}」，其他網頁寫「{usual}」。",
        en="Call a link by one name on all pages: these have “{name}”, the others “{usual}”.",
    ),
    effect=Text(
        zh="民眾會以為「{name}」和「{usual}」是兩個不同的地方。",
        en="Visitors take “{name}” and “{usual}” for two different places.",
    ),
    question=Text(
        zh="這些網頁把「{usual}」寫成「{name}」，連到同一個地方。兩個名稱說的是同一件事嗎？如果是，請統一。",
        en="These pages call “{usual}” “{name}”; both lead to the same place. Are they one thing? Then use one name.",
    ),
)
def identification_inconsistent(facts: SiteFacts) -> Iterator[Verdict]:
    """Links that nearly all pages of a language repeat in their frame have one of their usual names on each.

    Notes in brackets, figures and stops do not count, nor do translations. Whether another name means the same, a
    person has to see. Source: WCAG 3.2.4; 網站無障礙規範 GN2320400E.
    """
    for menu in shared_menus(facts.pages):
        usual = _usual_names(menu)
        for page in menu.pages:
            place = Place(page.url, region=Region.NAVIGATION)
            odd = [
                (url, names) for url, names in menu.names(page).items() if url in usual and not _meet(names, usual[url])
            ]
            if not odd:
                yield passed(place)
            for url, names in odd:
                yield cant_tell(place, "other-name", cause=f"name|{url}", name=min(names), usual=usual[url])


def _usual_names(menu: SharedMenu) -> dict[str, str]:
    """The name that at least half of the pages use, by address; none where names vary from page to page."""
    counts: dict[str, Counter[str]] = {}
    pages: Counter[str] = Counter()
    for page in menu.pages:
        for url, names in menu.names(page).items():
            counts.setdefault(url, Counter()).update(names)
            pages[url] += 1
    best = {url: max(names, key=lambda name: (names[name], name)) for url, names in counts.items()}
    return {url: name for url, name in best.items() if counts[url][name] > _USUAL * pages[url]}


def _meet(names: frozenset[str], usual: str) -> bool:
    """Whether one of the names is the usual one, or a translation: words in another script are no other name."""
    wanted = _PLAIN.sub("", usual).casefold()
    plain = [_PLAIN.sub("", name).casefold() for name in names]
    return wanted in plain or any(name.isascii() != wanted.isascii() for name in plain)
