"""What a page loads is what Chromium requests of it, no more and no less."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
from page_server import Pages

from auditor.browser.browser import Browser, BrowserSettings, VisitRequest
from auditor.extract.html.document import read_document
from auditor.extract.html.meta_links import refresh_address
from auditor.model import LinkKind

pytestmark = pytest.mark.browser

PAGE = "<!doctype html><html lang=zh-Hant><title>頁</title><body>{}</body></html>"
LOADED = {LinkKind.RESOURCE, LinkKind.FRAME}

ROWS = {
    "imagesrcset": '<link rel=preload as=image imagesrcset="/isrcset.png 1x">',
    "a picture in srcdoc": "<iframe title=f srcdoc='<img alt=x src=doc.png>'></iframe>",
    "srcdoc takes the place of src": '<iframe title=f src="/unused.html" srcdoc="<p>x"></iframe>',
    "backgrounds of a table": '<table background="/t.png"><colgroup background="/cg.png">'
    '<col background="/col.png"><thead background="/thead.png"><tr background="/tr.png">'
    '<th background="/th.png">x</thead><tbody background="/tbody.png"><tr><td background="/td.png">x</tbody>'
    '<tfoot background="/tfoot.png"><tr><td>x</tfoot></table>',
    "background of nothing else": '<div background="/div.png">x</div><p background="/p.png">x</p>',
    "feImage": '<svg width=9 height=9><filter id=f><feImage href="/fe.png"/></filter>'
    '<rect width=9 height=9 filter="url(#f)"/></svg>',
    "script of a graphic": '<svg><script xlink:href="/svg.js"></script></svg>',
    "escapes in styles": r"<style>#a{background:url(/a\ b.png)}#b{background:url(/c\29.png)}"
    r"#c{background:url('/d\'.png')}</style><p id=a>x<p id=b>x<p id=c>x",
    "image-set": "<style>#s{background-image:image-set('/one.png' 1x)}</style><p id=s>x",
    "imports": "<style>/* { */@charset 'utf-8';@layer a;@import url( /first.css );@import '/second.css' screen;"
    "p{color:red}@import '/late.css';</style>",
    "behaviours": "<style>p{behavior:url(/pie.htc)}</style><p>x",
    "what Word leaves": '<link rel=File-List href="/files.xml"><link rel=themeData href="/theme.thmx">',
    "a link without rel": '<link href="/norel.css">',
    "empty addresses": '<img alt=x src=""><script src=""></script><link rel=stylesheet href="">',
    "nothing for anybody": '<template><img src="/tpl.png"></template><!-- <img src="/com.png"> -->'
    '<xmp><img src="/x.png"></xmp><textarea aria-label=x><img src="/ta.png"></textarea>'
    '<style>/* url(/cc.png) */p::before{content:"url(/str.png)"}</style>',
}


@pytest.fixture(scope="module")
def browser(site: Pages) -> Iterator[Browser]:
    settings = BrowserSettings(
        agent="Auditor-Test/1", inside=frozenset({site.origin}), page_seconds=5, script_seconds=2
    )
    with Browser(settings) as browser:
        yield browser


def requested(browser: Browser, site: Pages, html: str) -> set[str]:
    """The paths that Chromium requests for a page, without the page itself."""
    site.pages["/page"] = html
    site.asked.clear()
    assert isinstance(browser.visit(f"{site.origin}/page", VisitRequest()), tuple)
    return {urlsplit(path).path for path in site.asked} - {"/page", "/favicon.ico"}


@pytest.mark.parametrize("name", ROWS)
def test_what_is_loaded(browser: Browser, site: Pages, name: str) -> None:
    html = PAGE.format(ROWS[name])
    links = read_document(html, f"{site.origin}/page").links
    found = {urlsplit(link.url).path for link in links if link.kind in LOADED and link.url}
    assert found == requested(browser, site, html)


@pytest.mark.parametrize(
    "content",
    [
        "0;url=/to",
        "0; URL = '/to' x",
        "0,/to",
        "0 /to",
        ".5;url=/to",
        "url=/to",
        ";url=/to",
        "x;url=/to",
        "0s;url=/to",
        "",
    ],
)
def test_which_refreshes_lead_on(browser: Browser, site: Pages, content: str) -> None:
    site.pages["/to"] = PAGE.format("到了")
    moved = "/to" in requested(browser, site, f'<meta http-equiv="refresh" content="{content}">' + PAGE.format("x"))
    assert (refresh_address(content) == "/to") is moved
