"""The interactive probes in a real browser: each on a page made for it, and on pages where it must report nothing."""

from __future__ import annotations

import base64
import struct
from collections.abc import Iterator

import pytest

from auditor.browser.browser import Browser, BrowserSettings, VisitRequest
from auditor.model import Probes, Untested, WalkEnd

pytestmark = pytest.mark.browser

PAGE = '<!doctype html><html lang="zh-Hant"><title>頁</title><style>{}</style><body>{}</body></html>'


@pytest.fixture(scope="module")
def browser(site: object) -> Iterator[Browser]:
    with Browser(BrowserSettings(inside=frozenset({site.origin}))) as browser:  # type: ignore[attr-defined]
        yield browser


def probed(browser: Browser, site, body: str, css: str = "") -> Probes:
    site.pages["/page"] = PAGE.format(css, body)
    found = browser.visit(f"{site.origin}/page", VisitRequest(probes=True))
    assert isinstance(found, tuple), found
    assert found[0].probes is not None
    return found[0].probes


def test_a_walk_stops_at_every_control_in_order(browser: Browser, site) -> None:
    body = """<a href="/a">甲</a><button>乙</button><input aria-label="丙"><a>不是連結</a><button disabled>丁</button>
        <input type="radio" name="r" aria-label="1"><input type="radio" name="r" aria-label="2">
        <a href="/b" hidden>隱</a><details><summary>更多</summary><a href="/c">藏</a></details><p tabindex="0">戊</p>"""
    walk = probed(browser, site, body).walk
    assert walk is not None
    assert walk.end is WalkEnd.WHOLE
    names = [stop.place.selector.rpartition("> ")[2].partition(":")[0] for stop in walk.stops]
    assert names[:3] == ["a", "button", "input"]
    assert names[-2:] == ["summary", "p"]
    assert walk.missed == ()
    assert all(stop.marked and not stop.hidden and stop.covered == 0 for stop in walk.stops)


def test_a_field_that_keeps_tab_is_a_trap_unless_escape_leads_out(browser: Browser, site) -> None:
    stuck = """<a href="/a">甲</a><textarea aria-label="t" onkeydown="if (event.key == 'Tab') event.preventDefault()">
        </textarea><a href="/b">乙</a>"""
    walk = probed(browser, site, stuck).walk
    assert walk is not None
    assert (walk.end, walk.last and walk.last.selector, len(walk.stops)) == (WalkEnd.STUCK, "body > textarea", 2)
    freed = """<a href="/a">甲</a><textarea aria-label="t" onkeydown="if (event.key == 'Escape') this.dataset.free = 1;
        if (event.key == 'Tab' && !this.dataset.free) event.preventDefault()"></textarea><a href="/b">乙</a>"""
    assert probed(browser, site, freed).walk.end is WalkEnd.WHOLE  # type: ignore[union-attr]


def test_a_control_that_takes_the_focus_back_a_moment_later_is_a_trap(browser: Browser, site) -> None:
    body = """<a href="/a">甲</a><button onblur="setTimeout(() => this.focus(), 10)">乙</button>"""
    walk = probed(browser, site, body).walk
    assert walk is not None
    assert (walk.end, walk.last and walk.last.selector) == (WalkEnd.STUCK, "body > button")


def test_shortcuts_of_one_key_are_reported(browser: Browser, site) -> None:
    acting = """<ul id="list"></ul><script>addEventListener("keydown", (event) => {
        if (event.key === "+") list.innerHTML += "<li>一"; if (event.key === "g") location = "/elsewhere" })</script>"""
    shortcuts = probed(browser, site, acting).shortcuts
    assert shortcuts is not None
    assert (sorted(shortcuts.keys), shortcuts.settable, shortcuts.typed) == (["+", "g"], False, True)
    quiet = """<button>鈕</button><script>addEventListener("keydown", (event) => {
        if (event.key === "+" && event.ctrlKey) document.body.append("一") })</script>"""
    untouched, untyped = (probed(browser, site, body).shortcuts for body in (quiet, "<p>一</p>"))
    assert untouched is not None
    assert untouched.keys == ()
    assert untyped is not None
    assert not untyped.typed


