from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.extract.home.metadata_soup import read_blocks_from_soup, read_head
from auditor.extract.html.document import read_document
from auditor.model import Blocks, Head, Region

URL = "https://zone.gov.tw/iphw/x/"


def blocks(html: str) -> Blocks:
    return read_blocks_from_soup(html, URL, read_document(html, URL))


def names(head: Head) -> list[str]:
    return [meta.name for meta in head.metas]


def test_metadata_as_delivered_with_exact_places() -> None:
    html = (
        '<!DOCTYPE html>\n<html lang="zh-Hant">\n<!-- <meta name="old" content="1"> -->\n<head>\n'
        '  <meta charset="utf-8"><meta name="DC.Title" content="新竹 &amp; 工業區">\n'
        '<META NAME="dc.subject"><meta property="og:title" content=""><meta http-equiv="Refresh" content="5">\n'
        '<script>var x = "<meta name=no>"</script><template><meta name="no"></template><title> 新竹\n首頁</title>\n'
        '</head>\n<body><p>x</p><!-- <meta name="no"> --><meta name="DC.Date" content="2026-11-01"></body></html>'
    )
    head = read_head(html, URL)
    assert [(meta.attribute, meta.name, meta.content, meta.in_head) for meta in head.metas] == [
        ("name", "DC.Title", "新竹 & 工業區", True), ("name", "dc.subject", None, True),
        ("property", "og:title", "", True), ("http-equiv", "Refresh", "5", True),
        ("name", "DC.Date", "2026-11-01", False),
    ]  # fmt: skip
    assert [(meta.place.line, meta.place.column) for meta in head.metas] == [
        (5, 25),
        (6, 1),
        (6, 25),
        (6, 62),
        (10, 40),
    ]
    assert head.metas[0].place.snippet == '<meta name="DC.Title" content="新竹 &amp; 工業區">'
    assert head.metas[0].place.selector == 'meta[name="DC.Title"]'
    assert [meta.place.region for meta in head.metas[-2:]] == [Region.HEAD, Region.BODY]
    assert (head.place.line, head.place.snippet, head.title, head.lang) == (4, "<head>", "新竹 首頁", "zh-Hant")


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("", []),
        ("<p>x", []),
        ('<meta name="a" content="1"><title>x', ["a"]),
        ('<head><noscript><img src=x></noscript><meta name="a"></head>', ["a"]),
        ("<head><meta name='a' content='<body>'><meta name=b></head>", ["a", "b"]),
        ('<head><!-- broken --!><meta name="a"></head><body>', ["a"]),
        ('<head><!-- never closed <meta name="a"></head><body>', []),
        ('<head><meta name="a"><meta name="a"></head>', ["a", "a"]),
        ('<title><meta name="no"></title><meta name="a">', ["a"]),
        ('<head><meta name=""><meta content="x"><meta itemprop="i" content="x"></head>', ["i"]),
        ("<html><body><meta name=a><div>x</div><meta name=b></body></html>", ["a", "b"]),
    ],
)
def test_odd_heads(html: str, found: list[str]) -> None:
    assert names(read_head(html, URL)) == found


@given(st.text(alphabet="<meta nhdboycrip!->'\"=/\n", max_size=80))
def test_no_head_raises(html: str) -> None:
    head = read_head(html, URL)
    assert msgspec.convert(msgspec.to_builtins(head), Head) == head


NEWS = '<li><span>2026-11-20</span><a href="n1">停水公告</a></li><li><a href="n2">說明會</a><i>115/11/18</i></li>'


