"""Results of axe-core are corrected in the page where its rule measures too coarsely."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from auditor.browser.browser import Browser, BrowserSettings
from auditor.model import Outcome

PAGE = '<!doctype html><html lang="zh-Hant"><title>頁</title><body><main><h1>題</h1>{}</main></body>'
LONG = "園區服務中心辦公時間自上午八時起至下午五時止，中午不休息。" * 3
SCROLLED = '<div style="height: {}px; width: 200px; overflow: auto; padding-bottom: 90px">{}</div>'
COMBOBOX = '<div role="combobox" tabindex="0" aria-controls="no" aria-expanded="{}">選</div>'
F, Q = Outcome.FAILED, Outcome.CANT_TELL


@pytest.fixture(scope="module")
def browser(site: Any) -> Iterator[Browser]:
    with Browser(
        BrowserSettings(inside=frozenset({site.origin}), tags=("wcag2a", "wcag2aa", "wcag21a", "wcag21aa"))
    ) as browser:
        yield browser


@pytest.mark.browser
@pytest.mark.parametrize(
    ("rule", "body", "expected"),
    [
        ("avoid-inline-spacing", f'<p style="line-height: 1em !important; width: 200px">{LONG}</p>', [F]),
        ("avoid-inline-spacing", f'<p style="line-height: 18px !important; width: 200px">{LONG}</p>', [F]),
        ("avoid-inline-spacing", f'<p style="line-height: 2em !important; width: 200px">{LONG}</p>', []),
        ("avoid-inline-spacing", f'<p style="line-height: 1em; width: 200px">{LONG}</p>', []),
        ("avoid-inline-spacing", '<p style="line-height: 1em !important">一行</p>', []),
        ("scrollable-region-focusable", SCROLLED.format(60, LONG), [F]),
        ("scrollable-region-focusable", SCROLLED.format(90, '<p style="margin-bottom: 90px">短</p>'), []),
        ("label-content-name-mismatch", '<button aria-label="Next">Next…</button>', []),
        ("label-content-name-mismatch", '<a href="/a" aria-label="non-standard form">nonstandard form</a>', []),
        ("label-content-name-mismatch", '<a href="/a" aria-label="University Avenue">University Ave.</a>', [Q]),
        ("label-content-name-mismatch", '<a href="/a" aria-label="20 21">2021</a>', [F]),
        ("label-content-name-mismatch", '<button aria-label="Send the form">Submit form</button>', [F]),
        ("aria-valid-attr-value", COMBOBOX.format("undefined"), []),
        ("aria-valid-attr-value", COMBOBOX.format("perhaps"), [F]),
    ],
)  # fmt: skip
def test_a_result_is_corrected(browser: Browser, site: Any, rule: str, body: str, expected: list[Outcome]) -> None:
    site.pages["/page"] = PAGE.format(body)
    found = browser.visit(f"{site.origin}/page")
    assert isinstance(found, tuple), found
    nodes = [node for result in found[0].engines[0].rules if result.rule == rule for node in result.nodes]
    assert [node.outcome for node in nodes] == expected, nodes