@pytest.mark.parametrize(
    ("act", "keys"),
    [
        ('if (event.key === "M") document.body.append("一")', ("M",)),
        ('if (event.key === "j") scrollBy(0, 99)', ("j",)),
        ('if (event.key === "p") document.querySelector("input").value = "乙"', ("p",)),
        ('if (event.key === "a") alert("一")', ("a",)),
        ('if (event.key === "d") document.body.classList.toggle("dark")', ("d",)),
        ('if (event.keyCode === 65 && !event.shiftKey) document.body.append("一")', ("a",)),
        ('if (event.key === "h") document.querySelector("p").toggleAttribute("hidden")', ("h",)),
        ('if (event.code === "Slash" && event.shiftKey) document.body.append("一")', ("?",)),
        ('document.body.classList.toggle("keys", event.key === "Tab")', ()),
        ('document.body.classList.remove("mouse"); document.documentElement.className = "keys " + event.key', ()),
        ('if (event.shiftKey && event.key === "Tab") document.body.append("一")', ()),
    ],
)
def test_capitals_scrolling_and_fields_are_acts_of_keys_too(browser: Browser, site, act: str, keys: tuple[str]) -> None:
    body = f"""<input value="甲"><p style="height: 4000px">一</p>
        <script>addEventListener("keydown", (event) => {{ {act} }})</script>"""
    shortcuts = probed(browser, site, body).shortcuts
    assert shortcuts is not None
    assert shortcuts.keys == keys


def test_texts_that_scripts_move_or_hide_again_and_again_are_reported(browser: Browser, site) -> None:
    body = """<p id="run" style="position: relative">跑馬燈</p><p id="blink">閃爍</p><p id="a">甲</p>
        <p id="b" hidden>乙</p><p id="still">不動</p><p id="empty"></p><script>let x = 0;
        setInterval(() => { x += 5; run.style.left = x + "px"; still.style.color = x % 2 ? "red" : "blue";
            empty.style.marginLeft = x + "px" }, 50);
        setInterval(() => { blink.style.visibility = blink.style.visibility ? "" : "hidden";
            a.hidden = !a.hidden; b.hidden = !b.hidden }, 400)</script>"""
    moving = probed(browser, site, body).moving
    found = {content.place.selector for content in moving}
    assert {"#run", "#blink"} <= found
    assert found & {"#a", "#b"}
    assert not found & {"#still", "#empty"}


def test_texts_that_scripts_change_are_reported(browser: Browser, site) -> None:
    body = """<p>數字 <span id="n">1</span></p><p id="t">10:20:00</p><p id="once">載入中</p><script>let i = 1;
        setInterval(() => { n.textContent = ++i; t.textContent = `10:20:0${i % 10}` }, 400);
        setTimeout(() => once.textContent = "好了", 500)</script>"""
    moving = probed(browser, site, body).moving
    assert {(content.place.selector, content.kind) for content in moving} == {("#n", "text"), ("#t", "clock")}


def test_a_text_that_changes_seldom_is_reported_whatever_else_the_page_does(browser: Browser, site) -> None:
    body = """<a href="/a">甲</a><a href="/b">乙</a><p id="last">焦點</p><p id="news">消息一</p><script>let i = 1;
        setInterval(() => { news.textContent = `消息${++i}` }, 1400);
        addEventListener("focusin", () => { last.textContent += "。" });
        addEventListener("resize", () => { last.textContent += innerWidth })</script>"""
    assert [content.place.selector for content in probed(browser, site, body).moving] == ["#news"]


