"""What the pages of a site repeat."""

from __future__ import annotations

from auditor.extract.html.document import read_document
from auditor.model import (
    MenuLink,
    Name,
    Page,
    PageFacts,
    PageSummary,
    Region,
    Response,
    Site,
    SiteKind,
    Untested,
    shared_menus,
)
from auditor.pipeline.judgement.summaries import summarise_page

BASE = "https://zone.example.gov.tw/"
SITE = Site("zone", (Name("範例工業區"),), SiteKind.SERVICE_CENTER, url=BASE)
HTML = """<html lang="zh-TW"><header><a href="#U" id="U" accesskey="u" title="上方">:::</a><a href="/">首頁</a>
<a href="/map#top"><img src="m.png" alt="網站導覽"></a><a href="/gone" hidden>x</a></header>
<nav><a href="/">首頁</a></nav><main><a href="#C" id="C" accesskey="C">:::</a><a href="/news">消息</a> Alt+U</main>
<footer><a href="mailto:a@b.tw">信箱</a><a href="javascript:x()">列印</a></footer></html>"""


def page(name: str, *links: str, lang: str = "zh", status: int = 200) -> PageSummary:
    menu = tuple(MenuLink(Region.NAVIGATION, f"{BASE}{link}", link) for link in links)
    return PageSummary(f"{BASE}{name}", status, lang=lang, menu=menu)


def test_a_summary_keeps_keys_and_the_links_of_the_frame_in_order() -> None:
    document = read_document(HTML, BASE)
    facts = PageFacts(
        BASE, "zone", Response(BASE, BASE, 200), Page(document), Untested.NOT_VISITED, start=True
    )  # fmt: skip
    found = summarise_page(SITE, facts, document)
    assert found.access_keys == ("U", "C")
    assert found.keys_told == ("U",)
    assert [(link.region, link.url, link.name) for link in found.menu] == [
        ("header", BASE, "首頁"),
        ("header", f"{BASE}map", "網站導覽"),
        ("navigation", BASE, "首頁"),
        ("footer", "mailto:a@b.tw", "信箱"),
    ]


def test_pages_with_the_same_menu_share_it_in_memory() -> None:
    document = read_document(HTML, BASE)
    facts = PageFacts(BASE, "zone", Response(BASE, BASE, 200), Page(document), Untested.NOT_VISITED)
    assert summarise_page(SITE, facts, document).menu is summarise_page(SITE, facts, read_document(HTML, BASE)).menu


def test_links_of_four_pages_in_five_are_repeated() -> None:
    pages = [page(str(number), "a", "b") for number in range(4)]
    (menu,) = shared_menus([*pages, page("5", "a", "c")])
    assert menu.repeated == {f"{BASE}a", f"{BASE}b"}
    assert [link.name for link in menu.links(page("x", "c", "b", "a", "b"))] == ["b", "a"]
    assert menu.links(page("x", "a"), Region.FOOTER) == ()


def test_languages_stand_apart_and_few_pages_show_nothing() -> None:
    chinese = [page(str(number), "a", lang=lang) for number, lang in enumerate(("zh", "zh-Hant-TW", " ZH-TW"))]
    english = [page("e", "b", lang="en"), page("f", "b", lang="en")]
    unread = [page("g", "b", lang="en", status=404), page("h", lang="en")]
    assert [menu.language for menu in shared_menus([*chinese, *english, *unread])] == ["zh"]


def test_names_are_those_with_words() -> None:
    menu = shared_menus([page(str(number), "a") for number in range(3)])[0]
    links = (MenuLink(Region.HEADER, f"{BASE}a", "甲"), MenuLink(Region.FOOTER, f"{BASE}a", ""))
    assert menu.names(PageSummary(BASE, 200, menu=links)) == {f"{BASE}a": frozenset({"甲"})}
