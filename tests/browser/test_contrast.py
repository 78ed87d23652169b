"""Contrast by pixels, in a real browser: texts whose styles alone do not determine it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from auditor.browser.axe_release import TAGS, TAGS_AAA
from auditor.browser.browser import Browser, BrowserSettings
from auditor.model import Outcome

pytestmark = pytest.mark.browser

PAGE = '<!doctype html><html lang="zh-Hant"><title>頁</title><body><main><h1>題</h1>{}</main></body></html>'
PALE = "background: linear-gradient(90deg, #fff, #eee)"
HALF = "background: linear-gradient(90deg, #fff 50%, #777 50%); width: 200px"
MOVING = f"""<p id="t" style="color:#999; {PALE}">底在動的字</p>
<script>let at = 0; setInterval(() => {{ t.style.backgroundPosition = ++at + "px" }}, 9)</script>"""

Found = tuple[set[str], set[str], dict[str, str]]


@pytest.fixture(scope="module")
def browser(site: object) -> Iterator[Browser]:
    with Browser(BrowserSettings(inside=frozenset({site.origin}), tags=TAGS + TAGS_AAA)) as browser:  # type: ignore[attr-defined]
        yield browser


def contrasts(browser: Browser, server, body: str) -> Found:
    """The contrast rules that fail, those that cannot tell, and the messages of those that fail."""
    server.pages["/page"] = PAGE.format(body)
    found = browser.visit(f"{server.origin}/page")
    assert isinstance(found, tuple), found
    rules = [(rule.rule, node) for rule in found[0].engines[0].rules for node in rule.nodes if "contrast" in rule.rule]
    failed = {rule: node.message for rule, node in rules if node.outcome is Outcome.FAILED}
    return set(failed), {rule for rule, node in rules if node.outcome is Outcome.CANT_TELL}, failed


@pytest.mark.parametrize(
    ("body", "failed", "undecided"),
    [
        (f'<p style="color:#999; {PALE}">淡底上的淡字</p>', {"color-contrast"}, set()),
        (f'<p style="color:#666; {PALE}">夠深的字</p>', {"color-contrast-enhanced"}, set()),
        (f'<p style="color:#222; {PALE}">很深的字</p>', set(), set()),
        (f'<p style="color:#888; {PALE}; font-size:32px">大字</p>', {"color-contrast-enhanced"}, set()),
        (f'<p style="color:rgb(0 0 0 / 40%); {PALE}">透明的字</p>', {"color-contrast"}, set()),
        (f'<p style="color:#555; {HALF}">一半看得見一半看不見的一行字</p>', {"color-contrast"}, set()),
        (f'<p style="color:#999; {PALE}">小</p>', {"color-contrast"}, set()),
        (f'<p style="color:#999; {PALE}">X</p>', set(), {"color-contrast"}),
        (f'<p style="color:#999; text-shadow:0 0 3px #000; {PALE}">有陰影的字</p>', set(), {"color-contrast"}),
        (MOVING, set(), {"color-contrast"}),
        ('<div style="filter: opacity(.4)"><p>濾鏡讓整段文字變淡，看不清楚</p></div>', {"color-contrast"}, set()),
        ('<div style="filter: grayscale(1)"><p>追思期間整站改為灰階的文字</p></div>', set(), set()),
        (
            '<p style="background: #ddd"><span style="mix-blend-mode: overlay; color: #333">混色的字</span></p>',
            {"color-contrast"},
            set(),
        ),
        (f'<p style="color: #222; {PALE}">{"很長的一段文字。" * 80}</p>', set(), set()),
        (f'<p style="color: #222; {PALE}">一段文字</p>' * 30, set(), set()),
        (
            '<svg role="img" aria-label="圖" width="200" height="40"><text y="30" fill="#d0d0d0">面積公頃</text></svg>',
            {"color-contrast"},
            set(),
        ),
        (
            '<svg role="img" aria-label="圖" width="200" height="40"><text y="30" fill="#222">面積公頃</text></svg>',
            set(),
            set(),
        ),
    ],
    ids=[
        "pale",
        "enough",
        "dark",
        "large",
        "transparent",
        "half",
        "one character",
        "sign",
        "shadow",
        "moving",
        "filter",
        "grey filter",
        "blend",
        "long",
        "many",
        "svg pale",
        "svg dark",
    ],
)
def test_the_pixels_decide_where_they_can(
    browser: Browser, site, body: str, failed: set[str], undecided: set[str]
) -> None:
    assert contrasts(browser, site, body)[:2] == (failed, undecided)


def test_the_figures_are_in_the_message(browser: Browser, site) -> None:
    _, _, messages = contrasts(
        browser, site, '<p style="color:#777; background:linear-gradient(#888, #888)">字在灰底上</p>'
    )
    assert messages == {"color-contrast": "量測畫面像素：文字 #777777 與背景的對比為 1.26:1，低於 4.5:1"}


def test_a_few_visible_characters_do_not_represent_a_text(browser: Browser, site) -> None:
    hidden = "color:#fff; background: linear-gradient(90deg, #fff 90%, #888 90%); width: 320px; font-size: 16px"
    body = f'<p style="{hidden}">這行白字只有最後的兩三個字落在灰底上面看得見</p>'
    assert contrasts(browser, site, body)[:2] == (set(), {"color-contrast"})


def test_a_thin_shadow_is_no_ground_of_a_text_though_the_rule_for_aaa_runs_too(browser: Browser, site) -> None:
    body = '<p style="color:#444; background:#ccc; text-shadow:0 0 0.14em #000">字有窄窄的陰影</p>'
    assert contrasts(browser, site, body)[:2] == ({"color-contrast-enhanced"}, set())


def test_a_text_below_another_layer_is_not_judged_by_what_covers_it(browser: Browser, site) -> None:
    layer = '<div style="position:absolute; inset:0; background:rgb(255 0 0 / 50%)"></div>'
    body = f'<div style="position:relative"><p style="color:#000; {PALE}">紅紗下的字</p>{layer}</div>'
    assert contrasts(browser, site, body)[0] == set()


def test_the_page_is_left_as_it_was(browser: Browser, site) -> None:
    body = f'<p style="color:#999; {PALE}">字字</p><p id="plain">字</p><style>#plain {{ color: #aaa; {PALE} }}</style>'
    site.pages["/page"] = PAGE.format(body)
    browser.visit(f"{site.origin}/page")
    running = browser._running
    assert running is not None
    styles = running.tab.evaluate("JSON.stringify([...document.querySelectorAll('p')].map(p => p.style.color))")
    assert styles == '["rgb(153, 153, 153)",""]'
    assert running.tab.evaluate("document.querySelector('p').style.webkitTextFillColor") == ""
    assert running.tab.evaluate("String(scrollY)") == "0"


HOVER = "<style>a {{ color: #0645ad; transition: color 1s }} {}</style><ul><li><a href='/x'>最新消息一覽</a></li></ul>"


@pytest.mark.parametrize(
    ("rule", "fails"),
    [
        ("a:hover { color: #d8e2f2 }", True),
        ("li:hover a { color: #d8e2f2 }", True),
        ("@media (min-width: 1px) { a:hover, a:focus { background: #123a66 } }", True),
        ("a:hover { color: #031b4e }", False),
        ("a:hover { color: #d8e2f2; background: #123a66 }", False),
        ("a:hover { color: #d8e2f2; background: url(/x.png) }", False),
        ("@media print { a:hover { color: #d8e2f2 } }", False),
        ("a:not(:hover) { color: #0645ad }", False),
    ],
)
def test_colours_under_the_pointer_are_measured(browser: Browser, site, rule: str, fails: bool) -> None:
    failed, _, messages = contrasts(browser, site, HOVER.format(rule))
    assert ("color-contrast" in failed) == fails
    assert not fails or messages["color-contrast"].startswith("滑鼠移到上面時")


ROWS = "".join(f'<p style="color:{{}}; margin:0">第 {n} 行文字</p>' for n in range(60))
BOX = '<div tabindex="0" style="height:120px; overflow:auto; background:#fff">{}</div>'
OVER = (
    '<div style="position:fixed; left:0; top:0; width:100%; height:60px; background:#036; color:#fff">蓋著的一條</div>'
)
BEHIND = """<div style="position:relative; height:60px"><div style="position:absolute; inset:0; background:{}"></div>
<p style="position:relative; color:#fff">疊在色塊上的字</p></div>"""


@pytest.mark.parametrize(
    ("body", "failed", "undecided"),
    [
        (BOX.format(ROWS.replace("{}", "#222")), set(), set()),
        (BOX.format(ROWS.replace("{}", "#999")), {"color-contrast"}, set()),
        (OVER + '<p style="color:#222">捲到就看得見的字</p><p style="height:900px"></p>', set(), set()),
        (BEHIND.format("#036"), set(), set()),
        (BEHIND.format("#bbb"), {"color-contrast"}, set()),
    ],
    ids=["scrolled", "scrolled pale", "covered", "block behind", "pale block behind"],
)
def test_the_layers_below_a_text_decide_without_a_question(
    browser: Browser, site, body: str, failed: set[str], undecided: set[str]
) -> None:
    assert contrasts(browser, site, body)[:2] == (failed, undecided)


SMALL = '<a href="/next" style="color:#999">{}</a>'


@pytest.mark.parametrize(
    ("body", "failed", "undecided"),
    [
        (SMALL.format("→"), set(), set()),
        (SMALL.format("×"), set(), set()),
        (f"<p>{SMALL.format('›')} 下一頁</p>", set(), set()),
        (SMALL.format("\ue001"), set(), {"color-contrast"}),
        (SMALL.format("\ue001 <span style='color:#222'>首頁</span>"), set(), set()),
        (SMALL.format("3"), {"color-contrast"}, set()),
        (SMALL.format("大"), {"color-contrast"}, set()),
        (SMALL.format("X"), set(), {"color-contrast"}),
        ("<p>型別 <code style='color:#999'>T</code> 的值都可以用</p>", {"color-contrast"}, set()),
    ],
    ids=[
        "arrow",
        "cross",
        "arrow in a line",
        "icon",
        "icon with a word",
        "digit",
        "word",
        "letter",
        "letter in a line",
    ],
)
def test_a_single_character_is_a_word_or_no_question(
    browser: Browser, site, body: str, failed: set[str], undecided: set[str]
) -> None:
    assert contrasts(browser, site, body)[:2] == (failed, undecided)


def test_a_link_told_by_its_colour_alone_is_a_fault_wherever_it_is_scrolled(browser: Browser, site) -> None:
    line = (
        '<p style="color:#222">一行文字裡有<a href="/a" style="color:{}; text-decoration:none">一個連結</a>在這裡。</p>'
    )
    outcomes = []
    for colour in ("#333", "#39f"):
        site.pages["/page"] = PAGE.format(BOX.format(line.format(colour) * 20))
        found = browser.visit(f"{site.origin}/page")
        assert isinstance(found, tuple), found
        nodes = [node for rule in found[0].engines[0].rules if rule.rule == "link-in-text-block" for node in rule.nodes]
        outcomes.append({node.outcome for node in nodes})
    assert outcomes == [{Outcome.FAILED}, set()]
