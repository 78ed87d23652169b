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
TREE = (
    '<ul role="tree" aria-label="檔案"><li role="treeitem" tabindex="0" aria-expanded="true" aria-label="{}">文件'
    '<ul role="group"><li role="treeitem" tabindex="-1">圖片</li></ul></li></ul>'
)
PALE = '<p style="color: #ccc; background: #fff; width: 200px; clip-path: {}">淡色的文字看不清楚</p>'
LINK = '<p style="color: #222">詳見<a href="/a" style="color: #333; text-decoration: none; {}">作業要點</a>並辦理。</p>'
SPAN = LINK.replace("作業要點", '<span style="{}">作業要點</span>').replace("none; {}", "none")
SLOTTED = """<my-list><my-item>一</my-item><my-item>二</my-item></my-list><script>
for (const [name, tag] of [["my-list", "ul"], ["my-item", "li"]])
  customElements.define(name, class extends HTMLElement {
  connectedCallback() { this.attachShadow({ mode: "open" }).innerHTML = "<" + tag + "><slot></slot></" + tag + ">"; }
});</script>"""
GUARD = '<div aria-hidden="true" tabindex="0" onfocus="{}">.</div><button id="x">前往</button>'
GUARDED = """<div aria-hidden="true"><span tabindex="0" id="g">.</span></div><button id="x">前往</button>
<script>g.addEventListener("focus", () => {{ {} }})</script>"""
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
        ("label-content-name-mismatch", '<button aria-label="加大字級">A+</button>', []),
        ("label-content-name-mismatch", '<button aria-label="縮小字級">A－</button>', []),
        ("label-content-name-mismatch", '<button aria-label="關閉">×</button>', []),
        ("label-content-name-mismatch", '<button aria-label="Close">X</button>', []),
        ("label-content-name-mismatch", '<button aria-label="字級：大">大</button>', []),
        ("label-content-name-mismatch", '<button aria-label="放大文字">加大字級</button>', [F]),
        ("label-content-name-mismatch", TREE.format("文件"), []),
        ("label-content-name-mismatch", TREE.format("資料夾"), [F]),
        ("color-contrast", PALE.format("polygon(0 0, 0 0, 0 0)"), []),
        ("color-contrast", PALE.format("inset(0 0 100% 0)"), []),
        ("color-contrast", PALE.format("circle(0)"), []),
        ("color-contrast", PALE.format("ellipse(0 0 at 50% 50%)"), []),
        ("color-contrast", PALE.format("polygon(0 0, 100% 0, 100% 100%)"), [F]),
        ("color-contrast", PALE.format("circle(closest-side)"), [F]),
        ("color-contrast", f'<div style="clip-path: inset(50%)">{PALE.format("none")}</div>', []),
        ("link-in-text-block", LINK.format("box-shadow: inset 0 -1px #333"), []),
        ("link-in-text-block", LINK.format("box-shadow: inset 0 -1px transparent"), [F]),
        ("link-in-text-block", LINK.format("background: linear-gradient(#333, #333) 0 100% / 100% 1px no-repeat"), []),
        ("link-in-text-block", LINK.format(""), [F]),
        ("link-in-text-block", SPAN.format("border-bottom: 1px solid"), []),
        ("link-in-text-block", SPAN.format("text-decoration: underline"), []),
        ("list", SLOTTED, []),
        ("listitem", SLOTTED, []),
        ("list", "<ul><div>一</div></ul>", [F]),
        ("list", SLOTTED.replace('"li"', '"p"'), [F]),
        ("listitem", SLOTTED.replace('"ul"', '"div"'), [F, F]),
        ("aria-valid-attr-value", COMBOBOX.format("undefined"), []),
        ("aria-valid-attr-value", COMBOBOX.format("perhaps"), [F]),
        ("aria-hidden-focus", GUARD.format("x.focus()"), []),
        ("aria-hidden-focus", GUARD.format("x.title = 1"), [F]),
        ("aria-hidden-focus", GUARDED.format("x.focus()"), []),
        ("aria-hidden-focus", GUARDED.format("0"), [F]),
    ],
)  # fmt: skip
def test_a_result_is_corrected(browser: Browser, site: Any, rule: str, body: str, expected: list[Outcome]) -> None:
    site.pages["/page"] = PAGE.format(body)
    found = browser.visit(f"{site.origin}/page")
    assert isinstance(found, tuple), found
    nodes = [node for result in found[0].engines[0].rules if result.rule == rule for node in result.nodes]
    assert [node.outcome for node in nodes] == expected, nodes
