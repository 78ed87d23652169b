"""The keyboard walk in a real browser: where it begins, frames and dialogs, the way back, and what shows the focus."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from auditor.browser.browser import Browser, BrowserSettings, VisitRequest
from auditor.model import Probes, Walk, WalkEnd

pytestmark = pytest.mark.browser

PAGE = '<!doctype html><html lang="zh-Hant"><title>頁</title><style>{}</style><body>{}</body></html>'


@pytest.fixture(scope="module")
def browser(site: object) -> Iterator[Browser]:
    settings = BrowserSettings(inside=frozenset({site.origin}), probe_seconds=20)  # type: ignore[attr-defined]
    with Browser(settings) as browser:
        yield browser


def probed(browser: Browser, site, body: str, css: str = "") -> Probes:
    site.pages["/page"] = PAGE.format(css, body)
    found = browser.visit(f"{site.origin}/page", VisitRequest(probes=True))
    assert isinstance(found, tuple), found
    assert found[0].probes is not None
    return found[0].probes


def walked(browser: Browser, site, body: str, css: str = "") -> Walk:
    walk = probed(browser, site, body, css).walk
    assert isinstance(walk, Walk)
    return walk


def selectors(walk: Walk) -> list[str]:
    return [stop.place.selector for stop in walk.stops]


def test_what_is_inside_a_frame_is_walked_and_no_frame_is_a_fault(browser: Browser, site, neighbour) -> None:
    site.pages["/inner"] = PAGE.format("#y { outline: none }", '<a id="x" href="/x">內</a><a id="y" href="/y">內</a>')
    site.pages["/still"] = PAGE.format("", "<p>沒有連結</p>")
    body = """<a id="a" href="/a">甲</a><iframe id="f" title="甲" src="/inner"></iframe><iframe id="g" title="乙"
        src="/still"></iframe><iframe id="h" title="丙" sandbox="" src="/inner"></iframe><a id="b" href="/b">乙</a>"""
    walk = walked(browser, site, body)
    assert walk.end is WalkEnd.WHOLE
    assert [name for name in selectors(walk) if name not in ("#g", "#h")] == ["#a", "#f >>> #x", "#f >>> #y", "#b"]
    marks = {stop.place.selector: stop.marked for stop in walk.stops}
    assert (marks["#a"], marks["#f >>> #x"], marks["#f >>> #y"]) == (True, True, False)
    assert [stop.place.selector for stop in walk.stops if stop.marked is False] == ["#f >>> #y"]
    assert walk.missed == ()


@pytest.mark.parametrize(
    "focus",
    ['<input id="c" aria-label="丙" autofocus>', '<a id="c" href="/c">丙</a><script>c.focus()</script>'],
)
def test_a_page_that_takes_the_focus_itself_is_walked_from_there_and_round(browser: Browser, site, focus: str) -> None:
    menu = '<div class="m"><a id="m" href="#">選單</a><ul><li><a id="n" href="/n">開</a></li></ul></div>'
    css = ".m ul { display: none } .m:hover ul, .m:focus-within ul { display: block }"
    probes = probed(browser, site, f'<a id="a" href="/a">甲</a>{menu}{focus}<a id="d" href="/d">丁</a>', css)
    assert isinstance(probes.walk, Walk)
    assert set(selectors(probes.walk)) == {"#a", "#m", "#n", "#c", "#d"}
    assert (probes.walk.end, probes.walk.missed, probes.mouse) == (WalkEnd.WHOLE, (), ())


def test_an_open_dialog_is_walked_closed_with_escape_and_the_page_behind_it_too(browser: Browser, site) -> None:
    body = """<a id="a" href="/a">甲</a><dialog id="d"><button id="x">關</button><a id="y" href="/y">乙</a></dialog>
        <a id="b" href="/b">丙</a><script>d.showModal()</script>"""
    walk = walked(browser, site, body)
    assert set(selectors(walk)) == {"#x", "#y", "#a", "#b"}
    assert (walk.end, walk.missed) == (WalkEnd.WHOLE, ())
    kept = body.replace("d.showModal()", "d.showModal(); d.oncancel = (event) => event.preventDefault()")
    assert walked(browser, site, kept).missed == ()


def test_a_sticky_header_covers_stops_on_the_way_back(browser: Browser, site) -> None:
    links = "".join(
        f'<p style="height:60px"><a id="l{number}" href="/{number}">第 {number} 項</a></p>' for number in range(40)
    )
    header = '<header id="top">頁首</header>'
    css = "#top { position: sticky; top: 0; height: 200px; background: #fff }"
    covered = {stop.place.selector for stop in walked(browser, site, header + links, css).stops if stop.covered == 100}
    assert covered
    cleared = css + " html { scroll-padding-top: 220px }"
    assert [stop.covered for stop in walked(browser, site, header + links, cleared).stops if stop.covered == 100] == []


@pytest.mark.parametrize(
    ("inner", "css", "visible"),
    [
        (
            '<svg width="20" height="20"><rect width="20" height="20" fill="#888"/></svg>',
            "a:focus rect { fill: #000 }",
            True,
        ),
        ("<span><b><i>甲</i></b></span>", "a:focus i { background: #ff0 }", True),
        ("<span><b><i>甲</i></b></span>", "a:focus i { color: #000001 } a { color: #000 }", False),
        ("甲", "a:focus { outline: 3px solid #fff }", False),
        ("甲", "a:focus { outline: 3px solid #00f }", True),
        (
            "甲",
            "p { overflow: hidden; line-height: 1 } a { display: block } a:focus { outline: 3px solid #00f }",
            False,
        ),
        ("甲", "a:focus { box-shadow: 0 0 0 3px #fff }", False),
        ("甲", "a:focus { box-shadow: 0 0 0 3px #00f }", True),
        ("甲", "a:focus { background: #ff0 }", True),
        ("甲", "a:focus { background: #fffffe }", False),
        ("甲", "a { border: 2px solid #fff } a:focus { border-color: #00f }", True),
        ("甲", "a { border: 2px solid #fff } a:focus { border-color: #fefefe }", False),
        ("甲", "a { color: #000; text-decoration: none } a:focus { text-decoration: underline }", True),
        ("甲", "a:focus { filter: invert(1); background: #fff }", True),
        ("甲", "a:focus { border-radius: 1px; z-index: 3 }", False),
    ],
)
def test_pixels_decide_whether_the_focus_shows(browser: Browser, site, inner: str, css: str, visible: bool) -> None:
    walk = walked(
        browser, site, f'<p><a href="/a">{inner}</a></p>', f"body {{ background: #fff }} a {{ outline: none }} {css}"
    )
    assert [stop.marked for stop in walk.stops] == [visible]


def test_the_area_and_the_contrast_of_the_change_are_measured(browser: Browser, site) -> None:
    css = """a { outline: none; display: block; width: 100px; height: 40px }
        #a:focus { background: #ffd } #b:focus { background: #000 }"""
    walk = walked(browser, site, '<a id="a" href="/a">甲</a><a id="b" href="/b">乙</a>', css)
    faint, strong = walk.stops
    assert (faint.marked, strong.marked) == (True, True)
    assert faint.area >= 3000
    assert faint.contrast < 1.1
    assert strong.contrast > 15


