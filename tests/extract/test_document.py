from __future__ import annotations

import time

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.extract.html.document import read_document
from auditor.extract.html.page_reader import MOST_LINKS
from auditor.model import Document, Region

URL = "http://a.gov.tw/"


def read(html: str) -> Document:
    return read_document(html, URL)


def test_the_page_as_a_whole() -> None:
    document = read(
        '<?xml version="1.0"?>\n<!DOCTYPE html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN" "x.dtd">'
        '<html lang="zh-Hant-TW"><head><title> 新竹\n 工業區 </title>'
        '<meta name="Viewport" content="width=device-width">'
        '<base href="/x/"></head><body><svg><title>圖</title></svg><p id="p">字</p><a name="n">b</a></body></html>'
    )
    assert document.doctype == 'html PUBLIC "-//W3C//DTD XHTML 1.0 Transitional//EN"'
    assert (document.lang, document.title, document.viewport) == ("zh-Hant-TW", "新竹 工業區", "width=device-width")
    assert (document.base, document.source, document.charset_source) == ("http://a.gov.tw/x/", "delivered", "default")
    assert document.ids == {"p", "n"}


@pytest.mark.parametrize(
    ("html", "title"),
    [
        ("<title></title>", ""),
        ("<p>x", None),
        ("<body><svg><title>x</title></svg>", None),
        ("<p><title>x</title>", "x"),
    ],
)
def test_title(html: str, title: str | None) -> None:
    assert read(html).title == title


def test_images() -> None:
    document = read(
        '<a href="p"><img src="1.png" alt="" title="t" width="88"></a><img src="2.png"><input type=image src=3 alt=x>'
        '<map><area href="4" aria-label="y"></map><div role="img" aria-label="z"></div>'
        '<svg role="img"><title>w</title></svg>'
    )
    assert [(image.element, image.src, image.alt, image.name, image.linked) for image in document.images] == [
        ("img", "1.png", "", "", True), ("img", "2.png", None, "", False), ("input", "3", "x", "", False),
        ("area", "4", None, "y", False), ("div", "", None, "z", False), ("svg", "", None, "w", False),
    ]  # fmt: skip
    assert (document.images[0].title, document.images[0].width) == ("t", "88")


def test_controls_and_their_labels() -> None:
    document = read(
        '<label for="q">關鍵字</label><form action="/s" method="POST" role="search"><input id="q" name="q" title="t">'
        '<label>姓名 <input name="n"></label><fieldset><legend>性別</legend>'
        '<input type="radio" name="s" aria-label="男">'
        '</fieldset><select name="c"></select><textarea name="m"></textarea><input type="hidden" name="h">'
        '<input type="submit" value="送出"><button><img src=x alt="搜尋"></button></form><div role="button">按</div>'
    )
    found = [
        (control.element, control.type, control.field, control.label, control.name, control.text, control.groups)
        for control in document.controls
    ]
    assert found == [
        ("input", "text", "q", "關鍵字", "", "", ()),
        ("input", "text", "n", "姓名", "", "", ()),
        ("input", "radio", "s", "", "男", "", ("性別",)),
        ("select", "", "c", "", "", "", ()),
        ("textarea", "", "m", "", "", "", ()),
        ("input", "hidden", "h", "", "", "", ()),
        ("input", "submit", "", "", "", "送出", ()),
        ("button", "submit", "", "", "", "搜尋", ()),
        ("div", "", "", "", "", "按", ()),
    ]
    assert [control.hidden for control in document.controls].index(True) == 5
    (form,) = document.forms
    assert (form.action, form.method, form.role) == ("http://a.gov.tw/s", "post", "search")
    assert form.fields[:3] == (("q", "text"), ("n", "text"), ("s", "radio"))
    assert [(group.element, group.name, group.size) for group in document.groups] == [("fieldset", "性別", 1)]


def test_options_are_no_label() -> None:
    document = read(
        "<label><select><option>北區</option></select></label><label>園區 <select><option>x</select></label>"
    )
    assert [control.label for control in document.controls] == ["", "園區"]


def test_frames_and_embedded_things() -> None:
    document = read(
        '<iframe src="1" title=""></iframe><iframe src="2"></iframe><object data="3">文字</object>'
        '<object data="4"><img alt="圖"></object><embed src="5" aria-label="影片"><applet code="6" alt="舊"></applet>'
        '<video src="7"></video>'
    )
    assert [(frame.src, frame.title) for frame in document.frames] == [("1", ""), ("2", None)]
    assert [(embedded.element, embedded.src, embedded.text) for embedded in document.embedded] == [
        ("object", "3", "文字"), ("object", "4", "圖"), ("embed", "5", "影片"), ("applet", "6", "舊"),
        ("video", "7", ""),
    ]  # fmt: skip


