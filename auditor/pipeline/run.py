"""Runs an audit from crawl to report, and plans one: pages and hours at most."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from auditor.browser.versions import can_visit
from auditor.crawl.progress import Watch
from auditor.model import Life, Outcome, Run, RunState, Settings, Severity, SiteCoverage, SiteState
from auditor.pipeline.crawl_run import crawl_run
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.reports import report_run
from auditor.pipeline.run_settings import selected_sites
from auditor.pipeline.stop_signals import StopRequested, stops_on_signals
from auditor.store import Store


class Destination(msgspec.Struct, frozen=True):
    """Where the report of a run is written."""

    folder: Path
    """The folder of all reports; each report has its own folder in it."""
    language: str = "zh-TW"
    """``zh-TW`` or ``en``."""


class RunResult(msgspec.Struct, frozen=True):
    """The result of a run that was reported."""

    run: Run
    index: Path
    """The first page of its report."""
    sites: tuple[SiteCoverage, ...]
    new_serious: int
    """New and returned faults of severity serious or worse."""

    @property
    def missed(self) -> tuple[SiteCoverage, ...]:
        """The selected sites that could not be audited."""
        return tuple(row for row in self.sites if row.state in _MISSED)


_MISSED = frozenset({SiteState.NOT_CONFIGURED, SiteState.NOT_REACHED, SiteState.NOT_AUDITABLE})


class RunPlan(msgspec.Struct, frozen=True):
    """The most that a run would fetch, and how long its politeness alone would take."""

    sites: int
    """Sites that have an address."""
    not_configured: tuple[str, ...]
    """Ids of selected sites that have no address yet."""
    pages: int
    hosts: int
    hours: float
    """Hours of the host that takes longest; hosts are crawled at the same time."""


def run_audit(  # noqa: PLR0913 - the run, its report, and who follows it
    store: Store,
    run: Run,
    report: Destination,
    *,
    watch: Watch,
    announce: Callable[[str], None] = lambda _: None,
    before: Callable[[], None] | None = None,
) -> RunResult | None:
    """Crawl, judge and report a run. Returns None when a signal stopped it; the same call then continues.

    ``watch`` is called with the progress of the crawl, ``announce`` with the name of each later step as it begins, and
    ``before`` before the crawl of a run that is not gathered yet.
    """
    try:
        with stops_on_signals():
            if before and run.state is RunState.GATHERING:
                before()
            gathered = run.state is not RunState.GATHERING or crawl_run(run, store, watch, browser=can_visit(run.tools))
        if not gathered:
            return None
        with stops_on_signals():  # the crawl had handlers of its own
            return _judge_and_report(store, run, report, announce)
    except (StopRequested, InterruptedError):
        return None


def _judge_and_report(store: Store, run: Run, report: Destination, announce: Callable[[str], None]) -> RunResult:
    if run.state is RunState.GATHERING:
        announce("judging")
        judge_run(store, run, made=_now(run))
    announce("reporting")
    index = report_run(store, run, report.folder, report.language)
    return RunResult(
        store.runs.find(run.number), index, tuple(store.runs.site_coverage(run.number)), new_serious(store, run)
    )


def new_serious(store: Store, run: Run) -> int:
    """Count the faults of the latest judgement that are new or returned, and serious or worse."""
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
    """Estimate a run from its budgets: every page fetched once and visited once, at the delay of its host."""
    sites = [site for site in selected_sites(settings) if site.url]
    by_host: dict[str, float] = {}
    for site in sites:
        requests = site.budget.pages + min(site.budget.visits, site.budget.pages)
        seconds = requests * max(site.politeness.delay, 0.2) / site.politeness.concurrency
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


def _now(run: Run) -> str:
    started = datetime.fromisoformat(run.started)
    now = datetime.now(started.tzinfo)
    if run.settings.today:  # the date was set; what is made today is made on it
        now = now.replace(year=started.year, month=started.month, day=started.day)
    return now.isoformat(timespec="seconds")
