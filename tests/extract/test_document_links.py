from __future__ import annotations

import pytest

from auditor.extract.html.document import read_document
from auditor.model import Link, LinkKind, Region

URL = "http://a.gov.tw/iphw/x/index.do?id=0"
FOLDER = "http://a.gov.tw/iphw/x/"


def links(html: str, **terms: str) -> tuple[Link, ...]:
    return read_document(html, URL, **terms).links


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<a href="p">x</a>', [("a", "href", "p", LinkKind.PAGE)]),
        ('<map><area href="p" alt="x"></map>', [("area", "href", "p", LinkKind.PAGE)]),
        ('<img src="p" longdesc="q">', [
            ("img", "src", "p", LinkKind.RESOURCE), ("img", "longdesc", "q", LinkKind.PAGE),
        ]),
        ('<img src="p" srcset="q 1x, r 2x">', [
            ("img", "src", "p", LinkKind.RESOURCE), ("img", "srcset", "q", LinkKind.RESOURCE),
            ("img", "srcset", "r", LinkKind.RESOURCE),
        ]),
        ('<picture><source srcset="p"></picture>', [("source", "srcset", "p", LinkKind.RESOURCE)]),
        ('<video src="p" poster="q"><track src="r"></video>', [
            ("video", "src", "p", LinkKind.RESOURCE), ("video", "poster", "q", LinkKind.RESOURCE),
            ("track", "src", "r", LinkKind.RESOURCE),
        ]),
        ('<audio><source src="p"></audio>', [("source", "src", "p", LinkKind.RESOURCE)]),
        ('<object data="p"></object>', [("object", "data", "p", LinkKind.RESOURCE)]),
        ('<embed src="p">', [("embed", "src", "p", LinkKind.RESOURCE)]),
        ('<iframe src="p"></iframe>', [("iframe", "src", "p", LinkKind.FRAME)]),
        ('<frameset><frame src="p"></frameset>', [("frame", "src", "p", LinkKind.FRAME)]),
        ('<script src="p"></script>', [("script", "src", "p", LinkKind.RESOURCE)]),
        ('<link rel="stylesheet" href="p">', [("link", "href", "p", LinkKind.RESOURCE)]),
        ('<link rel="canonical" href="p">', [("link", "href", "p", LinkKind.PAGE)]),
        ('<link rel="alternate" hreflang="en" href="p">', [("link", "href", "p", LinkKind.PAGE)]),
        ('<link rel="alternate" type="application/rss+xml" href="p">', [("link", "href", "p", LinkKind.RESOURCE)]),
        ('<link rel="alternate stylesheet" href="p">', [("link", "href", "p", LinkKind.RESOURCE)]),
        ('<link rel="preconnect" href="p"><link rel="DNS-prefetch" href="p">', []),
        ('<link rel="schema.DC" href="http://purl.org/dc/"><link rel="govtwsimpledc.xsd" href="/dc/">', []),
        ('<form action="p"></form>', [("form", "action", "p", LinkKind.FORM)]),
        ('<form action="p" method="POST"></form>', [("form", "action:post", "p", LinkKind.FORM)]),
        ('<form action="p" method="dialog"></form><form action=""></form>', []),
        ('<input type="image" src="p" alt="x">', [("input", "src", "p", LinkKind.RESOURCE)]),
        ('<input type="text" src="p">', []),
        ('<meta http-equiv="Refresh" content="5; URL=\'p\'">', [("meta", "content", "p", LinkKind.REFRESH)]),
        ('<meta http-equiv="refresh" content="0;url=p?a=1">', [("meta", "content", "p?a=1", LinkKind.REFRESH)]),
        ('<meta http-equiv="refresh" content="30">', []),
        ('<meta property="og:image" content="p">', [("meta", "content", "p", LinkKind.EMBEDDED_DATA)]),
        ('<meta name="twitter:image" content="p">', [("meta", "content", "p", LinkKind.EMBEDDED_DATA)]),
        ('<meta property="og:title" content="p"><meta property="og:image:width" content="600">', []),
        ('<script type="application/ld+json">{"@type": "x", "url": "p", "sameAs": ["q"], "name": "n"}</script>', [
            ("script", "text", "p", LinkKind.EMBEDDED_DATA), ("script", "text", "q", LinkKind.EMBEDDED_DATA),
        ]),
        ('<script type="application/ld+json">{broken</script><script type="application/json">{"url":"p"}</script>', []),
        ('<p style="background:url(p)">', [("p", "style", "p", LinkKind.RESOURCE)]),
        ('<style>@import "p"; a{background:url(q)}</style>', [
            ("style", "text", "p", LinkKind.RESOURCE), ("style", "text", "q", LinkKind.RESOURCE),
        ]),
        ('<svg><a xlink:href="p"><text>x</text></a><image href="q"/><use href="#local"/></svg>', [
            ("a", "xlink:href", "p", LinkKind.PAGE), ("image", "href", "q", LinkKind.RESOURCE),
        ]),
        ('<table background="p"><tr><td background="q"></table>', [
            ("table", "background", "p", LinkKind.RESOURCE), ("td", "background", "q", LinkKind.RESOURCE),
        ]),
        ('<table><col background="a"><thead background="b"><tr background="c"><th background="d"></table>', [
            ("col", "background", "a", LinkKind.RESOURCE), ("thead", "background", "b", LinkKind.RESOURCE),
            ("tr", "background", "c", LinkKind.RESOURCE), ("th", "background", "d", LinkKind.RESOURCE),
        ]),
        ('<svg><filter><feImage href="p"/></filter><script xlink:href="q"></script></svg>', [
            ("feImage", "href", "p", LinkKind.RESOURCE), ("script", "xlink:href", "q", LinkKind.RESOURCE),
        ]),
        ('<link rel="preload" as="image" href="p" imagesrcset="q 1x, r 2x">', [
            ("link", "href", "p", LinkKind.RESOURCE), ("link", "imagesrcset", "q", LinkKind.RESOURCE),
            ("link", "imagesrcset", "r", LinkKind.RESOURCE),
        ]),
        ('<link href="p"><link rel="File-List" href="q">', []),
        ('<form method=post action=a><button formaction=b></button><input formaction=c formmethod=get></form>', [
            ("form", "action:post", "a", LinkKind.FORM), ("button", "formaction:post", "b", LinkKind.FORM),
            ("input", "formaction", "c", LinkKind.FORM),
        ]),
        ('<noscript><a href="p">x</a></noscript>', [("a", "href", "p", LinkKind.PAGE)]),
        ('<pre><a href="p">x</a></pre><code><a href="q">x</a></code>', [
            ("a", "href", "p", LinkKind.PAGE), ("a", "href", "q", LinkKind.PAGE),
        ]),
        ('<!-- <a href="p"> --><template><a href="p"></a></template><a>x</a>', []),
        ('<script>document.write("<a href=p>")</script>', []),
        ('<blockquote cite="p"></blockquote><my-link href="p"></my-link>', []),
        ('<img src="data:image/png;base64,AA">', []),
        ('<a href="mailto:a@b.tw">x</a>', [("a", "href", "mailto:a@b.tw", LinkKind.MAIL)]),
        ('<a href="tel:+886-2-1234">x</a>', [("a", "href", "tel:+886-2-1234", LinkKind.PHONE)]),
        ('<a href="ftp://a/x">x</a>', [("a", "href", "ftp://a/x", LinkKind.OTHER)]),
        ('<a href="javascript:void(0)">x</a>', [("a", "href", "javascript:void(0)", LinkKind.SCRIPT)]),
        ('<a href="javascript:__doPostBack(\'x\',\'\')">x</a>', [
            ("a", "href", "javascript:__doPostBack('x','')", LinkKind.SCRIPT),
        ]),
    ],
)  # fmt: skip
def test_every_place_where_an_address_can_stand(html: str, found: list[tuple[str, str, str, LinkKind]]) -> None:
    assert [(link.element, link.attribute, link.raw, link.kind) for link in links(html)] == found