def test_a_text_that_changes_only_after_input_does_not_move(browser: Browser, site) -> None:
    body = """<a href="/a">甲</a><p id="size">大</p><p id="once">載入中</p><script>
        addEventListener("resize", () => { size.textContent += innerWidth });
        addEventListener("focusin", () => { size.textContent += "。" });
        setTimeout(() => { once.textContent = "好了" }, 900)</script>"""
    assert probed(browser, site, body).moving == ()


def test_scripts_that_listen_to_motion_are_reported(browser: Browser, site) -> None:
    probes = probed(browser, site, "<script>addEventListener('devicemotion', () => {})</script>")
    assert probes.motions == ("devicemotion",)


def test_a_walk_in_a_loop_is_no_trap(browser: Browser, site) -> None:
    body = """<button id="one">一</button><button id="two" onkeydown="if (event.key == 'Tab') {
        event.preventDefault(); one.focus() }">二</button><a href="/b">外</a>"""
    assert probed(browser, site, body).walk.end is WalkEnd.LOOP  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("css", "visible"),
    [
        ("", True),
        ("a { outline: none }", False),
        ("a:focus { outline: 0 }", False),
        ("a:focus { outline: 2px solid transparent }", False),
        ("a { outline: none } a:focus { background: #ffd }", True),
        ("a { outline: none } a:focus::after { content: '◀' }", True),
        ("a { outline: none } p:focus-within { box-shadow: 0 0 2px }", True),
        ("a { outline: none; transition: background 9s } a:focus { background: #ffd }", True),
        ("a { outline: none } i { opacity: 0 } a:focus ~ i { opacity: 1 }", True),
        ("a { opacity: 0 }", False),
        ("a { position: absolute; left: -999px }", False),
        ("a { position: absolute; left: -999px } a:focus { left: 0 }", True),
    ],
)
def test_focus_is_visible_or_not(browser: Browser, site, css: str, visible: bool) -> None:
    walk = probed(browser, site, '<p>讀 <a href="/a">甲</a> <b>與</b> <i>乙</i></p>', css).walk
    assert walk is not None
    assert [stop.marked for stop in walk.stops] == [visible]


def test_what_covers_the_focus_is_named(browser: Browser, site) -> None:
    body = (
        '<div style="height:3000px"></div><a href="/a">甲</a><div style="height:200px"></div><div id="bar">告示</div>'
    )
    css = "#bar { position: fixed; bottom: 0; left: 0; right: 0; height: 300px; background: #fff }"
    walk = probed(browser, site, body, css).walk
    assert walk is not None
    assert [(stop.covered, stop.cover) for stop in walk.stops] == [(100, "#bar")]
    clear = probed(
        browser, site, body, css + " body { padding-bottom: 900px } html { scroll-padding-bottom: 400px }"
    ).walk
    assert clear is not None
    assert [stop.covered for stop in clear.stops] == [0]


@pytest.mark.parametrize(
    ("link", "target", "arrived"),
    [
        ('<a href="#main">跳到主要內容</a>', True, True),
        ('<a href="#main" onclick="return false">跳到主要內容</a>', True, False),
        ('<a href="#none">Skip to content</a>', False, False),
        (
            """<a href="#main" onclick="document.getElementById('main').focus(); return false">Skip to main</a>""",
            True,
            True,
        ),
    ],
)
def test_skip_links_are_followed(browser: Browser, site, link: str, target: bool, arrived: bool) -> None:
    main = '<main id="main" tabindex="-1"><a href="/3">三</a></main>'
    body = f'{link}<nav><a href="/1">一</a><a href="/2">二</a></nav>{main}'
    walk = probed(browser, site, body).walk
    assert walk is not None
    assert walk.skip is not None
    assert (walk.skip.target, walk.skip.arrived) == (target, arrived)


