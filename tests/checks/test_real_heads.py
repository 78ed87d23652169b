"""Heads of real government pages, rebuilt from their facts: every fault in them is found, and nothing else."""

from __future__ import annotations

from collections import defaultdict
from html import escape
from pathlib import Path
from typing import Any

import pytest
import yaml

from auditor.extract.home.metadata_soup import read_head
from auditor.extract.html.document import read_document
from auditor.judging import registry, run_checks
from auditor.model import (
    Context,
    Judged,
    Name,
    NotJudged,
    Page,
    PageFacts,
    PageSummary,
    PortfolioFacts,
    Response,
    Site,
    SiteFacts,
    SiteKind,
    Topic,
    Untested,
    Verdict,
)
from auditor.pipeline.judgement.summaries import summarise_page

CASES: dict[str, dict[str, Any]] = yaml.safe_load(
    (Path(__file__).parent / "real_heads.yaml").read_text(encoding="utf-8")
)
CHECKS = tuple(
    check
    for check in registry.load_checks(packs=False)
    if check.topic is Topic.METADATA or check.id == "page-language-contradicting"
)
WORDS = (
    "本頁說明業務內容、申請方式與聯絡電話。民眾可於上班時間洽詢服務臺，或以電子郵件提出問題，承辦人員將於三個工作天內回覆。"
    * 3
)
URL = "https://www.example.gov.tw/page"
PAGES = 5


def whole(name: str) -> dict[str, Any]:
    """A case with what it takes from its base."""
    case = CASES[name]
    below = whole(case["base"]) if "base" in case else {}
    return {**below, **case, "metas": {**below.get("metas", {}), **case.get("metas", {})}}


def page_of(case: dict[str, Any], url: str = "") -> PageFacts:
    address = url or case.get("url", URL)
    lines = [
        f'<meta name="{escape(name)}" content="{escape(content)}">'
        for name, contents in case["metas"].items()
        for content in (contents if isinstance(contents, list) else [contents])
        if content is not None
    ]
    lang, words = case.get("lang", "zh-Hant-TW"), case.get("words", WORDS)
    title = escape(case.get("title", "頁面"))
    html = (
        f'<!DOCTYPE html><html lang="{lang}"><head><meta charset="utf-8"><title>{title}</title>'
        f"{''.join(lines)}</head><body><main><h1>{title}</h1><p>{words}</p></main></body></html>"
    )
    read = Page(read_document(html, address), read_head(html, address))
    answer = Response(address, address, 200, media_type="text/html")
    return PageFacts(address, "site", answer, read, Untested.NOT_VISITED)


def site_of(case: dict[str, Any]) -> Site:
    url = case.get("url", URL)
    names = (Name(zh=case["names"]),)
    return Site(case["names"], names, SiteKind.BUREAU, url=url, agency_code=case.get("code", ""))


def summaries(site: Site, case: dict[str, Any]) -> tuple[PageSummary, ...]:
    """Pages of a site that differ in a single field, which counts on or takes the given values."""
    found = []
    for number in range(PAGES):
        varied = dict(case["metas"])
        if case.get("vary", "none") != "none":
            varied[case["vary"]] = case.get("values", [f"2012-03-0{day}" for day in range(1, 6)])[number]
        facts = page_of({**case, "metas": varied}, f"{URL}/{number}")
        document = facts.page.document if isinstance(facts.page, Page) else None
        found.append(summarise_page(site, facts, document))
    return tuple(found)


def site_facts(case: dict[str, Any]) -> SiteFacts:
    model = whole(case["constant"])
    merged = {**model, **case, "metas": {**model["metas"], **case.get("metas", {})}}
    site = site_of(merged)
    return SiteFacts(site, "2026-11-23", summaries(site, merged))


def judged(case: dict[str, Any], name: str) -> list[Judged | NotJudged]:
    if "sites" in case:
        sites = [site_facts({"constant": model, "names": site}) for site, model in case["sites"].items()]
        return run_checks.judge_portfolio(CHECKS, PortfolioFacts("2026-11-23", tuple(sites)))
    if "constant" in case:
        return run_checks.judge_site(CHECKS, site_facts(case))
    full = whole(name)
    context = Context(site_of(full), full.get("today", "2026-11-23"))
    return run_checks.judge_page(CHECKS, page_of(full), context)


def faults(results: list[Judged | NotJudged]) -> dict[str, list[str]]:
    """Every fault by its check: the field it names, else what distinguishes it; undecided ones after a ``?``."""
    found: dict[str, list[str]] = defaultdict(list)
    for result in results:
        for verdict in result.verdicts if isinstance(result, Judged) else ():
            if verdict.outcome != "passed":
                mark = "?" if verdict.outcome == "cant_tell" else ""
                found[f"{mark}{result.check}"].append(_named(result.check, verdict))
    return {check: sorted(names) for check, names in found.items()}


_BY = {
    "classification-malformed": "code",
    "classification-scheme-swapped": "code",
    "classification-level-impossible": "code",
    "classification-site-missing": "site",
    "dublin-core-coverage-outdated": "reason",
    "dublin-core-identifier-foreign": "value",
    "dublin-core-language-contradicting": "value",
    "dublin-core-title-foreign": "value",
    "dublin-core-type-misused": "value",
    "page-language-contradicting": "lang",
    "classification-same-everywhere": "cause",
    "classification-first-entry": "cause",
}


def _named(check: str, verdict: Verdict) -> str:
    return str({**verdict.data, "cause": verdict.cause, "reason": verdict.reason}[_BY.get(check, "field")])


@pytest.mark.parametrize("name", CASES)
def test_every_fault_is_found_and_nothing_else(name: str) -> None:
    case = CASES[name]
    expected = {check: sorted(fields) for check, fields in case["expects"].items()}
    assert faults(judged(case, name)) == expected


def test_all_eighteen_samples_are_here() -> None:
    assert {name.partition("-")[0] for name in CASES} >= {f"S{number}" for number in range(1, 19)}


def test_a_tag_named_by_another_attribute_is_found() -> None:
    html = '<html><head><title>頁面</title><meta property="DC.Title" content="頁面"></head><body></body></html>'
    read = Page(read_document(html, URL), read_head(html, URL))
    facts = PageFacts(URL, "s", Response(URL, URL, 200), read, Untested.NOT_VISITED)
    context = Context(site_of({"names": "機關"}), "2026-11-23")
    assert faults(run_checks.judge_page(CHECKS, facts, context))["dublin-core-misspelt"] == ["DC.Title"]
