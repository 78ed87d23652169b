"""Builds the facts of a case page's example from its ``yaml`` and ``html`` blocks, and judges them.

``yaml`` keys by scope:

* page: ``url``, ``status``, ``start``, ``today``, ``site``, ``rendered`` (a Rendered, or the reason it is missing)
* link: the fields of a LinkTarget; ``answer`` is a Response, or a FetchFailure where it has a ``reason``
* site: ``today``, ``site``, ``pages`` (PageSummary each), ``home_targets``, ``area_targets`` and ``file_targets``
  (LinkTarget by address), ``area`` (``url`` and ``html`` of the page of search by classification), ``search``
  (``word``, ``url``, and the HTML of ``known`` and ``nonsense``), ``not_asked``, and those of a page
* any page may have an ``answer``: fields of its Response
* portfolio: ``today``, ``sites`` (each like a site check's), ``systems`` (``system``, its ``target``, ``missing``)
"""

from __future__ import annotations

from typing import Any

import msgspec
from case_pages import Example

from auditor.extract.home.metadata_soup import read_blocks_from_soup, read_head
from auditor.extract.html.document import read_document
from auditor.judging import run_checks
from auditor.model import (
    Check,
    Context,
    Download,
    FetchFailure,
    Fragment,
    Judged,
    LinkDetail,
    LinkState,
    LinkTarget,
    Notice,
    NotJudged,
    Page,
    PageFacts,
    PageSummary,
    PortfolioFacts,
    Rendered,
    Response,
    Scope,
    SearchAnswers,
    Signal,
    Site,
    SiteFacts,
    SiteKind,
    StyleSheet,
    System,
    SystemFacts,
    Untested,
)

URL = "https://zone.example.gov.tw/page"
TODAY = "2026-11-23"


def judge_example(check: Check, example: Example) -> Judged | NotJudged:
    """Run the check over the facts of the example."""
    (result,) = _judge(check, example)
    return result


def page_of_example(example: Example) -> tuple[PageFacts, Context]:
    """The facts and the context of the page of an example of a page check."""
    return _page(example.facts, example.html)


def _judge(check: Check, example: Example) -> list[Judged | NotJudged]:
    match check.scope:
        case Scope.LINK:
            return run_checks.judge_target([check], _target(example.facts))
        case Scope.PAGE:
            facts, context = _page(example.facts, example.html)
            return run_checks.judge_page([check], facts, context)
        case Scope.SITE:
            return run_checks.judge_site([check], _site_facts(example.facts, example.html))
        case Scope.PORTFOLIO:
            sites = tuple(_site_facts(site, site.get("html")) for site in example.facts.get("sites", ()))
            systems = tuple(map(_system_facts, example.facts.get("systems", ())))
            return run_checks.judge_portfolio(
                [check], PortfolioFacts(example.facts.get("today", TODAY), sites, systems)
            )


def _page(facts: dict[str, Any], html: str | None) -> tuple[PageFacts, Context]:
    """The facts and the context of one page; without HTML the answer is no page."""
    url = facts.get("url", URL)
    start = bool(facts.get("start"))
    read = Page()
    if html is not None:
        document = read_document(html, url)
        read = Page(document, read_head(html, url), read_blocks_from_soup(html, url, document))
    rendered = facts.get("rendered", "not_visited")
    answer = msgspec.convert(
        {"url": url, "final_url": url, "status": 200, "media_type": "text/html", **_tagged(Response)}
        | {key: facts[key] for key in ("status",) if key in facts}
        | facts.get("answer", {}),
        Response,
    )
    visit = _rendered(rendered, url) if isinstance(rendered, dict) else Untested(rendered)
    site = _site(facts)
    return (
        PageFacts(url, site.id, answer, read, visit, start=start),
        Context(site, facts.get("today", TODAY), start),
    )


def _site_facts(facts: dict[str, Any], html: str | None) -> SiteFacts:
    """The facts of one site; without HTML its home page could not be read."""
    pages = ({"status": 200, "url": URL, **page} for page in facts.get("pages", ()))
    return SiteFacts(
        _site(facts),
        facts.get("today", TODAY),
        tuple(msgspec.convert(page, PageSummary) for page in pages),
        _page({"start": True, **facts}, html)[0] if html is not None else None,
        _targets(facts, "home_targets"),
        _page(facts["area"], facts["area"]["html"])[0] if "area" in facts else None,
        _targets(facts, "area_targets"),
        _targets(facts, "file_targets"),
        _search(facts.get("search")),
        facts.get("not_asked", 0),
    )


def _targets(facts: dict[str, Any], key: str) -> dict[str, LinkTarget]:
    return {url: _target({"url": url, **target}) for url, target in facts.get(key, {}).items()}


def _search(facts: dict[str, str] | None) -> SearchAnswers | None:
    """The answers of a site's search, from the HTML of each."""
    if facts is None:
        return None
    known, nonsense = (read_document(facts[key], URL) if key in facts else None for key in ("known", "nonsense"))
    return SearchAnswers(facts["word"], facts["url"], known, nonsense)


def _system_facts(facts: dict[str, Any]) -> SystemFacts:
    """One system with its target; ``missing`` words are None where no page could be read."""
    system = msgspec.convert({"id": "system", "name": "系統", "how": "probe", **facts["system"]}, System)
    missing = facts.get("missing")
    target = _target({"url": system.url, **facts["target"]})
    return SystemFacts(system, target, None if missing is None else tuple(missing))


def _target(facts: dict[str, Any]) -> LinkTarget:
    """One link target; an answer with a ``reason`` is a failure."""
    answer = facts.get("answer")
    if answer is not None:
        kind = FetchFailure if "reason" in answer else Response
        answer = {"url": facts["url"], "final_url": facts["url"], **_tagged(kind), **answer}
        answer = msgspec.convert(answer, kind)
    return LinkTarget(
        url=facts["url"],
        state=LinkState(facts.get("state", "ok")),
        detail=LinkDetail(facts.get("detail", "alive")),
        notices=tuple(map(Notice, facts.get("notices", ()))),
        answer=answer,
        attempts=facts.get("attempts", 1),
        confirmed=facts.get("confirmed", False),
        download=msgspec.convert(facts["download"], Download) if "download" in facts else None,
        sheet=msgspec.convert(facts["sheet"], StyleSheet) if "sheet" in facts else None,
        signals=tuple(msgspec.convert(signal, Signal) for signal in facts.get("signals", ())),
        fragments=tuple(msgspec.convert(fragment, Fragment) for fragment in facts.get("fragments", ())),
    )


def _rendered(facts: dict[str, Any], url: str) -> Rendered:
    plain = {"url": url, "final_url": url, "browser": "Chromium", **_tagged(Rendered), **facts}
    return msgspec.convert(plain, Rendered)


def _tagged(kind: type[msgspec.Struct]) -> dict[str, Any]:
    config = kind.__struct_config__
    return {str(config.tag_field): config.tag} if config.tag is not None else {}


def _site(facts: dict[str, Any]) -> Site:
    plain = {
        "id": "zone",
        "names": [{"zh": "範例工業區服務中心", "en": "Example Industrial Park Service Center"}],
        "kind": SiteKind.SERVICE_CENTER,
        "url": "https://zone.example.gov.tw/",
        **facts.get("site", {}),
    }
    return msgspec.convert(plain, Site)