@pytest.mark.parametrize(
    ("html", "url", "opens"),
    [
        ("<a href=\"javascript:window.open('p.do','w','width=300')\">x</a>", FOLDER + "p.do", True),
        ("<a href=\"javascript:location.href='p.do';\">x</a>", FOLDER + "p.do", False),
        ("<a href=\"JavaScript:document.location.replace( 'p.do' )\">x</a>", FOLDER + "p.do", False),
        ("<a href=\"javascript:window.open('p.do'+id)\">x</a>", "", False),
        ("<a href=\"javascript:if (location.href=='p') go()\">x</a>", "", False),
    ],
)
def test_scripts_that_only_carry_an_address(html: str, url: str, opens: bool) -> None:
    (link,) = links(html)
    assert (link.url, link.opens_window, link.from_script) == (url, opens, False)
    assert link.kind is (LinkKind.PAGE if url else LinkKind.SCRIPT)


def test_a_script_beside_an_empty_address() -> None:
    empty, real = links('<a href="#" onclick="window.open(\'p.do\')">x</a>')
    assert (empty.attribute, empty.url) == ("href", URL + "#")
    assert (real.attribute, real.url, real.kind) == ("onclick", FOLDER + "p.do", LinkKind.PAGE)


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<button onclick=\"location.href='/p'\">x</button>", ["/p"]),
        ("<div role=link onclick='window.location = \"p.html\"; return false'>x</div>", ["p.html"]),
        ("<li onClick=\"self.location.assign('p')\">x</li>", ["p"]),
        ("<h2 onclick=\"window.open('a.html','w')\" ondblclick=\"top.location='b.html'\">x</h2>", ["a.html", "b.html"]),
        ("<a onclick=\"location='p.html'\">x</a>", ["p.html"]),
        ("<a href='q' onclick=\"location='p.html'\">x</a>", ["q"]),
        ("<p onclick=\"if (ok) location.href='a'; else location.href='b'\">x</p>", ["a", "b"]),
        ("<p onclick=\"location.href='\\/a\\u002fb'\">x</p>", ["/a/b"]),
        ("<p onclick=\"location.href='p' + id\">x</p>", []),
        ("<p onclick=\"location.href=base + '/p'\">x</p>", []),
        ("<p onclick=\"alert('location.href=\\'p\\'')\">x</p>", []),
        ("<p onclick=\"/* location.href='p' */ // window.open('p')\">x</p>", []),
        ("<p onclick=\"item.location='Taipei'; log('p.html'); if (location.href=='p') go()\">x</p>", []),
        ("<p onclick=\"location.href='{{ url }}'\">x</p>", []),
        ("<p onclick=\"location.href=''; window.open('about:blank')\">x</p>", []),
        ("<p data-onclick=\"location='p'\">x</p>", []),
    ],
)
def test_addresses_in_event_handlers(html: str, found: list[str]) -> None:
    assert [link.raw for link in links(html)] == found