@pytest.mark.parametrize(
    "html",
    [
        f"<section><h2>最新消息</h2><ul>{NEWS}</ul><a href='more'>更多資訊</a></section>",
        f"<h3><a href='all'>公告訊息</a></h3><ul>{NEWS}</ul>",
        f"<div class=box><div class=title><span>公佈欄</span></div><div><ul>{NEWS}</ul></div></div>",
        f"<div><h2><img src=t.png alt=最新消息></h2><ul>{NEWS}</ul></div>",
        f"<table><caption>Latest News</caption>{NEWS.replace('<li>', '<tr><td>')}</table>",
    ],
)
def test_news_with_their_dates(html: str) -> None:
    found = blocks(html)
    assert [(item.text, item.url, item.date) for item in found.news] == [
        ("停水公告", URL + "n1", "2026-11-20"), ("說明會", URL + "n2", "2026-11-18"),
    ]  # fmt: skip
    assert found.news_heading is not None
    assert all(item.place.line for item in found.news)


def test_an_empty_block_of_news_is_one() -> None:
    found = blocks("<section><h2>最新消息</h2><p>目前無資料</p></section>")
    assert found.news == ()
    assert found.news_heading is not None
    assert found.news_heading.selector == "html > body > section > h2"


@pytest.mark.parametrize(
    "html",
    [
        '<nav><ul><li><a href="/news">最新消息</a><ul><li><a href="/a">公佈欄 2026-11-20</a></li></ul></li></ul></nav>',
        f"<footer><h3>最新消息</h3><ul>{NEWS}</ul></footer>",
        f"<div id=main-menu><p>最新消息</p><ul>{NEWS}</ul></div>",
        "<p>最新消息</p><ul><li><a href=x>沒有日期</a></li></ul>",
        f"<h2>廠商名錄</h2><ul>{NEWS}</ul>",
    ],
)
def test_what_is_no_news(html: str) -> None:
    assert blocks(html).news == ()


def test_popular_pages_and_keywords_are_kept_apart() -> None:
    found = blocks(
        '<header><div class="kw">熱門關鍵字：<a href="s?q=1">補助</a> <a href="s?q=2">綠色工廠</a></div></header>'
        '<aside><h2>點閱排行</h2><ol><li><a href="p1">廠商服務</a></li><li><a href="p2">交通</a></li></ol></aside>'
    )
    assert [item.text for item in found.keywords] == ["補助", "綠色工廠"]
    assert [(item.text, item.url) for item in found.popular] == [("廠商服務", URL + "p1"), ("交通", URL + "p2")]


