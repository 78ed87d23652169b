"""Repeated visits of the same pages give the same findings, to the last selector."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import msgspec
import pytest

from auditor.browser.browser import Browser, BrowserSettings, VisitRequest
from auditor.judging import registry
from auditor.judging.run_checks import judge_page
from auditor.model import Context, Judged, Page, PageFacts, Rendered, Response, Site, SiteKind

pytestmark = pytest.mark.browser

CHECKS = [check for check in registry.load_checks(packs=False) if Rendered in check.needs.values()]
CONTEXT = Context(Site("s", (), SiteKind.COMMISSIONED), "2026-11-23")
RESTLESS = """<!doctype html><html lang="zh-Hant"><title>第 {n} 頁</title><style>
@keyframes fade {{ from {{ opacity: 0.2 }} to {{ opacity: 1 }} }} .fade {{ animation: fade 3s infinite }}
.late {{ transition: color 2s; color: #767676 }} a:focus {{ outline: {n}px solid }}
.box {{ width: 12em; height: 1.5em; overflow: hidden }}</style><body><a href="#C">跳到主要內容</a>
<header><a href="/x{n}">甲</a></header><main id="C"><h1 class="fade">題</h1><p class="late">淡淡的字</p>
<div class="box">一二三四五六七八九十一</div>
<p style="background: linear-gradient(#fff, #777); color: #555">漸層上的字</p>
<ul></ul><div style="width:{w}px">寬</div><script>
  document.querySelector(".late").style.color = "#bbb";
  const late = () => document.querySelector("main").append(document.createElement("img"));
  setTimeout(late, {n} * 10);
  let count = 0;
  const timer = setInterval(() => {{
    const item = document.createElement("li"); item.innerHTML = '<a href="/i">' + count + "</a>";
    document.querySelector("ul").append(item); if (++count > {n}) clearInterval(timer) }}, 20);
</script></main></body></html>"""


@pytest.fixture  # new ones each time: a driver dies with the thread that started it
def browsers(site: object) -> Iterator[list[Browser]]:
    settings = BrowserSettings(inside=frozenset({site.origin}))  # type: ignore[attr-defined]
    with Browser(settings) as first, Browser(settings) as second, Browser(settings) as third:
        yield [first, second, third]


def findings(browser: Browser, url: str) -> str:
    """All verdicts of the checks of rendered pages over one visit, as text."""
    found = browser.visit(url, VisitRequest(probes=True, widths=True))
    assert isinstance(found, tuple), found
    facts = PageFacts(url, "s", Response(url, url, 200, media_type="text/html"), Page(), found[0])
    judged = judge_page(CHECKS, facts, CONTEXT)
    results = [result for result in judged if isinstance(result, Judged) and result.verdicts]
    assert len(results) > 10
    return msgspec.json.encode(results).decode()


@pytest.mark.parametrize("pages", [10, pytest.param(100, marks=pytest.mark.slow)])
def test_three_visits_of_the_same_pages_find_the_same(browsers: list[Browser], site, pages: int) -> None:
    for number in range(pages):
        site.pages[f"/{number}"] = RESTLESS.format(n=number % 10, w=300 + 7 * number)
    urls = [f"{site.origin}/{number}" for number in range(pages)]
    with ThreadPoolExecutor(len(browsers)) as pool:  # at the same time: each visit runs under the load of the others
        first, *others = pool.map(lambda browser: [findings(browser, url) for url in urls], browsers)
    for other in others:
        assert [number for number in range(pages) if other[number] != first[number]] == []
