"""Adds to every page of a site its metadata, header, menu and footer."""

from __future__ import annotations

from datetime import date, timedelta
from html import escape

from auditor.demo.draft import PageDraft, Setting, SiteDraft
from auditor.demo.page_html import link_html, page_list
from auditor.demo.vocabulary import random_stream, vocabulary

_MENU = {
    False: (("news", "最新消息"), ("about", "園區簡介"), ("forms", "表單下載"), ("links", "網路資源")),
    True: (("news", "News (in Chinese)"), ("about", "About the park (in Chinese)"), ("forms", "Forms (in Chinese)")),
}
_SEARCH = """<form role="search" action="{action}" method="get">
<p>{hidden}<label for="q">{label}</label> <input type="search" id="q" name="keyword"> <button>{button}</button></p>
</form>"""
_BADGE = """<p><a href="https://accessibility.moda.gov.tw/Applications/Detail?category={number}" title="無障礙網站">\
<img class="badge" src="/images/badge.png" width="88" height="31" alt="通過AA無障礙網頁檢測"></a></p>"""
_DATES = ("{0:%Y-%m-%d}", "{0:%Y/%m/%d}", "{1}年{0:%m}月{0:%d}日")
_ROC = 1911
_CITY, _TOLL_FREE = "臺中市", "0800-000-000"


def add_page(setting: Setting, site: SiteDraft, kind: str, title: str, main: dict[str, str]) -> PageDraft:
    """Add a page of this kind with heading and main part, between the site's header and footer, to the site."""
    english = kind == "english"
    updated = _day(setting, site, kind)
    name = site.unit.en if english else site.unit.zh
    heading = {"heading": f"<h1>{escape(title)}</h1>"}
    draft = PageDraft(
        url=site.urls[kind],
        kind=kind,
        title=title if kind == "home" else f"{title} - {name}",
        updated=updated,
        metas=_metas(site, kind, title, updated),
        parts={
            "header": _header(site, english),
            "main": (heading if kind == "home" else _path(site, english) | heading) | main,
            "footer": _footer(setting, site, english) | {"updated": updated_text(site, updated, english=english)},
        },
        english=english,
    )
    site.pages[kind] = draft
    return draft


def badge_number(setting: Setting, site: SiteDraft) -> str:
    """The 14 digits of the badge's number: the time of its application, within the last two years."""
    drawn = random_stream(setting.seed, site.unit.id, "badge")
    applied = setting.anchor - timedelta(days=drawn.randrange(60, 700))
    return f"{applied:%Y%m%d}{drawn.randrange(9, 17):02d}{drawn.randrange(60):02d}{drawn.randrange(60):02d}"


def badge(number: str) -> str:
    """The accessibility badge in the form that the authority prescribes."""
    return _BADGE.format(number=number)


def updated_text(site: SiteDraft, day: date, *, english: bool = False) -> str:
    """The day of the page's update in the site's date format."""
    if english:
        return f"<p>Last updated: {day.isoformat()}</p>"
    formatted = _DATES[site.number % len(_DATES)].format(day, day.year - _ROC)
    return f"<p>更新日期：{formatted}</p>" if formatted[0] == "2" else f"<p>更新日期：民國 {formatted}</p>"


def _day(setting: Setting, site: SiteDraft, kind: str) -> date:
    """The day of a page's update; news and the pages that list them are the newest."""
    drawn = random_stream(setting.seed, site.unit.id, kind)
    young = kind == "home" or kind.startswith("news")
    days = drawn.randrange(1, 9) if young else drawn.randrange(10, 300)
    return setting.anchor - timedelta(days=days)


