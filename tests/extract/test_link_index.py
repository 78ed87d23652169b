"""A link index has the links of the full document; their text and place are read later."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.extract.charset import read_text
from auditor.extract.html.document import read_document
from auditor.extract.html.link_details import read_links
from auditor.extract.html.link_index import read_link_index
from auditor.model import IndexedAddress, Link

URL = "https://a.example.tw/x/y.html"
PAGE = (
    "<html lang=zh><head><title>甲</title><base href=/b/><meta http-equiv=refresh content='9;url=r.html'>"
    "<link rel=stylesheet href=s.css><script src=s.js></script><script type=application/ld+json>"
    '{"url": "https://a.example.tw/data"}</script><style>p{background:url(a.png)}</style></head>'
    "<nav id=menu><a href=/ title=首頁>首頁</a></nav><h1>最新消息</h1><h2 hidden>不見</h2>"
    "<form action=/search><input type=image src=go.png alt=查詢><button formaction=/other>二</button></form>"
    "<table background=b.png><tr><td background=t.png>一</table><a style='background:url(d.png)' href=styled>丙</a>"
    '<div style="background:url(c.png)"><h2>公告</h2><a href="  "> 空白 </a><a href="">空</a><a name=here>此</a>'
    '<a href="n.pdf#p"><img src=i.png alt=附件 srcset="i2.png 2x"></a> 0800-000-000</div>'
    "<p role=heading aria-level=3>小標</p><h3 role=tab>不是標題</h3>"
    "<a href=javascript:void(0) onclick=\"window.open('w.html')\">開</a>"
    "<a href=# onclick=\"location.href='l.html'\">去</a><a href='mailto:a@b.tw'>信</a><a href='http://[x'>壞</a>"
    "<svg><use href=#x /><a xlink:href=/svg>圖</a></svg><iframe src=f.html></iframe><video poster=v.png></video>"
    "<template><a href=/inert id=inert>無</a></template><noscript><a href=/plain>無腳本</a></noscript>"
    "<h2 onclick=\"location='h.html'\">標</h2><iframe srcdoc='<a href=inner>內</a>'></iframe><img src='' usemap=#none>"
    "<select onchange='location=this.value'><option value=/o>去</select><img data-src=/lazy.png alt=圖>"
    "<script src=' '></script>"
    "<article><header><a href=/in>內</a></header></article><footer hidden><a href=/about>關於</a></footer>"
)
PIECES = st.sampled_from([
    "<a href=a>一</a>", "<a href='a#b'>二</a>", "<a href=''>三</a>", "<a href=mailto:x>", "<a href=javascript:go()>",
    "<a>", "</a>", "<h2>", "</h2>", "<h1 hidden>x</h1>", "<nav>", "</nav>", "<div class=footer>", "</div>", "<main>",
    "<footer role=contentinfo>", "<section>", "<p id=i>", "<a name=n>", "<img src=i.png>", "<base href=/q/>", "字",
    "<script>var a='<a href=no>'</script>", "<style>b{background:url(c)}</style>", "<template>", "</template>",
    "<p style='background:url(u)'>", "<svg>", "</svg>", "<a xlink:href=k>", "<title>t</title>", "<!-- <a href=c> -->",
    "<iframe src=f>", "<noscript>", "</noscript>", "<table>", "<td background=g>", "<form action=s>", "<slot>",
    "<iframe srcdoc='<a href=d>x</a><img src=e>'>", "<h3 onclick=\"location='o'\">", "<a onclick=\"location='o'\">",
    "<tr background=h>",
    "<select onchange='location=this.value'><option value=/s>", "</select>", "<img src='' usemap=#m>", "<map name=m>",
    "<img src=' ' data-src=/l data-srcset='/k 2x'>", "<a href=# data-href=/h>", "<meta http-equiv=refresh content=bad>",
    "<link rel=preload imagesrcset='j 1x' href=''>", "<form method=post>",
    "<button formaction=b onclick=\"window.open('w')\">", "<p role=heading onclick=\"location='o'\">x</p>",
])  # fmt: skip


def addresses(links: tuple[Link, ...]) -> list[IndexedAddress]:
    return [IndexedAddress(link.raw, link.url, link.kind, link.element, link.attribute) for link in links]


def test_the_index_has_the_links_of_the_full_document() -> None:
    whole, index = read_document(PAGE, URL), read_link_index(PAGE, URL, "utf-8")
    assert list(index.links) == addresses(whole.links)
    assert len(index.links) == 38
    assert list(index.headings) == [heading.text for heading in whole.headings]
    for field in ("ids", "title", "lang", "base", "script_built"):
        assert getattr(index, field) == getattr(whole, field), field
    assert "inert" not in index.ids
    assert index.parts == ("https://a.example.tw/b/n.pdf#p", "https://a.example.tw/b/#")


def test_links_read_later_are_those_of_the_full_document() -> None:
    whole = read_document(PAGE, URL).links
    assert read_links(PAGE, URL, "utf-8") == whole
    known = read_link_index(PAGE, URL, "utf-8").links
    for raw in {link.raw for link in whole}:
        wanted = [address for address in known if address.raw == raw]
        assert [link for link in read_links(PAGE, URL, "utf-8", wanted) if link.raw == raw] == [
            link for link in whole if link.raw == raw
        ]
    opener = [address for address in known if address.raw == "w.html"]
    (opened,) = (link for link in read_links(PAGE, URL, "utf-8", opener) if link.raw == "w.html")
    assert (opened.text, opened.heading, opened.opens_window) == ("開", "小標", True)
    assert read_links(PAGE, URL, "utf-8", ()) == ()


@given(st.lists(PIECES, max_size=14).map("".join))
def test_whatever_the_markup_both_find_the_same(html: str) -> None:
    whole, index = read_document(html, URL), read_link_index(html, URL, "utf-8")
    assert list(index.links) == addresses(whole.links)
    assert index.ids == whole.ids
    assert read_links(html, URL, "utf-8") == whole.links


@given(st.text(max_size=12), st.sampled_from(["a href", "img src", "link href", "iframe src"]))
def test_a_link_is_found_again_however_it_is_written(raw: str, element: str) -> None:
    html = f'<h1>一</h1><a href=other>x</a><{element}="{escape(raw)}">y'
    whole = read_document(html, URL).links
    for address in read_link_index(html, URL, "utf-8").links:
        found = read_links(html, URL, "utf-8", [address])
        assert found == tuple(link for link in whole if link.raw == address.raw), address


def test_pages_with_known_answers_are_read_alike(cases: Path) -> None:
    pages = [place for place in sorted(cases.rglob("*.html")) if place.is_file()]
    assert len(pages) > 500
    for place in pages:
        html, charset = read_text(place.read_bytes())
        whole = read_document(html, URL, charset=charset.name)
        assert list(read_link_index(html, URL, charset.name).links) == addresses(whole.links), place
        assert read_links(html, URL, charset.name) == whole.links, place


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("<nav>甲</nav><p>丙", "<nav>乙</nav>  <p> 丙", True),
        ("<div class=footer>甲</div><p>丙", "<div class=footer>乙</div><p>丙", True),
        ("<p>甲", "<p>乙", False),
        ("<nav>甲</nav>", "<nav>乙</nav>", False),
        ("<p>甲<script>1</script>", "<p>甲<script>2</script><p hidden>乙", True),
    ],
)
def test_the_text_of_a_page_is_what_is_outside_its_frame(one: str, other: str, same: bool) -> None:
    first, second = (read_link_index(html, URL, "utf-8") for html in (one, other))
    assert (first.text_hash == second.text_hash) is same


def test_pages_of_one_template_share_its_hash() -> None:
    first, second, third = (
        read_link_index(f"<nav class={name}><a href=/>{words}</a></nav><p>{words}", URL, "utf-8").template
        for name, words in (("top", "甲"), ("top", "乙"), ("side", "甲"))
    )
    assert first == second != third


def test_nothing_in_a_page_raises() -> None:
    for html in ("", "\ufeff", "<", "plain", "<a href=x" * 50, "<div>" * 3_000 + "<a href=deep>"):
        index = read_link_index(html, URL, "utf-8")
        assert list(index.links) == addresses(read_document(html, URL).links)
        assert read_links(html, URL, "utf-8") == read_document(html, URL).links
