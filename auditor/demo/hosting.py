"""Makes hosts from finished drafts: rendered pages, files, robots.txt, sitemap.xml, the answer to missing addresses."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

from auditor.demo.answers import DemoAnswer, DemoHost, redirect, spelled
from auditor.demo.documents import DEMO_MEDIA_TYPES, png, svg
from auditor.demo.draft import PageDraft, SiteDraft
from auditor.demo.outside_hosts import outside_page
from auditor.demo.page_html import render
from auditor.demo.vocabulary import asset

_BUILT = "2026-01-05"
_BADGE = (88, 31)
_PICTURE = (320, 180)


def bureau_host(site: SiteDraft, port: int) -> DemoHost:
    """The bureau's host; its root redirects to the home page of the servlet."""
    host = _host([site], port, "bureau")
    host.answers["/"] = redirect(302, site.href("home"))
    return host


def zones_host(sites: Sequence[SiteDraft], port: int) -> DemoHost:
    """The one host that all zones share."""
    return _host(sites, port, "zones")


def _host(sites: Sequence[SiteDraft], port: int, name: str) -> DemoHost:
    answers = _assets()
    families: dict[str, DemoAnswer] = {}
    for site in sites:
        made = {kind: _answer(draft) for kind, draft in site.pages.items()}
        answers |= site.files
        answers |= {
            spelled(site.href(kind)): answer for kind, answer in made.items() if kind not in site.families.values()
        }
        answers |= {spelled(path): made[kind] for path, kind in site.spellings.items()}
        families |= {spelled(beginning): made[kind] for beginning, kind in site.families.items()}
    answers["/robots.txt"] = _robots(sites, port)
    answers["/sitemap.xml"] = _sitemap(sites)
    return DemoHost(
        port, name, answers, families, outside_page("找不到網頁", "您要找的網頁不存在，請由首頁重新查詢。", status=404)
    )


def _answer(draft: PageDraft) -> DemoAnswer:
    # a page in another charset declares it in its own head only, as old systems do
    media_type = "text/html; charset=utf-8" if draft.charset == "utf-8" else "text/html"
    return DemoAnswer(200, render(draft), media_type, updated=draft.updated.isoformat())


def _assets() -> dict[str, DemoAnswer]:
    pictures = {
        "icon.svg": svg("網站圖示", "#0b4f8a"),
        "park.svg": svg("園區服務標誌", "#2e6b2e"),
        "badge.png": png(*_BADGE, (11, 79, 138)),
        "plan.png": png(*_PICTURE, (170, 190, 205)),
        "button.png": png(*_BADGE, (46, 107, 46)),
    }
    assets = {
        f"/images/{name}": DemoAnswer(200, body, DEMO_MEDIA_TYPES[name.rpartition(".")[2]], updated=_BUILT)
        for name, body in pictures.items()
    }
    return assets | {"/style.css": DemoAnswer(200, asset("style.css"), "text/css; charset=utf-8", updated=_BUILT)}


def _robots(sites: Sequence[SiteDraft], port: int) -> DemoAnswer:
    lines = ["User-agent: *", "Crawl-delay: 0", *(f"Disallow: {path}" for site in sites for path in site.robots)]
    lines.append(f"Sitemap: http://127.0.0.1:{port}/sitemap.xml")
    return DemoAnswer(200, "\n".join([*lines, ""]).encode(), "text/plain; charset=utf-8", updated=_BUILT)


def _sitemap(sites: Sequence[SiteDraft]) -> DemoAnswer:
    rows = [
        f"<url><loc>{escape(draft.url)}</loc><lastmod>{draft.updated.isoformat()}</lastmod></url>"
        for site in sites
        for draft in site.real_pages
    ]
    body = '<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n'
    return DemoAnswer(200, f"{body}{chr(10).join(rows)}\n</urlset>\n".encode(), "application/xml", updated=_BUILT)
