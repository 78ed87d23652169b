"""Keys on controls made by scripts, in a real browser: what they do, what is left alone, and that the page is kept."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

from auditor.browser.browser import Browser, BrowserSettings, VisitRequest
from auditor.model import Probes

pytestmark = pytest.mark.browser

PAGE = '<!doctype html><html lang="zh-Hant"><title>頁</title><body><p id="out" hidden>內容</p>{}</body></html>'
TOGGLE = "document.getElementById('out').hidden = false"


@pytest.fixture(scope="module")
def browser(site: object) -> Iterator[Browser]:
    settings = BrowserSettings(inside=frozenset({site.origin}), probe_seconds=20)  # type: ignore[attr-defined]
    with Browser(settings) as browser:
        yield browser


def probed(browser: Browser, site, body: str) -> Probes:
    site.pages["/page"] = PAGE.format(body)
    found = browser.visit(f"{site.origin}/page", VisitRequest(probes=True))
    assert isinstance(found, tuple), found
    assert found[0].probes is not None
    return found[0].probes


def effects(probes: Probes) -> list[tuple[str, str, str]]:
    assert isinstance(probes.tried, tuple)
    return [(control.place.selector, control.by_key, control.by_click) for control in probes.tried]


@pytest.mark.parametrize(
    ("script", "effect"),
    [
        (f"b.onclick = () => {{ {TOGGLE} }}", ("", "shows")),
        (f"document.onclick = (e) => {{ if (e.target === b) {TOGGLE} }}", ("", "shows")),
        ("b.onclick = () => { location = '/other' }", ("", "leaves")),
        ("b.onclick = () => open('/other')", ("", "leaves")),
        (
            f"b.onclick = () => {{ {TOGGLE} }}; b.onkeydown = (e) => {{ if (e.key === 'Enter') b.click() }}",
            ("shows", ""),
        ),
        (f"b.onclick = () => {{ {TOGGLE} }}; b.onkeyup = (e) => {{ if (e.key === ' ') b.click() }}", ("shows", "")),
        ("b.onclick = b.onkeydown = () => { location = '/other' }", ("leaves", "")),
        ("addEventListener('keydown', () => document.body.classList.add('by-keyboard'))", ("", "")),
        ("", ("", "")),
    ],
)
def test_enter_space_and_a_click_are_tried_on_a_control(
    browser: Browser, site, script: str, effect: tuple[str, str]
) -> None:
    button = f'<span id="b" role="button" tabindex="0">展開</span><script>{script}</script>'
    assert effects(probed(browser, site, button)) == [("#b", *effect)]


def test_what_looks_like_sending_deleting_or_leaving_is_not_tried(browser: Browser, site) -> None:
    risky = ("登出", "刪除", "確認付款", "送出", "Log out", "Delete", "Pay now")
    script = "document.onclick = () => fetch('/harm')"
    body = "".join(f'<span role="button" tabindex="0">{words}</span>' for words in risky)
    site.asked.clear()
    assert effects(probed(browser, site, f"{body}<script>{script}</script>")) == []
    assert [path for path in site.asked if "harm" in path] == []


@pytest.mark.parametrize(
    ("words", "script", "found"),
    [
        ("展開", f"document.onclick = (e) => {{ if (e.target.id === 'm') {TOGGLE} }}", [("#m", False)]),
        ("展開", "document.onclick = () => document.body.append('甲')", [("#m", True)]),
        ("展開", "", []),
        ("刪除", f"document.onclick = () => {{ {TOGGLE} }}", []),
    ],
)
def test_an_element_for_the_mouse_is_found_by_what_its_click_does_wherever_it_is_heard(
    browser: Browser, site, words: str, script: str, found: list[tuple[str, bool]]
) -> None:
    body = f'<span id="m" style="cursor: pointer">{words}</span><script>{script}</script>'
    mouse = probed(browser, site, body).mouse
    assert [(control.place.selector, control.way_round) for control in mouse] == found


def test_every_try_is_in_the_log(browser: Browser, site, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO, logger="auditor.browser.probes.control_keys")
    probed(browser, site, '<span id="b" role="button" tabindex="0">展開</span>')
    tries = [(record.selector, record.key, record.effect) for record in caplog.records if record.msg == "control tried"]  # type: ignore[attr-defined]
    assert tries == [("#b", "Enter", ""), ("#b", "Space", ""), ("#b", "click", "")]