def test_stops_that_change_alike_are_measured_by_two_of_them(browser: Browser, site) -> None:
    links = "".join(f'<li><a href="/{number}">第 {number} 項</a></li>' for number in range(30))
    walk = walked(browser, site, f"<ul>{links}</ul>", "a { outline: none }")
    assert [stop.marked for stop in walk.stops] == [False] * 30


def test_what_shows_the_focus_deep_inside_is_measured_on_each_kind_of_stop(browser: Browser, site) -> None:
    plain = "".join(f'<a href="/{number}"><span><b>第 {number} 項</b></span></a> ' for number in range(4))
    mark = '<a id="m" href="/m"><span><b><i>標記</i></b></span></a>'
    walk = walked(browser, site, f"<p>{plain}{mark}</p>", "a { outline: none } a:focus i { background: #ff0 }")
    assert {stop.place.selector: stop.marked for stop in walk.stops}["#m"] is True
    assert [stop.marked for stop in walk.stops] == [False] * 4 + [True]


def test_a_dialog_of_scripts_that_keeps_the_focus_is_the_page_while_it_is_open(browser: Browser, site) -> None:
    trap = """document.addEventListener("focusin", (event) => event.target.closest("#d") || x.focus()); x.focus()"""
    body = f"""<a id="a" href="/a">甲</a><button id="b">乙</button>
        <div id="d" role="dialog" aria-modal="true" aria-label="公告"><button id="x">關閉</button></div>
        <script>{trap}</script>"""
    walk = walked(browser, site, body)
    assert set(selectors(walk)) == {"#x"}
    assert walk.missed == ()
    hidden = walked(browser, site, body.replace('id="d"', 'id="d" style="display: none"'))
    assert {"#a", "#b"} <= {*selectors(hidden), *(place.selector for place in hidden.missed)}
