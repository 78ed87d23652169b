"""What is found of all sites together reaches the reports, with the site that it concerns and its unit."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import msgspec
from small_runs import ROOT, begin, page
from test_downloads_and_systems import first_page, with_system

from auditor.model import Life, LinkState, Owner, Run
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.reports import report_run, stored_evidence
from auditor.store import Store


@dataclass
class Found:
    """Where a finding stands in the evidence."""

    site: str
    check: str
    owner: str
    life: Life


def found(store: Store, run: Run) -> list[Found]:
    judge_run(store, store.runs.find(run.number), made="2026-11-23T09:00:00+08:00")
    evidence = stored_evidence(store, store.runs.find(run.number))
    return [
        Found(one.site, one.check, one.owner, one.life)
        for site in evidence.sites
        for one in site.findings
        if one.check in {"classification-site-missing", "system-unavailable"} and one.site == site.site.id
    ]


def unclassified(store: Store) -> Run:
    """A run in which site a is classified and site b is not."""
    run = begin(store, "a", "b", topics=("metadata",))
    portfolio = run.settings.portfolio
    owned = tuple(msgspec.structs.replace(site, default_owner=Owner(f"unit {site.id}")) for site in portfolio.sites)
    settings = msgspec.structs.replace(run.settings, portfolio=msgspec.structs.replace(portfolio, sites=owned))
    run = store.runs.create(f"{run.period}-owned", run.day, settings, {}, "2026-01-01T02:00:00+08:00")
    pages = [page(store, f"{ROOT}a/{name}", classes=("100", "100", "100")) for name in ("", "1", "2")]
    pages += [page(store, f"{ROOT}b/{name}") for name in ("", "1", "2")]
    store.queue.record(run.number, fetched=pages)
    return run


def test_a_site_without_classes_is_reported_with_that_site_and_its_unit(store: Store, tmp_path: Path) -> None:
    run = unclassified(store)
    assert found(store, run) == [Found("b", "classification-site-missing", "unit b", Life.NEW)]
    index = report_run(store, store.runs.find(run.number), tmp_path / "reports", "zh-TW")
    assert "整個網站都沒有分類" in (index.parent / "sites" / "b.html").read_text(encoding="utf-8")
    assert "整個網站都沒有分類" in (index.parent / "findings.csv").read_text(encoding="utf-8")
    assert found(store, unclassified(store))[0].life is Life.LASTING


def test_a_system_that_does_not_answer_is_reported_with_a_site(store: Store) -> None:
    run = with_system(store)
    store.queue.record(run.number, fetched=[first_page(store, "", LinkState.BROKEN)])
    assert found(store, run) == [Found("a", "system-unavailable", "", Life.NEW)]