def _metas(site: SiteDraft, kind: str, title: str, updated: date) -> list[tuple[str, str]]:
    unit, english = site.unit, kind == "english"
    classes = vocabulary().classes
    family = next(
        (name for name in (kind, kind.rpartition("-")[0], kind.partition("-")[0]) if name in classes), "other"
    )
    theme, policy, service = classes[family]
    name = unit.en if english else unit.zh
    return [
        ("DC.Title", title),
        ("DC.Creator", name),
        ("DC.Subject", title),
        ("DC.Description", f"{name}: {title}"),
        ("DC.Publisher", name if english else unit.agency or name),
        ("DC.Contributor", name),
        ("DC.Date", updated.isoformat()),
        ("DC.Type", "Text"),
        ("DC.Format", "text/html"),
        ("DC.Identifier", site.agency_code),
        ("DC.Source", name),
        ("DC.Language", "English" if english else "中文"),
        ("DC.Relation", site.base),
        ("DC.Coverage.t.min", (updated - timedelta(days=365)).isoformat()),
        ("DC.Coverage.t.max", updated.isoformat()),
        ("DC.Rights", name),
        ("Category.Theme", theme),
        ("Category.Cake", policy),
        ("Category.Service", service),
        ("Keywords", f"{name},{title}"),
    ]


def _header(site: SiteDraft, english: bool) -> dict[str, str]:
    unit = site.unit
    name = unit.en if english else unit.zh
    menu = [link_html(site.href(kind), text) for kind, text in _MENU[english] if kind in site.urls]
    label = "Menu" if english else "主要選單"
    tools = _english_tools(site) if english else _tools(site)
    return {
        "name": f'<p class="name">{link_html(site.href("home"), name)}</p>',
        **tools,
        "search": _search(site, english),
        "menu": f'<nav aria-label="{label}">\n{page_list(menu)}\n</nav>',
    }


def _tools(site: SiteDraft) -> dict[str, str]:
    return {
        "sitemap": f"<p>{link_html(site.href('sitemap'), '網站導覽')}</p>",
        "classification": f"<p>{link_html(site.href('classification'), '分類檢索')}</p>",
        "english": f"<p>{link_html(site.href('english'), 'English', lang='en', hreflang='en')}</p>",
    }


def _english_tools(site: SiteDraft) -> dict[str, str]:
    language = "zh-Hant-TW"
    return {"chinese": f"<p>{link_html(site.href('home'), '中文版', lang=language, hreflang=language)}</p>"}


def _search(site: SiteDraft, english: bool) -> str:
    action, _, query = site.href("search").partition("?")
    fixed = [pair.split("=", 1) for pair in query.split("&") if pair]
    hidden = "".join(f'<input type="hidden" name="{name}" value="{value}"> ' for name, value in fixed)
    label, button = ("Keyword", "Search") if english else ("關鍵字", "搜尋")
    return _SEARCH.format(action=action, hidden=hidden, label=label, button=button)


def _path(site: SiteDraft, english: bool) -> dict[str, str]:
    text, home = ("You are here: ", "Home") if english else ("您現在的位置：", "首頁")
    return {"path": f"<p>{text}{link_html(site.href('home'), home)}</p>"}


def _footer(setting: Setting, site: SiteDraft, english: bool) -> dict[str, str]:
    unit = site.unit
    drawn = random_stream(0, unit.id, "address")
    phone = f"(0{drawn.randrange(2, 9)}) {drawn.randrange(2000, 9000)}-{drawn.randrange(1000, 9999)}"
    if english:
        return {"contact": f"<p>{escape(unit.en)}. Telephone: {phone}</p>"}
    mail = f"service@{unit.id}.demo"
    mailbox, city = link_html(f"mailto:{mail}", mail), unit.city or _CITY
    calls = f"電話：{phone} 免付費電話：{_TOLL_FREE}"
    contact = f"<p>{unit.zh} {calls} 聯絡信箱：{mailbox} 地址：{city}工業路一號</p>"
    rights = f"<p>版權所有 © {setting.anchor.year} {unit.agency}{unit.zh}</p>"
    policy = f"<p>{link_html(site.href('policy'), '隱私權及資訊安全政策')}</p>"
    return {"contact": contact, "policy": policy, "rights": rights}
