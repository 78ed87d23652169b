"""The whole audit: gather, judge, report; and what it would take."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from auditor.browser.versions import can_visit
from auditor.crawl.progress import Watch
from auditor.judging import registry
from auditor.model import Life, Outcome, Run, RunState, Settings, Severity, SiteCoverage, SiteState
from auditor.pipeline.crawl_run import crawl_run
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.reports import report_run
from auditor.pipeline.run_settings import selected_sites
from auditor.store import Store


class Destination(msgspec.Struct, frozen=True):
    """Where reports go, and in which language (``zh-TW`` or ``en``)."""

    folder: Path
    language: str = "zh-TW"


class RunResult(msgspec.Struct, frozen=True):
    """What a run came to. ``new_serious`` counts new findings of severity serious or worse."""

    run: Run
    index: Path
    sites: tuple[SiteCoverage, ...]
    new_serious: int

    @property
    def missed(self) -> tuple[SiteCoverage, ...]:
        """Selected sites that could not be audited."""
        return tuple(row for row in self.sites if row.state in {SiteState.NOT_CONFIGURED, SiteState.NOT_REACHED})


class RunPlan(msgspec.Struct, frozen=True):
    """What a run would ask, at most, and how long politeness alone would make it last."""

    sites: int
    not_configured: tuple[str, ...]
    pages: int
    hosts: int
    hours: float


def run_audit(
    store: Store, run: Run, report: Destination, *, watch: Watch, say: Callable[[str], None] = lambda _: None
) -> RunResult | None:
    """Carry a run to its report. Returns None when a signal stopped it; the same call goes on where it stopped."""
    if run.state is RunState.GATHERING:
        if not crawl_run(run, store, watch, browser=can_visit(run.tools)):
            return None
        say("judging")
        judge_run(store, run, made=_now(run))
    say("reporting")
    index = report_run(store, run, report.folder, report.language)
    return RunResult(
        store.runs.find(run.number), index, tuple(store.runs.site_coverage(run.number)), new_serious(store, run)
    )


def new_serious(store: Store, run: Run) -> int:
    """How many findings of the latest judgement are new or returned, and serious or worse."""
    judgement = store.judgements.latest(run.number)
    if judgement is None:
        return 0
    return sum(
        1
        for finding in store.judgements.findings(judgement)
        if finding.life in {Life.NEW, Life.RETURNED}
        and finding.outcome is Outcome.FAILED
        and finding.severity.rank <= Severity.SERIOUS.rank
    )


def plan_run(settings: Settings) -> RunPlan:
    """An upper estimate from the budgets: every page once, plus one browser visit, at each host's delay."""
    sites = [site for site in selected_sites(settings) if site.url]
    by_host: dict[str, float] = {}
    for site in sites:
        asks = site.budget.pages + min(site.budget.visits, site.budget.pages)
        seconds = asks * max(site.politeness.delay, 0.2) / site.politeness.concurrency
        if quiet := site.politeness.quiet_hours:
            seconds *= 24 / (24 - (quiet[1] - quiet[0]) % 24)
        host = site.url.split("/", 3)[2]
        by_host[host] = by_host.get(host, 0.0) + seconds
    return RunPlan(
        sites=len(sites),
        not_configured=tuple(site.id for site in selected_sites(settings) if not site.url),
        pages=sum(site.budget.pages for site in sites),
        hosts=len(by_host),
        hours=max(by_host.values(), default=0.0) / 3600,
    )


def checks_of(settings: Settings) -> int:
    """How many checks the run will make."""
    return len(registry.select(registry.load_checks(), topics=settings.topics))


def _now(run: Run) -> str:
    zone = datetime.fromisoformat(run.started).tzinfo
    return datetime.now(zone).isoformat(timespec="seconds")