@pytest.mark.parametrize(
    ("script", "found"),
    [
        ("location=this.value", ["/p", "q.aspx?id=1", "https://b.tw"]),
        ("window.open(this.options[this.selectedIndex].value,'w')", ["/p", "q.aspx?id=1", "https://b.tw"]),
        ("if (this.value) top.location.href = this.value;", ["/p", "q.aspx?id=1", "https://b.tw"]),
        ("MM_jumpMenu('parent',this,0)", ["/p", "q.aspx?id=1", "https://b.tw"]),
        ("location='/list?kind='+this.value", []),
        ("location=this.value+'.html'", []),
        ("show(this.value)", []),
        ("", []),
    ],
)
def test_menus_that_jump_to_the_chosen_address(script: str, found: list[str]) -> None:
    options = "".join(
        f'<option value="{value}">x</option>'
        for value in ("", "#", "0", "all", "/p", "q.aspx?id=1", "https://b.tw", "mailto:a@b.tw", "{{url}}")
    )
    assert [link.raw for link in links(f'<select onchange="{script}">{options}</select>')] == found


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<img src="data:image/gif;base64,AA" data-src="/p.png">', ["/p.png"]),
        ('<img data-original="img/p.jpg?v=1" data-srcset="a.png 1x, b.png 2x">', ["img/p.jpg?v=1", "a.png", "b.png"]),
        ('<picture><source data-srcset="a.webp"></picture>', ["a.webp"]),
        ('<iframe data-src="https://b.tw/map"></iframe>', ["https://b.tw/map"]),
        (
            '<a data-href="/p">x</a><a href="#" data-href="q.html">x</a><b role=link data-href="/r">x</b>',
            [
                "/p",
                "#",
                "q.html",
                "/r",
            ],
        ),
        ('<link rel=stylesheet data-href="late.css">', ["late.css"]),
        ('<a href="/p" data-href="/q">x</a>', ["/p"]),
        ('<img data-src="photo-1"><img data-original="16/9"><img data-src="{{ item.url }}"><img data-src="">', []),
        ('<div data-src="/p.png" data-href="/q"></div><script data-src="/s.js"></script>', []),
    ],
)
def test_addresses_of_lazy_loaders(html: str, found: list[str]) -> None:
    assert [link.raw for link in links(html)] == found


