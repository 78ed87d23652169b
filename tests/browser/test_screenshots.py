"""Small screenshots of elements at fault, taken in a real browser."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from auditor.browser.browser import Browser, BrowserSettings, VisitRequest
from auditor.browser.probes.screenshots import SCREENSHOT_BYTES_LIMIT
from auditor.model import Rendered

pytestmark = pytest.mark.browser

PAGE = '<!doctype html><html lang="zh-Hant"><title>頁</title><body><main><h1>題</h1>{}</main></body></html>'


@pytest.fixture(scope="module")
def browser(site: object) -> Iterator[Browser]:
    with Browser(BrowserSettings(inside=frozenset({site.origin}))) as browser:  # type: ignore[attr-defined]
        yield browser


def examined(browser: Browser, server, body: str, **request) -> Rendered:
    server.pages["/page"] = PAGE.format(body)
    found = browser.visit(f"{server.origin}/page", VisitRequest(**request))
    assert isinstance(found, tuple), found
    return found[0]


def test_elements_at_fault_are_captured_once_a_site(browser: Browser, site) -> None:
    body = '<div style="height:3000px"></div><p id="faint" style="color:#bbb">淡淡的字</p><p>好字</p>'
    (screenshot,) = examined(browser, site, body, screenshots=3, site="a").pictures
    assert (screenshot.selector, screenshot.data[:4], screenshot.data[8:12]) == ("#faint", b"RIFF", b"WEBP")
    assert screenshot.width <= 640
    assert screenshot.height <= 240
    assert len(screenshot.data) <= SCREENSHOT_BYTES_LIMIT
    assert examined(browser, site, body, screenshots=3, site="a").pictures == ()
    assert len(examined(browser, site, body, screenshots=3, site="b").pictures) == 1


def test_questions_are_captured_after_the_faults(browser: Browser, site) -> None:
    picture = "background: url(/none.png)"
    body = f"""<p id="asked" style="color:#555; {picture}; text-shadow: 0 0 3px #000">疊在圖片上的字</p>
    <p id="again" style="color:#555; {picture}; text-shadow: 0 0 3px #000">又一段字</p>
    <p id="faint" style="color:#bbb">淡字</p>"""
    taken = [one.selector for one in examined(browser, site, body, screenshots=2, site="q").pictures]
    assert taken == ["#faint", "#asked"]


def test_screenshots_are_few_and_can_be_switched_off(browser: Browser, site) -> None:
    body = "".join(f'<p id="f{n}" style="color:#bbb">淡 {n}</p>' for n in "abcdefgh")
    assert len(examined(browser, site, body, screenshots=3, site="c").pictures) == 3
    assert examined(browser, site, body, site="d").pictures == ()


def test_no_screenshot_shows_personal_numbers(browser: Browser, site) -> None:
    body = '<p><span>A123456789</span> <span style="color:#bbb">淡淡的字</span></p>'
    assert examined(browser, site, body, screenshots=3, site="e").pictures == ()


def test_large_screenshots_are_compressed_below_the_limit_or_dropped(browser: Browser, site) -> None:
    noise = "".join(f"<i style='background:hsl({n * 37 % 360} 90% 50%)'>{n}</i>" for n in range(900))
    for screenshot in examined(browser, site, f'<p style="color:#bbb">{noise}</p>', screenshots=3, site="f").pictures:
        assert len(screenshot.data) <= SCREENSHOT_BYTES_LIMIT
