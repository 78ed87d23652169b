"""Plants faults into drafts: one function a method, each returns the page with the fault and the link's target."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from itertools import count
from typing import Any, get_type_hints

import msgspec

from auditor import urls
from auditor.demo.answers import HTML, DemoAnswer, spelled
from auditor.demo.draft import PageDraft, Setting, SiteDraft, path_and_query
from auditor.demo.page_html import link_html, page_list, paragraphs
from auditor.demo.page_template import add_page, updated_text
from auditor.demo.planted_documents import planted_document
from auditor.model import Badge, Site

Params = dict[str, Any]
Planted = tuple[str, str]
"""The address of the page with the fault, and the target of a planted link (otherwise empty)."""

_MONTHS = 12


class PlantingPlace(msgspec.Struct, frozen=True):
    """The page of a site of a network into which a fault is planted."""

    setting: Setting
    site: SiteDraft
    draft: PageDraft

    def fill(self, text: str) -> str:
        """The text with addresses of the network filled in; ``{site}`` is the site's folder."""
        return self.setting.addresses.fill(text, site=self.site.base, folder=path_and_query(self.site.base))


def plant(name: str, place: PlantingPlace, params: Params) -> Planted:
    """Plant by the method of this name. Raises ``ValueError`` for a method that does not exist."""
    if name not in _METHODS:
        raise ValueError(f"faults.yaml: no planting method is called {name!r}; there are: {', '.join(_METHODS)}")
    return _METHODS[name](place, params)


def _put(place: PlantingPlace, params: Params) -> Planted:
    """Add HTML at the end of a region, or in place of the part ``name``."""
    region = place.draft.parts[params.get("region", "main")]
    free = next(name for name in (f"planted-{number}" for number in count(len(region))) if name not in region)
    region[params.get("name", free)] = place.fill(params["html"])
    return place.draft.url, ""


def _drop(place: PlantingPlace, params: Params) -> Planted:
    """Remove parts of a region."""
    for name in params["names"]:
        del place.draft.parts[params["region"]][name]
    return place.draft.url, ""


def _move(place: PlantingPlace, params: Params) -> Planted:
    """Move parts of a region to its end, or to the end of the region ``to``."""
    region = params["region"]
    to = str(params.get("to", region))
    for name in params["names"]:
        part = place.draft.parts[region].pop(name)
        place.draft.parts[to][name] = part
    return place.draft.url, ""


def _link(place: PlantingPlace, params: Params) -> Planted:
    """Add a link in its ``html``; its target answers with ``answer``, or with a ``document`` of that kind."""
    href = place.fill(params["href"])
    target = urls.resolve(place.draft.url, href) or href
    text = params["text"]
    named = {key: params[key] for key in ("region", "name") if key in params}
    _put(place, named | {"html": params.get("html", "<p>{link}</p>").replace("{link}", link_html(href, text))})
    if "answer" in params:
        given = dict(params["answer"])
        body = place.fill(given.pop("body", "")).encode()
        place.site.file(target, DemoAnswer(body=body, **given))
    if kind := params.get("document"):
        place.site.file(target, DemoAnswer(200, *planted_document(kind, text)))
    return place.draft.url, target


def _meta(place: PlantingPlace, params: Params) -> Planted:
    """Change metadata: ``drop`` and ``set`` tags (both by patterns of names), ``rename`` and ``add`` them."""
    draft, contents, names = place.draft, params.get("set", {}), params.get("rename", {})
    dropped = params.get("drop", ())
    kept = [
        (
            names.get(name, name),
            next((_dated(place, new) for known, new in contents.items() if re.fullmatch(known, name)), value),
        )
        for name, value in draft.metas
        if not any(re.fullmatch(known, name) for known in dropped)
    ]
    draft.metas = [*kept, *((name, value) for name, value in params.get("add", ()))]
    return draft.url, ""


def _dated(place: PlantingPlace, text: str) -> str:
    """The text with ``{anchor}``, or ``{anchor-365}``, as the day so many days before the network's anchor."""
    anchor = place.setting.anchor
    return re.sub(r"\{anchor(-\d+)?\}", lambda found: (anchor + timedelta(int(found[1] or 0))).isoformat(), text)


def _rewrite(place: PlantingPlace, params: Params) -> Planted:
    r"""Change the rendered HTML by a regular expression that occurs in it; ``by`` may name groups (``\1``)."""
    place.draft.rewrites = [*place.draft.rewrites, (re.compile(params["pattern"], re.DOTALL), place.fill(params["by"]))]
    return place.draft.url, ""


def _updated(place: PlantingPlace, params: Params) -> Planted:
    """Change the date of update that the page shows: an ISO day, or today."""
    today = params["day"] == "today"
    day = place.setting.today if today else date.fromisoformat(params["day"])
    place.draft.parts["footer"]["updated"] = updated_text(place.site, day, english=place.draft.english)
    return place.draft.url, ""