def test_headings() -> None:
    document = read(
        '<h1>一 <img alt="圖"></h1><h3 aria-level="2">二</h3><div role="heading">三</div>'
        '<h4 role="presentation">無</h4>'
        '<div role="heading" aria-level="5">四</div><div style="display:none"><h2>五</h2></div><h2></h2>'
    )
    found = [(heading.level, heading.text, heading.hidden) for heading in document.headings]
    assert found == [
        (1, "一 圖", False), (2, "二", False), (0, "三", False), (5, "四", False), (2, "五", True), (2, "", False),
    ]  # fmt: skip


def test_tables_and_tables_inside_them() -> None:
    outer, inner = read(
        '<table summary="s"><caption>表</caption><tr><th scope="col" id="a">甲</th><th>乙</th></tr>'
        '<tr><th>丙</th><td headers="a" colspan="2">'
        '<table role="presentation"><tr><td>x</td></tr></table></td></tr></table>'
    ).tables
    assert (outer.caption, outer.summary, outer.rows, outer.columns, outer.header_rows) == ("表", "s", 2, 3, 2)
    assert [(header_cell.text, header_cell.scope, header_cell.id) for header_cell in outer.header_cells] == [
        ("甲", "col", "a"), ("乙", None, ""), ("丙", None, ""),
    ]  # fmt: skip
    assert outer.headers_used == ("a",)
    assert (inner.role, inner.rows, inner.columns, inner.header_cells) == ("presentation", 1, 1, ())
    assert read("<table hidden><tr><th>x</table><th>y").tables == ()


def test_navigations() -> None:
    document = read('<nav><a href="/">x</a></nav><nav> <ul></ul></nav><div role="navigation"></div><nav hidden></nav>')
    assert len(document.navigations) == 3
    assert len(document.empty_navigations) == 2


def test_languages_sizes_and_obsolete_elements() -> None:
    document = read(
        '<html lang="zh"><style>\na{font-size:12px}\n\nb{font-size:1em}</style><p lang="">x<i lang="en">y</i></p>'
        '<font style="font-size: 9pt !important">x</font><center><marquee>y</marquee></center>'
    )
    assert [language_part.lang for language_part in document.language_parts] == ["", "en"]
    assert [(font_size.value, font_size.place.line) for font_size in document.font_sizes] == [
        ("12px", 2),
        ("1em", 4),
        ("9pt", 4),
    ]
    assert [place.snippet[:5] for place in document.obsolete] == ["<font", "<cent", "<marq"]


@pytest.mark.parametrize(
    ("html", "text", "date"),
    [
        ("<footer>更新日期：2019/04/01</footer>", "2019/04/01", "2019-04-01"),
        ("<p><span>最後更新時間</span>: <b>108-4-1</b></p>", "108-4-1", "2019-04-01"),
        ("<p>資料更新日期：民國115年11月2日</p>", "115年11月2日", "2026-11-02"),
        ("<p>Last updated: November 2, 2026</p>", "November 2, 2026", "2026-11-02"),
        ("<p>更新日期 2026/13/41</p>", "2026/13/41", ""),
    ],
)
def test_update_dates(html: str, text: str, date: str) -> None:
    (shown,) = read(html).dates
    assert (shown.text, shown.date) == (text, date)
    assert shown.place.line == 1


def test_dates_of_publication_are_dates_too_and_other_dates_are_not() -> None:
    html = "<p>公告日期：2026/11/01</p><dl><dt>發布日期</dt><dd>115-11-02</dd></dl><p>Posted on 3 Nov 2026</p>"
    assert [shown.date for shown in read(html).dates] == ["2026-11-01", "2026-11-02", "2026-11-03"]
    assert read("<p>更新密碼 2026/11/01</p><p>出生日期 2026/11/01</p><p hidden>更新日期：2026/11/01</p>").dates == ()


def test_an_update_without_the_word_date_is_shown_too() -> None:
    html = "<p>最後更新：115/11/30</p><p>資料更新 2026-11-29</p><p>Update: 28 Nov 2026</p><p>最後更新者 2026-11-27</p>"
    assert [shown.date for shown in read(html).dates] == ["2026-11-30", "2026-11-29", "2026-11-28"]


def test_update_date_has_the_place_of_its_word() -> None:
    (shown,) = read("<main>x</main><footer><p>更新日期：<b>2019/04/01</b></p></footer>").dates
    assert (shown.place.selector, shown.place.region, shown.word) == ("footer > p", Region.FOOTER, "更新日期")


