"""Whatever is requested and found dead is reported, at the place that leads to it."""

from __future__ import annotations

from datetime import UTC, datetime
from urllib.parse import urlsplit

import pytest
from page_server import Pages

from auditor.model import (
    Budget,
    Finding,
    Judgement,
    Name,
    Outcome,
    Politeness,
    Portfolio,
    Run,
    Settings,
    Site,
    SiteKind,
)
from auditor.pipeline.ad_hoc import run_in_temporary_store
from auditor.store import Store

HOME = """<!doctype html><html lang=zh-Hant><title>首頁</title><link rel=stylesheet href=/s/a.css>
<p><a href=/page>頁</a><form action=/find method=get><input name=q aria-label=查></form>
<form action=/post-only method=post><input name=q aria-label=查><button formaction=/post-too>送</button></form>
<iframe title=框 srcdoc="<a href=/in-frame>x</a>"></iframe>"""
SHEETS = {
    "/s/a.css": "@import 'b.css';\n\np{background:url(a\\ b.png)}\nb{background:url(/alive.png)}",
    "/s/b.css": "i{background:url(deep.png)}\n@import 'late.css';",
}
MAP = """<?xml version="1.0"?>
<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">
<url><loc>{o}/page</loc></url>
<url>
  <loc>{o}/listed-and-gone</loc></url>
</urlset>"""
INDEX = """<sitemapindex>
<sitemap><loc>{o}/map.xml</loc></sitemap>
<sitemap><loc>{o}/no-map.xml</loc></sitemap></sitemapindex>"""
EXPECTED = {
    "/s/a%20b.png": {("/s/a.css", 3)},
    "/s/deep.png": {("/s/b.css", 1)},
    "/find": {("/", 2)},
    "/in-frame": {("/", 4)},
    "/listed-and-gone": {("/map.xml", 5)},
    "/no-map.xml": {("/index.xml", 3)},
    "/gone-map.xml": {("/robots.txt", 0)},
}


@pytest.fixture(scope="module")
def findings(site: Pages) -> list[Finding]:
    origin = site.origin
    robots = f"User-agent: *\nSitemap: {origin}/index.xml\nSitemap: {origin}/gone-map.xml\n"
    site.pages |= {
        "/": HOME,
        "/page": "<!doctype html><title>頁</title><p>內容",
        "/alive.png": (200, "image/png", b"\x89PNG"),
    }
    site.pages |= {path: (200, "text/css", css.encode()) for path, css in SHEETS.items()}
    xml = {"/map.xml": MAP, "/index.xml": INDEX}
    site.pages |= {path: (200, "text/xml", text.replace("{o}", origin).encode()) for path, text in xml.items()}
    site.pages["/robots.txt"] = (200, "text/plain", robots.encode())
    zone = Site(
        "zone", (Name("站"),), SiteKind.COMMISSIONED, url=f"{origin}/", budget=Budget(depth=1, seconds=5),
        politeness=Politeness(delay=0.0, concurrency=8, patience=0.02),
    )  # fmt: skip
    settings = Settings(Portfolio((zone,), contact="mailto:web@agency.test"), topics=("links",), source="test")

    def read(store: Store, _: Run, judgement: Judgement) -> list[Finding]:
        return list(store.judgements.findings(judgement))

    return run_in_temporary_store(settings, datetime.now(UTC), lambda _: None, read)


def path_of(url: str) -> str:
    return urlsplit(url).path


def test_each_dead_address_is_reported_where_it_stands(findings: list[Finding]) -> None:
    dead = [finding for finding in findings if finding.check == "link-broken" and finding.outcome is Outcome.FAILED]
    found = {
        path_of(finding.cause): {(path_of(spot.place.url), spot.place.line) for spot in finding.spots}
        for finding in dead
    }
    assert found == EXPECTED


def test_what_is_only_posted_to_is_not_requested(site: Pages, findings: list[Finding]) -> None:
    assert findings
    assert {"/find", "/map.xml", "/s/b.css"} <= set(site.asked)
    assert not {"/post-only", "/post-too", "/s/late.css"} & set(site.asked)
