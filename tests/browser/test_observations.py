"""What a page looks like is held against what its markup says."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from auditor.browser.browser import Browser, BrowserSettings

PAGE = '<!doctype html><html lang="zh-Hant"><title>頁</title><style>{}</style><body><main><h1>題</h1>{}</main></body>'
LONG = "申請人應於期限內備齊文件，送至服務中心辦理登記，逾期不予受理，並請自行負責。"
TABLE = "<table><tr>{}<td>{}廠商{}<td>{}面積{}<tr><td>北區<td>120<td>85<tr><td>中區<td>98<td>77</table>"
CLICKED = '<p><span id="b" style="cursor: pointer" {}>申辦</span></p><script>{}</script>'
FIELD = '<p><label for="f">名稱</label> <input id="f" name="f" {}></p>'
FORM = "<form><p>{} <input required><p>二 <input><p>三 <input></form>"


@pytest.fixture(scope="module")
def browser(site: Any) -> Iterator[Browser]:
    with Browser(BrowserSettings(inside=frozenset({site.origin}))) as browser:
        yield browser


@pytest.mark.browser
@pytest.mark.parametrize(
    ("body", "expected"),
    [
        (f"<p><b>申請資格</b></p><p>{LONG}</p>", [("heading", False)]),
        (f'<div style="font-size: 150%; font-weight: bold">申請資格</div><p>{LONG}</p>', [("heading", True)]),
        (f"<p><b>資格</b></p><p>{LONG}</p><p><b>期限</b></p><p>{LONG}</p>", [("heading", True)] * 2),
        (f"<p><b>申請資格</b><br>{LONG}</p>", [("heading", False)]),
        (f"<p><b>請注意</b>期限：{LONG}</p>", []),
        (f"<p><b>{LONG}</b></p><p>{LONG}</p>", []),
        (f"<footer><p><b>某某管理處</b></p><p>{LONG}</p></footer>", []),
        (f"<p><b>某某管理處</b></p><p>地址：臺北市某路 1 號，{LONG}</p>", []),
        ("<p>一、申請書。<br>二、身分證影本。<br>三、營運計畫書。</p>", [("list", True)]),
        ("<p>• 北區</p><p>• 中區</p><p>• 南區</p>", [("list", True)]),
        ("<p>1. 甲<br>2. 乙</p><p>2026. 1<br>2027. 2<br>2028. 3</p>", []),
        ("<p>○○縣<br>○○市<br>○○鄉</p>", []),
        (f"<p>一、{LONG * 5}<br>二、{LONG * 5}<br>三、{LONG * 5}</p>", []),
        ("<ol><li>申請書<li>影本<li>計畫書</ol>", []),
        (TABLE.format("<td><b>園區</b>", "<b>", "</b>", "<b>", "</b>"), [("table", True)]),
        (TABLE.format("<td>園區", "", "", "", ""), [("table", False)]),
        (TABLE.format("<th>園區", "", "", "", ""), []),
        (TABLE.format("<td>園區", "", "", "", "").replace("<table>", '<table role="presentation">'), []),
        ('<p><a href="#nowhere">跳到主要內容</a></p>', [("skip_dead", True)]),
        ('<p><a href="#there">跳到主要內容</a> <a href="#top">跳至頁首</a></p><p id="there">內容</p>', []),
        ('<p><a href="#nowhere">申請須知</a> <a href="/other#part">跳到附件</a></p>', []),
        (CLICKED.format("", "b.onclick = print"), [("click_only", True)]),
        (CLICKED.format("", "b.addEventListener('click', print)"), [("click_only", True)]),
        (CLICKED.format('role="button" tabindex="0"', "b.addEventListener('click', print)"), [("keyless", True)]),
        (CLICKED.format('tabindex="0"', "b.onclick = print; b.parentElement.onkeydown = print"), []),
        (CLICKED.format('tabindex="0"', "b.onclick = print; document.addEventListener('keyup', print)"), []),
        (CLICKED.format("", "b.addEventListener('mouseover', print)"), []),
        (CLICKED.format("", "b.onclick = print").replace("申辦", '<a href="/x">申辦</a>'), []),
        (FIELD.format('style="border: 1px solid #ddd"'), [("edge", True)]),
        (FIELD.format('style="border: 1px solid #666"'), []),
        (FIELD.format(""), []),
        ('<label>甲 <span style="border: 1px solid #333"><input style="border: 0"></span></label>', []),
        (FIELD.format('aria-label="帳號"'), [("label_in_name", True)]),
        (FIELD.format('aria-label="名稱（必填）"'), []),
        (FORM.format("一"), [("required", False)]),
        (FORM.format("一 *"), []),
        ('<select onchange="location=this.value"><option>甲</select>', [("jump_on_input", True)]),
        ('<select onchange="show(this.value)"><option>甲</select>', []),
        ('<a href="/a" onfocus="this.blur()">甲</a>', [("blurred", True)]),
        ('<button onmousedown="location.href=1">甲</button>', [("pointer_down", True)]),
        ('<button onclick="location.href=1">甲</button>', []),
        (f'<p style="font-size: 10px">{LONG * 3}</p>', [("small", True)]),
        (f'<p style="font-style: italic">{LONG * 3}</p>', [("italic", True)]),
        (f"<p>{'ALL APPLICANTS HAVE TO HAND IN THE FORM ' * 3}</p>", [("capitals", True)]),
    ],
)
def test_what_is_seen_is_observed(browser: Browser, site: Any, body: str, expected: list[tuple[str, bool]]) -> None:
    site.pages["/page"] = PAGE.format("", body)
    found = browser.visit(f"{site.origin}/page")
    assert isinstance(found, tuple), found
    observations = found[0].observations
    assert observations is not None
    assert [(seen.kind.value, seen.certain) for seen in observations] == expected, observations
    assert all(seen.place.selector and seen.place.url == f"{site.origin}/page" for seen in observations)