def test_text_is_the_pages_own() -> None:
    def page(main: str, menu: str = "選單") -> Document:
        return read(f"<header>頁首</header><nav>{menu}</nav><main>{main}</main><footer>頁尾</footer>")

    one = page("<p>內容 2026</p>")
    assert one.text_hash == page("<div><p> 內容\n2026</p></div>", "別的").text_hash
    assert one.text_hash != page("<p>內容 2027</p>").text_hash
    hidden = "<script>x</script><style>y</style><noscript>z</noscript><p hidden>w</p><template>v</template><!-- u -->"
    assert one.text_hash == page(f"<p>內容 2026</p>{hidden}").text_hash
    assert one.text_length == len("頁首選單內容 2026頁尾")
    assert read("").text_hash == ""


def test_pages_of_one_template_share_their_skeleton() -> None:
    def page(menu: str, main: str = "") -> Document:
        return read(f'<header class="top"><nav><ul>{menu}</ul></nav></header><main>{main}</main><footer></footer>')

    one = page('<li class="item active"><a href="/">1</a></li><li class="item"><a href="/2">2</a></li>')
    other = page('<li class="item"><a href="/">1</a></li>' * 5, "<nav><ol><li>x</li></ol></nav><table></table>")
    assert one.template == other.template
    assert one.skeleton != other.skeleton
    assert page('<li class="other"></li>').template != one.template
    assert read("<p>x</p>").template == ""


@pytest.mark.parametrize(
    ("html", "built"),
    [
        ('<div id="app">載入中</div><script src="/app.js"></script>', True),
        ('<div id="app">載入中</div>', False),
        ("<p>" + "內容" * 60 + '</p><script src="/app.js"></script>', False),
        ('<a href="/1">1</a>' * 9 + '<script src="/app.js"></script>', False),
        (
            '<div id="app"></div><script src="/app.js"></script><noscript>'
            + "請開啟 JavaScript。" * 20
            + "</noscript>",
            True,
        ),
    ],
)
def test_pages_that_scripts_build(html: str, built: bool) -> None:
    assert read(html).script_built is built


def test_slots_and_templates_are_skipped_as_the_official_checker_does() -> None:
    document = read('<slot><img src="x"></slot><template><img src="y"></template>')
    assert [(image.src, image.hidden) for image in document.images] == [("x", True)]


def test_a_broken_comment_swallows_nothing() -> None:
    document = read(
        '<!-- 11, 園區簡介 --><p>- 11, 園區簡介 --></p><a href="/x">y</a>'
        '<!-- <a href="/no">z</a> --!><a href="/z">z</a>'
    )
    assert [link.raw for link in document.links] == ["/x", "/z"]


@pytest.mark.parametrize(
    "html",
    [
        "<div>" * 100_000 + "<a href=x>y</a>",
        "<a href=x><table>" * 20_000,
        '<b id="a"><p>' * 5_000 + "<h1>x",
        "<table><tr><td><nav><form><label><select>" * 3_000 + "<img src=x>",
        "<svg><g>" * 50_000,
    ],
)
def test_deep_pages_end(html: str) -> None:
    began = time.process_time()
    document = read(html)
    assert time.process_time() - began < 20
    assert all(len(link.place.selector) < 20_000 for link in document.links)


def test_a_million_links_are_cut() -> None:
    assert len(read("<a href=x>y" * (MOST_LINKS + 5)).links) == MOST_LINKS


PIECES = st.sampled_from(
    [
        "<a href='x'>", "</a>", "<a href=javascript:location='", "<form>", "</form>", "<input", " type=image",
        " id=", ">", "<", "<table><th headers=x colspan=9999999999>", "<tr>", "<td>", "</table>", "<svg>",
        "<title>", "<base href='http://['>", "<base href=//>", "<style>@import '\\", "</style>",
        "<script type=application/ld+json>", '{"url":[', "</script>",
        "<meta http-equiv=refresh content='0;url=", "<img srcset='", "1x,", "<!--", "-->", "<template>",
        "<h1 role=heading", " aria-level=²", " aria-labelledby='a b'", "更新日期：", "9999/99/99", "00/1/1",
        "\0", "\ud800", "&#xD800;", "\r", "\n", "<select><optgroup>", "<fieldset><legend>", "<object>",
        "<map><area href>", "<nav hidden>", "'", '"', "<plaintext>",
    ]
)  # fmt: skip


@given(st.lists(PIECES, max_size=25).map("".join))
def test_any_markup_makes_a_document_that_can_be_stored(html: str) -> None:
    document = read(html.encode(errors="replace").decode())
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(document), type=Document) == document


@given(st.binary(max_size=200), st.sampled_from(["", "big5", "utf-16le", "x"]))
def test_any_bytes_make_a_document(body: bytes, charset: str) -> None:
    assert read_document(body, URL, charset=charset).url == URL


@given(st.lists(PIECES, max_size=12).map("".join))
def test_selectors_of_links_are_their_own(html: str) -> None:
    places = {link.place for link in read(html.encode(errors="replace").decode()).links if link.attribute == "href"}
    assert len({place.selector for place in places}) == len(places)
