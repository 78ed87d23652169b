"""Drafts the pages that the bureau and every zone have."""

from __future__ import annotations

from datetime import timedelta
from html import escape

from auditor.demo.answers import DemoAnswer
from auditor.demo.documents import DEMO_MEDIA_TYPES, document
from auditor.demo.draft import Setting, SiteDraft
from auditor.demo.page_html import link_html, news_list, page_list, paragraphs, table_html
from auditor.demo.page_template import add_page, badge, badge_number
from auditor.demo.vocabulary import News, fill, random_stream, vocabulary

_KEYS = (
    ("U", "上方功能區塊，包括網站名稱、搜尋與主要選單"),
    ("C", "中央內容區塊，為本頁的主要內容"),
    ("Z", "下方相關連結區塊，包括聯絡方式與政策"),
)
_RATING = """<form action="{action}" method="post"><fieldset><legend>本頁內容對您有幫助嗎？</legend>
<p><label><input type="radio" name="helpful" value="1"> 有幫助</label> \
<label><input type="radio" name="helpful" value="0"> 沒有幫助</label> <button>送出評分</button></p></fieldset></form>"""
_SCHEMES = (("Category.Theme", "主題分類"), ("Category.Cake", "施政分類"), ("Category.Service", "服務分類"))


def news_of(setting: Setting, site: SiteDraft) -> list[tuple[str, News]]:
    """The site's announcements by kind of page, drawn from the table."""
    kinds = [kind for kind in site.urls if kind.startswith("news-item")]
    drawn = random_stream(setting.seed, site.unit.id, "news")
    return list(zip(kinds, drawn.sample(vocabulary().news, len(kinds)), strict=True))


def add_news(setting: Setting, site: SiteDraft, more: list[tuple[str, str, str]]) -> None:
    """The announcements and their list; ``more`` are entries (day, title, address) of other sites."""
    entries = []
    for kind, news in news_of(setting, site):
        title = fill(news.title, site.unit)
        body = {
            "text": paragraphs([fill(text, site.unit) for text in news.text]),
            "source": f"<p>發布單位：{site.unit.zh}</p>",
        }
        draft = add_page(setting, site, kind, title, body)
        entries.append((draft.updated.isoformat(), title, site.href(kind)))
    entries = sorted(entries + more, reverse=True)
    add_page(
        setting, site, "news", "最新消息", {"list": news_list(entries), "count": f"<p>共 {len(entries)} 項資料</p>"}
    )


def add_home(setting: Setting, site: SiteDraft) -> None:
    """The home page with the blocks that the evaluation form requires."""
    unit, kinds = site.unit, [kind for kind, _ in news_of(setting, site)]
    shown = [(site.pages[kind].updated.isoformat(), _heading(site, kind), site.href(kind)) for kind in kinds]
    popular = [link_html(site.href(kind), _heading(site, kind)) for kind in ("about", "forms", "links")]
    keywords = [link_html(site.href(f"search-{name}"), word) for word, name in vocabulary().keywords]
    social = [
        link_html(f"https://www.facebook.com/{unit.id}.demo/", "Facebook 粉絲專頁", new="yes"),
        link_html(f"https://www.youtube.com/@{unit.id}-demo", "YouTube 影音頻道", new="yes"),
    ]
    more = link_html(site.href("news"), "更多最新消息")
    newest = news_list(sorted(shown, reverse=True), inside=site.number % 2 == 0)
    draft = add_page(setting, site, "home", unit.zh, {
        "intro": paragraphs([fill(vocabulary().about.founding, unit)]),
        "picture": '<p><img src="/images/park.svg" width="96" height="96" alt="園區服務標誌"></p>',
        "news": _block(site, "最新消息", f"{newest}\n<p>{more}</p>"),
        "popular": _block(site, "熱門網頁", page_list(popular)),
        "keywords": _block(site, "熱門關鍵字", page_list(keywords)),
        "social": _block(site, "社群媒體", page_list(social)),
    })  # fmt: skip
    draft.parts["footer"]["badge"] = badge(badge_number(setting, site))


def add_about(setting: Setting, site: SiteDraft) -> None:
    """The introduction with the table of offices (組織架構)."""
    about, unit = vocabulary().about, site.unit
    offices = table_html("組織架構", ("課室", "業務", "電話"), list(about.offices))
    name, path = vocabulary().links[0]
    source = f"<p>資料來源：{link_html(f'{setting.addresses.outer}/{path}', name, new='yes')}</p>"
    add_page(setting, site, "about", "園區簡介", {
        "founding": f"<h2>設立緣起</h2>\n{paragraphs([fill(about.founding, unit)])}",
        "traffic": f"<h2>地理位置與交通</h2>\n{paragraphs([fill(about.traffic, unit)])}\n{source}",
        "facilities": f"<h2>公共設施</h2>\n{paragraphs([fill(about.facilities, unit)])}",
        "offices": f'<h2 id="offices">組織架構與業務職掌</h2>\n{offices}',
        "rating": _RATING.format(action=site.href("about")),
    })  # fmt: skip