def test_a_page_in_a_frames_srcdoc() -> None:
    inner = "<base href='/b/'><a href=c>x</a><a href='#part'>y</a><img src=i.png><form method=post action=s></form>"
    html = f'<p>\n<iframe src="unused" srcdoc="{inner}"></iframe>'
    assert [(link.attribute, link.url, link.kind, link.place.line) for link in links(html)] == [
        ("srcdoc", "http://a.gov.tw/b/c", LinkKind.PAGE, 2),
        ("srcdoc", "http://a.gov.tw/b/i.png", LinkKind.RESOURCE, 2),
        ("srcdoc:post", "http://a.gov.tw/b/s", LinkKind.FORM, 2),
    ]
    nested = '<iframe srcdoc="<iframe srcdoc=&quot;<a href=p>x</a>&quot;></iframe>"></iframe>'
    assert [link.url for link in links(nested)] == [FOLDER + "p"]
    assert (
        links("<iframe srcdoc='<template><a href=p></template><!-- <a href=q> --><textarea><a href=r>'></iframe>") == ()
    )


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ('<img src="">', [("src", "")]),
        ('<script src=" "></script>', [("src", " ")]),
        ('<link rel="stylesheet" href="">', [("href", "")]),
        ('<img src="" srcset="p">', [("srcset", "p")]),
        ('<img src="" data-src="/p">', [("data-src", "/p")]),
        ('<iframe src=""></iframe><input src=""><a href>', []),
        ('<img usemap="#m"><map name="n"></map>', [("usemap", "#m")]),
        ('<img usemap="#m"><map name="m"></map><img usemap="">', []),
        ('<meta http-equiv="refresh" content="">', [("content", "")]),
        ('<meta http-equiv="refresh">', [("content", "")]),
        ('<meta http-equiv="refresh" content="url=/p">', [("content", "url=/p")]),
        ('<meta http-equiv="refresh" content="5; url=">', []),
    ],
)
def test_addresses_that_browsers_ignore(html: str, found: list[tuple[str, str]]) -> None:
    assert [(link.attribute, link.raw) for link in links(html) if not link.url or link.url != URL] == found


def test_words_of_a_link() -> None:
    html = """<h2>下載 <small>專區</small></h2>
    <a href="p.pdf" title="另開視窗" target="_blank" rel="NoFollow noopener" accesskey="C" download>
      申請表 <span aria-hidden="true">★</span><img src="i.png" alt="PDF 檔"><img src="d.png" alt=""></a>"""
    link = links(html)[0]
    assert link.text == "申請表 PDF 檔"
    assert link.own_text == "申請表"
    assert (link.title, link.heading, link.access_key) == ("另開視窗", "下載 專區", "C")
    assert link.image_alts == ("PDF 檔", "")
    assert link.rel == ("nofollow", "noopener")
    assert link.opens_window
    assert link.download


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<a href="p" aria-label="更多消息">更多</a>', "更多消息"),
        ('<b id="n">最新消息</b><a href="p" aria-labelledby="n">更多</a>', "最新消息"),
        ('<a href="p"><svg><title>首頁</title></svg></a>', "首頁"),
        ('<a href="p"><svg aria-label="首頁"></svg></a>', "首頁"),
        ('<a href="p" title="首頁"></a>', ""),
        ('<a href="p"><span style="display: none">藏</span><script>var x</script></a>', ""),
        ('<map><area href="p" alt="台中"></map>', "台中"),
    ],
)
def test_name_of_a_link(html: str, text: str) -> None:
    assert links(html)[0].text == text


@pytest.mark.parametrize(
    "html",
    [
        '<div style="color:red; DISPLAY:none"><a href="p">x</a></div>',
        '<a href="p" style="visibility:hidden">x</a>',
        '<div aria-hidden="true"><a href="p">x</a></div>',
        '<div hidden><p><a href="p">x</a></p></div>',
    ],
)
def test_hidden_by_an_attribute(html: str) -> None:
    assert links(html)[0].hidden
    assert not links(html.replace("none", "block").replace("hidden", "shown"))[0].hidden


@pytest.mark.parametrize(
    ("base", "url"),
    [
        ('<base target="_top"><base href="/deep/er/"><base href="/no/">', "http://a.gov.tw/deep/er/y.html"),
        ('<base href="z/">', FOLDER + "z/y.html"),
        ('<base href="data:text/plain,">', FOLDER + "y.html"),
        ('<base href="http://[">', FOLDER + "y.html"),
    ],
)
def test_base_counts_for_links_before_it_too(base: str, url: str) -> None:
    document = read_document(f'<body><a href="y.html">x</a>{base}<a href="y.html">x</a>', URL)
    assert [link.url for link in document.links] == [url, url]


def test_a_big5_page_by_meta_only() -> None:
    html = '<meta charset="big5"><a href="/q?k=中文">1</a><a href="/路徑.html">2</a><a href="#章節">3</a><p id="章節">'
    document = read_document(html.encode("big5"), URL)
    assert [link.url for link in document.links] == [
        "http://a.gov.tw/q?k=%A4%A4%A4%E5", "http://a.gov.tw/%E8%B7%AF%E5%BE%91.html",
        URL + "#%E7%AB%A0%E7%AF%80",
    ]  # fmt: skip
    assert (document.charset, document.charset_source, document.ids) == ("big5", "meta", {"章節"})