def _terms(place: PlantingPlace, params: Params) -> Planted:
    """Change fields of the site's configuration."""
    shapes = get_type_hints(Site)
    place.site.terms |= {name: msgspec.convert(value, shapes[name]) for name, value in params.items()}
    return place.draft.url, ""


def _system(place: PlantingPlace, params: Params) -> Planted:
    """Give the form's system with this ``id`` another ``path`` on the outer host."""
    place.site.systems = place.site.systems | {params["id"]: params["path"]}
    return place.draft.url, ""


def _sheet(place: PlantingPlace, params: Params) -> Planted:
    """Add a style sheet with these rules to the page."""
    url = f"{place.site.base}{params['href']}"
    place.site.file(url, DemoAnswer(200, params["css"].encode(), "text/css; charset=utf-8"))
    _put(place, {"html": f'<link rel="stylesheet" href="{path_and_query(url)}">'})
    return place.draft.url, url


def _badge(place: PlantingPlace, params: Params) -> Planted:
    """Let the configured badge expire ``days`` from today."""
    last = place.setting.today + timedelta(days=params["days"])
    place.site.terms |= {"badge": Badge("110.07", "AA", expires=last.isoformat())}
    return place.draft.url, ""


def _page(place: PlantingPlace, params: Params) -> Planted:
    """Add a page with the fault, linked from this page. ``script`` is a script that it runs."""
    site, kind = place.site, params["kind"]
    site.urls = site.urls | {kind: site.base + params["url"]}
    html = place.fill(params["html"])
    main = {"planted": html}
    if "script" in params:
        script = f"{site.base}{kind}.js"
        site.file(script, DemoAnswer(200, place.fill(params["script"]).encode(), "text/javascript; charset=utf-8"))
        main["script"] = f'<script src="{path_and_query(script)}"></script>'
    made = add_page(place.setting, site, kind, params["title"], main)
    made.charset = params.get("charset", "utf-8")
    _put(place, {"html": f"<p>{link_html(site.href(kind), params['title'])}</p>"})
    target = place.fill(params.get("target", ""))
    return made.url, urls.resolve(made.url, target) or "" if target else ""


def _soft_missing(place: PlantingPlace, params: Params) -> Planted:
    """Add a list whose missing entries answer with status 200, with a link to a missing entry."""
    site, module = place.site, params["module"]
    site.urls = site.urls | {"faq": f"{site.base}{module}?method=list"}
    items = []
    for number, (question, answer) in enumerate(params["entries"], 1):
        kind = f"faq-{number}"
        site.urls[kind] = f"{site.base}{module}?method=info&id={12000 + site.number * 10 + number}"
        add_page(place.setting, site, kind, question, {"answer": paragraphs([answer])})
        items.append(link_html(site.href(kind), question))
    gone = f"{site.base}{module}?method=info&id="
    site.urls["faq-missing"] = gone
    add_page(place.setting, site, "faq-missing", "常見問答", {"answer": "<p>查無此頁，資料可能已經移除。</p>"})
    site.families[path_and_query(gone)] = "faq-missing"
    target = f"{gone}{12009 + site.number * 10}"
    items.append(link_html(path_and_query(target), params["missing"]))
    listed = add_page(place.setting, site, "faq", "常見問答", {"list": page_list(items)})
    _put(place, {"html": f"<p>{link_html(site.href('faq'), '常見問答')}</p>"})
    return listed.url, target


def _calendar(place: PlantingPlace, params: Params) -> Planted:
    """Add a calendar that links from month to month without end; robots.txt disallows it."""
    site = place.site
    folder = f"{site.base}{params['folder']}"
    for month in range(_MONTHS):
        following = link_html(path_and_query(f"{folder}?month={month + 1}"), "下個月")
        body = f"<!DOCTYPE html><html lang='zh-Hant-TW'><title>活動行事曆</title><p>{following}</p></html>"
        site.file(f"{folder}?month={month}", DemoAnswer(200, body.encode(), HTML))
    site.robots.append(spelled(path_and_query(folder)))
    _put(place, {"html": f"<p>{link_html(path_and_query(f'{folder}?month=0'), '活動行事曆')}</p>"})
    return place.draft.url, ""


_METHODS: dict[str, Callable[[PlantingPlace, Params], Planted]] = {
    "put": _put,
    "drop": _drop,
    "link": _link,
    "meta": _meta,
    "rewrite": _rewrite,
    "updated": _updated,
    "terms": _terms,
    "page": _page,
    "soft-missing": _soft_missing,
    "calendar": _calendar,
    "move": _move,
    "badge": _badge,
    "sheet": _sheet,
    "system": _system,
}