def test_links_by_their_words_and_addresses() -> None:
    found = blocks(
        '<header><a href="/sitemap">網站導覽</a><a href="/sitemap">網站導覽</a><a href="/en/">English</a>'
        '<a href="/other/govsearch/1"><img src=x alt="政府分類檢索"></a></header><footer>'
        '<a href="https://www.facebook.com/ida" title="臉書"><img src=f.png alt=""></a>'
        '<a href="https://www.facebook.com/sharer/sharer.php?u=x">分享</a><a href="https://youtu.be/x">影音</a>'
        '<a href="/learn">English learning</a><div style="display:none"><a href="/map2">網站地圖</a></div></footer>'
    )
    assert [item.url for item in found.sitemap] == ["https://zone.gov.tw/sitemap"]
    assert [item.text for item in found.english] == ["English"]
    assert [item.url for item in found.classification] == ["https://zone.gov.tw/other/govsearch/1"]
    assert [(item.text, item.url) for item in found.social] == [
        ("臉書", "https://www.facebook.com/ida"), ("影音", "https://youtu.be/x"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("html", "action", "method", "field"),
    [
        ('<form action="/s"><input name="q"></form>', "https://zone.gov.tw/s", "get", "q"),
        (
            '<form action="/s" method="post"><input name="x" title="全文檢索"></form>',
            "https://zone.gov.tw/s",
            "post",
            "x",
        ),
        ('<form role="search"><input name="x"></form>', URL, "get", "x"),
        ('<search><form><input type="search" name="x"></form></search>', URL, "get", "x"),
        ('<form><label for="k">關鍵字</label><input id="k" name="x"></form>', URL, "get", "x"),
        (
            '<form action="/s"><input name="x" placeholder="請輸入查詢關鍵字"></form>',
            "https://zone.gov.tw/s",
            "get",
            "x",
        ),
        ('<input name="keyword">', "", "", "keyword"),
    ],
)
def test_search_boxes(html: str, action: str, method: str, field: str) -> None:
    (box,) = blocks(html).search
    assert (box.action, box.method, box.field) == (action, method, field)
    assert box.place.line == 1


@pytest.mark.parametrize(
    "html",
    [
        '<form><input name="email" title="電子報"></form>',
        '<form><input type="password" name="q"></form>',
        "<form>搜尋</form>",
    ],
)
def test_other_fields(html: str) -> None:
    assert blocks(html).search == ()


def test_a_badge_with_its_number_and_size() -> None:
    (badge,) = blocks(
        '<footer><a href="https://accessibility.moda.gov.tw/Applications/Detail?category=20231110163027" title="x">'
        '<img id="b" src="/badge.png" width="88" height="31" alt="通過AA檢測等級無障礙網頁檢測"></a></footer>'
    ).badges
    assert (badge.number, badge.era, badge.level) == ("20231110163027", "moda", "AA")
    assert (badge.src, badge.width, badge.height, badge.alt) == (
        "/badge.png",
        "88",
        "31",
        "通過AA檢測等級無障礙網頁檢測",
    )


@pytest.mark.parametrize(
    ("html", "href", "era", "number", "level"),
    [
        ('<a href="#"><img src=b alt="通過A+無障礙網頁檢測"></a>', URL + "#", "", "", "A+"),
        ('<img src=b alt="無障礙標章2.0">', "", "", "", ""),
        (
            '<a href="http://www.handicap-free.nat.gov.tw/Applications/DetectLog/71403"><img src=b></a>',
            "http://www.handicap-free.nat.gov.tw/Applications/DetectLog/71403", "handicap-free", "71403", "",
        ),
        (
            '<a href="https://accessibility.ncc.gov.tw/Applications/Detail?category=20220106151048">通過AAA無障礙檢測</a>',
            "https://accessibility.ncc.gov.tw/Applications/Detail?category=20220106151048",
            "ncc", "20220106151048", "AAA",
        ),
    ],
)  # fmt: skip
def test_other_badges(html: str, href: str, era: str, number: str, level: str) -> None:
    (badge,) = blocks(html).badges
    assert (badge.href, badge.era, badge.number, badge.level) == (href, era, number, level)


def test_no_badge() -> None:
    assert (
        blocks(
            '<a href="/a11y"><img src=x alt="無障礙設施"></a><a href="https://accessibility.moda.gov.tw/">x</a>'
        ).badges
        == ()
    )


PIECES = st.sampled_from(
    [
        "<h2>最新消息</h2>", "熱門關鍵字", "<ul>", "<li>2026-11-20", "<a href=x>",
        "<a href='http://[' title=網站導覽>", "</a>", "<nav>", "<form action=//>", "<input name=q>",
        "<img alt=通過AA無障礙>", "<footer>", "</ul>", "<label for=a>", "<table>", "<!--", "<select>",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=20).map("".join))
def test_no_page_raises(html: str) -> None:
    found = blocks(html)
    assert msgspec.convert(msgspec.to_builtins(found), Blocks) == found


@pytest.mark.parametrize(
    "html", ["<div>最新消息" * 30_000, "<p>最新消息<a href=x>2026-11-20</a>" * 5_000, "<form><input name=q>" * 9_000]
)
def test_endless_pages_end(html: str) -> None:
    found = blocks(html)
    assert len(found.news) + len(found.search) <= 200


def test_a_head_without_end_is_read_to_a_bound_and_what_follows_stands_behind_it() -> None:
    early, late = '<meta name="DC.Title" content="早">', '<meta name="DC.Date" content="晚">'
    head = read_head(f"{early}{'<p>x</p>' * 200_000}{late}", "http://zone.test/")
    assert [(meta.name, meta.in_head) for meta in head.metas] == [("DC.Title", True), ("DC.Date", False)]