@pytest.mark.parametrize(
    ("srcset", "found"),
    [
        ("a.png, b.png", ["a.png", "b.png"]),
        ("a.png 100w,\n\t b.png 200w", ["a.png", "b.png"]),
        ("/300.png 300w,/600.png 600w", ["/300.png", "/600.png"]),
        ("/f/format=webp,width=640/x.jpg 640w, /b.jpg 750w", ["/f/format=webp,width=640/x.jpg", "/b.jpg"]),
        ("data:image/svg+xml,%3Csvg%3E 1x, b.png 2x", ["b.png"]),
        (" , ,a.png,", ["a.png"]),
        ("", []),
    ],
)
def test_srcset(srcset: str, found: list[str]) -> None:
    assert [link.raw for link in links(f'<img srcset="{srcset}">')] == found


def test_places_are_exact() -> None:
    html = "<!DOCTYPE html>\n<body>\n<p>中文 "
    html += '<a\n class="x"\n href="p">y</a> <img src="q">\n<b id="k"><a href="r">z</a></b>'
    html = html.replace("\n", "\r\n")
    first, second, third = links(html)
    assert (first.place.line, first.place.column) == (3, 7)
    assert first.place.snippet == '<a class="x" href="p">'
    assert (second.place.line, second.place.column) == (5, 17)
    assert (third.place.line, third.place.column, third.place.selector) == (6, 11, "#k > a")


def test_snippets_are_short_and_hold_no_personal_numbers() -> None:
    html = (
        f'<a href="/x?id=A123456789" title="{"長" * 300}">0912-345-678</a><a href="/y?m=0912345678&n=20912345678">x</a>'
    )
    first, second = links(html)
    assert len(first.place.snippet) <= 200
    assert "A123456789" not in first.place.snippet
    assert first.text == "09**-***-***"
    assert second.place.snippet == '<a href="/y?m=09********&n=20912345678">'


@pytest.mark.parametrize(
    ("html", "region", "selector"),
    [
        ('<header><p><a href="p">x</a></p></header>', Region.HEADER, "header > p > a"),
        ('<div><footer><a>1</a><a href="p">x</a></footer></div>', Region.FOOTER, "footer > a:nth-of-type(2)"),
        ('<header><nav><a href="p">x</a></nav></header>', Region.NAVIGATION, "nav > a"),
        ('<div role="contentinfo"><a href="p">x</a></div>', Region.FOOTER, '[role="contentinfo"] > a'),
        ('<aside><a href="p">x</a></aside>', Region.ASIDE, "aside > a"),
        ('<main><a href="p">x</a></main>', Region.MAIN, "main > a"),
        ('<main><footer><a href="p">x</a></footer></main>', Region.MAIN, "main > footer > a"),
        ('<article><header><a href="p">x</a></header></article>', Region.BODY, "html > body > article > header > a"),
        ('<div id="footer"><a href="p">x</a></div>', Region.FOOTER, "#footer > a"),
        ('<div class="wrap main-menu"><a href="p">x</a></div>', Region.NAVIGATION, "html > body > div > a"),
        ('<div id="footer"><a href="p">x</a></div><footer></footer>', Region.BODY, "#footer > a"),
        ('<div class="footer-note"><a href="p">x</a></div>', Region.BODY, "html > body > div > a"),
        ('<nav></nav><nav><a href="p">x</a></nav>', Region.NAVIGATION, "html > body > nav:nth-of-type(2) > a"),
        (
            '<div id="a1b2c3d4e5"><a href="p">x</a></div>',
            Region.BODY,
            "html > body > div:nth-of-type(1) > a:nth-of-type(1)",
        ),
        ('<link rel="icon" href="p">', Region.HEAD, "head > link"),
    ],
)
def test_regions_and_selectors(html: str, region: Region, selector: str) -> None:
    place = links(html)[0].place
    assert (place.region, place.selector) == (region, selector)


def test_selectors_in_a_template_do_not_depend_on_the_page() -> None:
    foot = '<footer><ul><li><a href="/1">1</a></li><li><a href="/2">2</a></li></ul></footer>'
    short, long = (links(f"<div>{'<div>x</div>' * n}</div>{foot}") for n in (1, 9))
    assert [link.place.selector for link in short] == [link.place.selector for link in long]
