"""Different pages under one title."""

import re
from collections import defaultdict
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlsplit

from auditor.model import PageSummary, Place, Region, Severity, SiteFacts, Text, Verdict, failed, passed, site_check

_PAGING = re.compile(
    r"^(?:p|pg|pn|page|pages|paged|page_?no|page_?num|page_?number|page_?index|page_?size|now_?page|cur(?:rent)?_?page|"
    r"start|offset|limit|sort|order|orderby|dir)$",
    re.IGNORECASE,
)


@site_check(
    id="page-title-duplicated",
    severity=Severity.MINOR,
    wcag=("2.4.2",),
    title=Text(zh="不同網頁使用相同標題", en="Different pages under one title"),
    remedy=Text(
        zh="有 {pages} 個網頁的標題都是「{title}」；請讓系統帶入各頁的主題，例如「頁面名稱－網站名稱」。",
        en="{pages} pages are called “{title}”; let the system fill in each page's subject, best as “page – site”.",
    ),
    effect=Text(
        zh="民眾從分頁、書籤、瀏覽紀錄與搜尋結果，分不出是哪一頁。",
        en="In tabs, bookmarks, history and search results these pages cannot be distinguished.",
    ),
)
def page_title_duplicated(facts: SiteFacts) -> Iterator[Verdict]:
    """No two pages of different content have the same title; the leaves of one list count as one page.

    Blank titles are judged by page-title-missing. Source: WCAG 2.4.2, technique G88.
    """
    by_title: dict[str, list[PageSummary]] = defaultdict(list)
    for page in facts.pages:
        title = " ".join(page.title.split())
        if title and not page.is_error:
            by_title[title].append(page)
    for title, pages in by_title.items():
        different = len({page.text_hash for page in pages}) > 1 and len({_list_of(page.url) for page in pages}) > 1
        for page in pages:
            place = Place(page.url, selector="title", region=Region.HEAD)
            if different:
                yield failed(place, cause=f"title|{title}", title=title, pages=len(pages))
            else:
                yield passed(place)


def _list_of(url: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """The address without what only turns the leaves of a list."""
    parts = urlsplit(url)
    kept = [pair for pair in parse_qsl(parts.query, keep_blank_values=True) if not _PAGING.match(pair[0])]
    return parts.netloc, parts.path, tuple(sorted(kept))
