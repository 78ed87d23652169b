"""The report passes the audit it reports on: our own accessibility checks find nothing in its pages."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.extract.html.document import read_document
from auditor.judging import registry
from auditor.judging.run_checks import judge_page
from auditor.model import (
    Context,
    Document,
    Judged,
    Name,
    Outcome,
    Page,
    PageFacts,
    Response,
    Scope,
    Site,
    SiteKind,
    Topic,
    Untested,
)

CHECKS = [
    check
    for check in registry.select(registry.load_checks(packs=False), topics=(Topic.ACCESSIBILITY.value,))
    if check.scope is Scope.PAGE and Document in check.needs.values()
]
PAGES = ("index", "portfolio", "run", "form", "waivers", "units/1", "sites/site-0", "sites/site-9", "checklists/site-0")
SITE = Site("report", (Name("報告"),), SiteKind.BUREAU, url="https://report.example.tw/", level="AA")


@pytest.mark.parametrize("language", ["folder", "english"])
@pytest.mark.parametrize("page", PAGES)
def test_our_own_checks_find_nothing(language: str, page: str, request: pytest.FixtureRequest) -> None:
    folder: Path = request.getfixturevalue(language)
    url = f"https://report.example.tw/{page}.html"
    document = read_document((folder / f"{page}.html").read_bytes(), url)
    answer = Response(url, url, 200, media_type="text/html")
    facts = PageFacts(url, "report", answer, Page(document=document), Untested.NOT_VISITED)
    judged = [each for each in judge_page(CHECKS, facts, Context(SITE, "2026-11-23")) if isinstance(each, Judged)]
    faults = [
        (each.check, verdict.place.selector, verdict.data)
        for each in judged
        for verdict in each.verdicts
        if verdict.outcome is Outcome.FAILED
    ]
    assert len(judged) == len(CHECKS) > 15
    assert faults == []