def add_forms(setting: Setting, site: SiteDraft) -> None:
    """Forms to download, each as PDF and ODT, some as Word too."""
    day = (setting.anchor - timedelta(days=40)).isoformat()
    blocks = {}
    for form in vocabulary().forms:
        items = []
        for ending in ("pdf", "odt", "docx") if form.office else ("pdf", "odt"):
            body = document(ending, form.title, f"{site.unit.zh}{form.title}")
            url = site.urls.get(f"{form.file}-{ending}", f"{site.base}download/{form.file}.{ending}")
            headers = (("Content-Disposition", f'attachment; filename="{form.file}.{ending}"'),) if "?" in url else ()
            site.file(url, DemoAnswer(200, body, DEMO_MEDIA_TYPES[ending], headers, updated=day))
            size = f"{ending.upper()}，{max(1, round(len(body) / 1024))} KB"
            items.append(link_html(url.partition(site.base)[2], f"{form.title} ({size})"))
        blocks[form.file] = f"<h2>{form.title}</h2>\n{page_list(items)}"
        steps = page_list([fill(step, site.unit) for step in form.steps])
        blocks[f"{form.file}-steps"] = f"<h2>{form.name}申辦流程</h2>\n{steps}"
    blocks["laws"] = f"<h2>法令依據</h2>\n{page_list(list(vocabulary().laws))}"
    blocks["examples"] = f"<h2>填寫範例</h2>\n{paragraphs([vocabulary().example])}"
    add_page(setting, site, "forms", "表單下載", blocks)


def add_links(setting: Setting, site: SiteDraft) -> None:
    """Links to other offices, all alive, on the outer host."""
    items = [link_html(f"{setting.addresses.outer}/{path}", name, new="yes") for name, path in vocabulary().links]
    items.append(link_html(f"{setting.addresses.secure}/", "政府電子採購資訊", new="yes"))
    add_page(setting, site, "links", "網路資源", {"list": page_list(items)})


def add_policy(setting: Setting, site: SiteDraft) -> None:
    """Privacy, security and open data."""
    parts = {title: f"<h2>{title}</h2>\n{paragraphs([text])}" for title, text in vocabulary().policy}
    add_page(setting, site, "policy", "隱私權及資訊安全政策", parts)


def add_english(setting: Setting, site: SiteDraft) -> None:
    """The English page."""
    english, unit = vocabulary().english, site.unit
    services = {title: f"<h2>{escape(title)}</h2>\n{paragraphs([text])}" for title, text in english.services}
    intro = {"intro": paragraphs([fill(english.intro, unit)])}
    add_page(setting, site, "english", unit.en, intro | services)


def add_search(setting: Setting, site: SiteDraft) -> None:
    """The results of the search: hits for the known keywords, none for every other word."""
    for word, name in vocabulary().keywords:
        hits = [link_html(site.href(kind), _heading(site, kind)) for kind in vocabulary().hits[name]]
        body = f"<p>「{word}」共找到 {len(hits)} 筆：</p>\n{page_list(hits)}"
        add_page(setting, site, f"search-{name}", f"搜尋「{word}」", {"hits": body})
    add_page(setting, site, "search", "搜尋", {
        "hint": "<p>請在上方輸入關鍵字。</p>",
        "modes": "<h2>精確與模糊檢索</h2>\n<p>字詞前後加上引號時為精確檢索，不加時為模糊檢索。</p>",
        "across": f"<p>{link_html(f'{setting.addresses.bureau}/ctlr?PRO=search.rwdSearch', '跨網站檢索')}</p>",
    })  # fmt: skip
    add_page(setting, site, "search-none", "搜尋結果", {"hits": "<p>查無符合的資料，請換一個關鍵字。</p>"})
    site.families[site.href("search-none")] = "search-none"


def add_classification(setting: Setting, site: SiteDraft) -> None:
    """The search by class: every class in use, and the pages that have it."""
    parts = {"intro": "<p>依行政機關電子資料流通詮釋資料及分類檢索規範，本網站的網頁可由下列三種分類查詢。</p>"}
    for field, title in _SCHEMES:
        found: dict[str, list[str]] = {}
        for draft in site.pages.values():
            if not draft.english and not draft.kind.startswith("search"):
                entry = link_html(site.href(draft.kind), f"首頁 > {_heading(site, draft.kind)}")
                found.setdefault(dict(draft.metas)[field], []).append(entry)
        groups = [f"<h3>{title} {code}</h3>\n{page_list(links)}" for code, links in sorted(found.items())]
        parts[field] = f"<h2>{title}</h2>\n" + "\n".join(groups)
    add_page(setting, site, "classification", "分類檢索", parts)


def add_sitemap(setting: Setting, site: SiteDraft) -> None:
    """The page 網站導覽: the regions of the site, its access keys, and its pages."""
    keys = [f"Alt+{key}：{text}" for key, text in _KEYS]
    intro = (
        "<p>本網站依無障礙網頁設計原則建置，網站的主要內容分為三大區塊。本網站的快速鍵（Accesskey）設定如下：</p>\n"
        f"{page_list(keys)}\n<p>使用 Firefox 瀏覽器時，請按 Shift+Alt 與字母。</p>"
    )
    shown = [draft.kind for draft in site.real_pages]
    items = [link_html(site.href(kind), _heading(site, kind)) for kind in shown if not site.pages[kind].english]
    add_page(setting, site, "sitemap", "網站導覽", {"keys": intro, "pages": f"<h2>網頁</h2>\n{page_list(items)}"})


def days_before(setting: Setting, days: int) -> str:
    """The ISO day this many days before the network's anchor."""
    return (setting.anchor - timedelta(days=days)).isoformat()


def _block(site: SiteDraft, title: str, html: str) -> str:
    """A block of the home page: half of the sites have a box around it, the others only its heading."""
    block = f"<h2>{title}</h2>\n{html}"
    return block if site.number % 2 else f'<div class="block">\n{block}\n</div>'


def _heading(site: SiteDraft, kind: str) -> str:
    return dict(site.pages[kind].metas)["DC.Title"]