def test_controls_that_only_a_mouse_can_use(browser: Browser, site) -> None:
    body = """<div onclick="x()" style="cursor:pointer">點</div>
        <div onclick="x()" style="cursor:pointer" tabindex="0">可</div>
        <li onclick="x()" style="cursor:pointer"><a href="/1">內有連結</a></li><div onclick="x()">不像按鈕</div>
        <div class="m"><a href="#">選單</a><ul><li><a href="/2">藏</a></li></ul></div>
        <div class="w"><a href="/all">總表</a><ul><li><a href="/3">藏</a></li></ul></div>
        <div class="f"><a href="#">好選單</a><ul><li><a href="/4">開</a></li></ul></div>"""
    css = """.m ul, .w ul, .f ul { display: none } .m:hover ul, .w:hover > ul, .f:hover ul, .f:focus-within ul
        { display: block }"""
    found = probed(browser, site, body, css).mouse
    assert [(control.how, control.way_round, control.place.selector) for control in found] == [
        ("click", False, "body > div:nth-of-type(1)"),
        ("hover", False, "body > div:nth-of-type(4) > ul"),
        ("hover", True, "body > div:nth-of-type(5) > ul"),
    ]


@pytest.mark.parametrize(
    ("css", "how"),
    [
        ("#one { width: 12em; height: 1.5em; overflow: hidden }", "cut"),
        ("#one { width: 12em; height: 1.2em }", "overlaid"),
        ("#one { width: 11em; white-space: nowrap; overflow: hidden; text-overflow: ellipsis }", "shortened"),
        ("#one { width: 12em }", ""),
        ("#one { width: 4em; height: 1.5em; overflow: hidden }", ""),
        ("#one { width: 12em; height: 1.5em; overflow: auto }", ""),
        ("#one { width: 12em; height: 1.5em; overflow-y: hidden }", "cut"),
        ("#one { width: 12em; height: 1.5em; overflow-x: hidden }", ""),
    ],
)
def test_spaced_text(browser: Browser, site, css: str, how: str) -> None:
    # a text that is cut as it stands has nothing to lose
    strain = probed(
        browser,
        site,
        "<div id=one>一二三四五六七八九十一</div><div>下一段的文字</div>",
        "div { line-height: 1.5 }" + css,
    ).spacing
    assert strain is not None
    assert {lost.how for lost in strain.lost} == ({how} if how else set())


def test_enlarged_text(browser: Browser, site) -> None:
    css = "#a { width: 60%; height: 1.5em; overflow: hidden } @media (max-width: 700px) { #b { display: none } }"
    zoom = probed(browser, site, f'<p id="a">{"一二三四五六七八九十" * 4}</p><p id="b">窄版收起來的文字</p>', css).zoom
    assert zoom is not None
    assert [(lost.place.selector, lost.how) for lost in zoom.lost] == [("#a", "cut")]


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("<p>短</p>", ""),
        ('<div style="width:900px"><p>很寬的文字</p></div>', "text"),
        ('<table><tr><td style="min-width:900px">表</td></tr></table>', "table"),
        (
            '<img alt="圖" width="900" height="20" src="data:image/gif;base64,R0lGODlhAQABAAAAACwAAAAAAQABAAA=">',
            "picture",
        ),
        ('<div style="width:900px;height:9px"></div>', "other"),
        ('<div style="overflow:auto"><p style="width:900px">可以捲動的文字</p></div>', ""),
    ],
)
def test_narrow_windows(browser: Browser, site, body: str, kind: str) -> None:
    reflow = probed(browser, site, body).reflow
    assert reflow is not None
    assert (reflow.kind, reflow.content > 321) == (kind, bool(kind))


