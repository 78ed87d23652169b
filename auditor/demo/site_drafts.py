"""Plans the addresses of the bureau's and the zones' pages, and drafts the pages."""

from __future__ import annotations

from urllib.parse import quote

from auditor.demo import page_drafts
from auditor.demo.draft import Setting, SiteDraft
from auditor.demo.page_html import link_html, page_list
from auditor.demo.page_template import add_page
from auditor.demo.vocabulary import DemoUnit, demo_units, vocabulary

FIRST_ID = 10_000
_IDS_A_ZONE = 20

_ZONE = {
    "home": "",
    "news": "news.do?method=list&page=1",
    "about": "index.do?id=10",
    "forms": "download.do?method=list",
    "links": "index.do?id=30",
    "policy": "index.do?id=95",
    "english": "index.do?id=0&lang=en",
    "search": "search.do",
    "classification": "classify.do?id=1",
    "sitemap": "index.do?id=90",
}
_BUREAU = {
    "home": "ctlr?PRO=idx2015&lang=0",
    "news": "ctlr?PRO=news.rwdNewsList&page=1",
    "about": "ctlr?PRO=about.AboutView&id=1",
    "forms": "ctlr?PRO=download.FormList",
    "lease-pdf": "ctlr?PRO=DownloadFile&t=3&id=133",
    "links": "ctlr?PRO=link.LinkList",
    "zones": "ctlr?PRO=zone.ZoneList",
    "open": "ctlr?PRO=default.OpenInformation",
    "policy": "ctlr?PRO=policy.PolicyView&id=2628",
    "english": "ctlr?PRO=idx2015&lang=1",
    "search": "ctlr?PRO=search.rwdSearch",
    "classification": "ctlr?PRO=govsearch.rwdSearchList",
    "sitemap": "ctlr?PRO=sitemap.SiteMap&lang=0",
}


def zone(setting: Setting, unit: DemoUnit, number: int) -> SiteDraft:
    """The site of a zone, the ``number``-th of the network counted from 1."""
    base = f"{setting.addresses.zones}/iphw/{unit.id}/"
    first = FIRST_ID + number * _IDS_A_ZONE
    urls = _ZONE | {f"news-item-{n}": f"news.do?method=info&id={first + n}" for n in (1, 2)}
    site = SiteDraft(unit, number, base, _whole(base, urls))
    bureau_news = f"{setting.addresses.bureau}/ctlr?PRO=news.rwdNewsView&id="
    more = [
        (page_drafts.days_before(setting, 12), "產業升級創新平台輔導計畫受理申請", f"{bureau_news}43140"),
        (page_drafts.days_before(setting, 33), "政令宣導：工廠管理輔導法修正重點", f"{bureau_news}43141"),
    ]
    _add_pages(setting, site, more)
    home = site.href("home")
    site.spellings = {home.rstrip("/"): "home", f"{home}index.do?id=0": "home"}
    return site


def bureau(setting: Setting, zones: list[SiteDraft]) -> SiteDraft:
    """The bureau's site, which lists the zones."""
    base = f"{setting.addresses.bureau}/"
    urls = _BUREAU | {f"news-item-{n}": f"ctlr?PRO=news.rwdNewsView&id={43139 + n}" for n in (1, 2, 3)}
    site = SiteDraft(demo_units()[0], 0, base, _whole(base, urls), robots=["/internal/"])
    items = [link_html(f"{draft.base}", draft.unit.zh) for draft in zones]
    add_page(setting, site, "zones", "產業園區網站", {"list": page_list(items)})
    opened = (
        "<p>本署依政府資訊公開法第七條，主動公開施政計畫、預算及決算書、請願之處理結果與書面之公共工程及採購契約。</p>"
    )
    add_page(setting, site, "open", "政府資訊公開", {"text": opened})
    _add_pages(setting, site, [])
    site.spellings = {"/ctlr?PRO=news.NewsList": "news", "/ctlr?PRO=news.NewsList&lang=0": "news", "/ctlr": "home"}
    return site


def _add_pages(setting: Setting, site: SiteDraft, more: list[tuple[str, str, str]]) -> None:
    page_drafts.add_news(setting, site, more)
    page_drafts.add_about(setting, site)
    page_drafts.add_forms(setting, site)
    page_drafts.add_links(setting, site)
    page_drafts.add_policy(setting, site)
    page_drafts.add_english(setting, site)
    page_drafts.add_search(setting, site)
    page_drafts.add_home(setting, site)
    page_drafts.add_classification(setting, site)
    page_drafts.add_sitemap(setting, site)


def _whole(base: str, urls: dict[str, str]) -> dict[str, str]:
    search = urls["search"]
    results = f"{search}{'&' if '?' in search else '?'}keyword="
    found = {f"search-{name}": f"{results}{quote(word)}" for word, name in vocabulary().keywords}
    return {kind: base + url for kind, url in (urls | found | {"search-none": results}).items()}