def test_orientation(browser: Browser, site) -> None:
    turned = probed(
        browser, site, "<p>文</p>", "@media (orientation: portrait) { html { transform: rotate(-90deg) } }"
    ).turning
    assert turned is not None
    assert turned.rotated is not None
    by_property = probed(
        browser, site, "<p>文</p>", "@media (orientation: portrait) { html { rotate: 90deg } }"
    ).turning
    assert by_property is not None
    assert by_property.rotated is not None
    deep = "@media (orientation: landscape) { .w { transform: rotate(270deg); width: 90vh; height: 90vw } }"
    within = probed(browser, site, "<div><div><div><div class=w>文</div></div></div></div>", deep).turning
    assert within is not None
    assert within.rotated is not None
    gone = probed(
        browser, site, "<main>內文</main>", "@media (orientation: landscape) { main { display: none } }"
    ).turning
    assert gone is not None
    assert (gone.styled, gone.rotated) == (True, None)
    assert probed(browser, site, "<p>文</p>").turning is not None


def gif(frames: int, hundredths: int, loops: int) -> str:
    loop = b"\x21\xff\x0bNETSCAPE2.0\x03\x01" + struct.pack("<H", loops) + b"\x00"
    frame = (
        b"\x21\xf9\x04\x00"
        + struct.pack("<H", hundredths)
        + b"\x00\x00"
        + b"\x2c"
        + bytes(4)
        + b"\x01\x00\x01\x00\x00\x02\x02D\x01\x00"
    )
    return base64.b64encode(b"GIF89a\x01\x00\x01\x00\x80\x00\x00" + bytes(6) + loop + frame * frames + b";").decode()


def test_content_that_moves_by_itself(browser: Browser, site) -> None:
    for name, image in (("/a.gif", gif(3, 50, 0)), ("/b.gif", gif(1, 0, 0)), ("/c.gif", gif(2, 50, 2))):
        site.pages[name] = (200, "image/gif", base64.b64decode(image))
    body = """<h1 class="run">會動的標題</h1><p class="short">很快停下</p>
        <i class="run" style="display:block;height:20px"></i>
        <img alt="一" width="40" height="40" src="/a.gif"><img alt="二" width="40" height="40" src="/b.gif">
        <img alt="三" width="40" height="40" src="/c.gif"><video autoplay muted loop width="90" height="60"></video>
        <video autoplay muted loop controls width="90" height="60"></video><div data-ride="carousel">輪播的內容</div>"""
    css = (
        "@keyframes run { to { margin-left: 9px } } .run { animation: run 2s infinite } .short { animation: run 1s 2 }"
    )
    found = probed(browser, site, body, css)
    moving = [(content.kind, content.seconds, content.controls, content.words) for content in found.moving]
    assert ("animation", 0.0, False, True) in moving
    assert ("animation", 0.0, False, False) in moving
    assert [content for content in moving if content[0] == "video"] == [
        ("video", 0.0, False, False),
        ("video", 0.0, True, False),
    ]
    assert [content[0] for content in moving].count("carousel") == 1
    assert [content.place.selector for content in found.moving if content.kind == "image"] == [
        "body > img:nth-of-type(1)"
    ]
    assert not found.pausable
    assert probed(browser, site, "<button>暫停輪播</button>").pausable


def test_probes_are_bounded_and_restore_the_window(site) -> None:
    links = "".join(f'<a href="/{number}">{number}</a> ' for number in range(30))
    settings = {"inside": frozenset({site.origin})}
    with Browser(BrowserSettings(**settings, stops=5)) as browser:
        walk = probed(browser, site, links).walk
        assert walk is not None
        assert (walk.end, len(walk.stops)) == (WalkEnd.LIMIT, 5)
        site.pages["/page"] = PAGE.format("", "<script>document.title = innerWidth + 'x' + innerHeight</script>")
        found = browser.visit(f"{site.origin}/page")
        assert isinstance(found, tuple)
        assert found[0].title == "1280x1024"
    with Browser(BrowserSettings(**settings, probe_seconds=0)) as browser:
        late = probed(browser, site, links)
        parts = (late.walk, late.spacing, late.zoom, late.reflow, late.turning, late.moving, late.shortcuts)
        assert set(parts) == {Untested.TIMED_OUT}
