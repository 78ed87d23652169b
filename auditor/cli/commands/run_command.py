"""``auditor run``: the monthly audit."""

from __future__ import annotations

from collections import Counter
from contextlib import nullcontext
from datetime import datetime
from typing import Annotated

import msgspec
import typer

from auditor.cli import options
from auditor.cli.locked_run import print_plan, require_contact, run_locked
from auditor.cli.messages import localized
from auditor.cli.progress_bar import ProgressBar
from auditor.cli.terminal import Exit, out, stop
from auditor.model import Life, Portfolio, Run, RunState, Settings, SiteState
from auditor.pipeline.nightly_outcome import beating
from auditor.pipeline.nightly_rechecks import recheck_due
from auditor.pipeline.rehearsal import rehearse
from auditor.pipeline.run import plan_run
from auditor.pipeline.run_settings import selected_sites
from auditor.store import Store
from auditor.store.maintenance import last_number_used
from auditor.urls import host_of


def run_command(  # noqa: PLR0913 - every parameter is an option of the command
    config: options.Config = options.CONFIG,
    data: options.Data = options.DATA,
    database: options.Database = "",
    reports: options.Reports = options.REPORTS,
    sites: Annotated[str, typer.Option("--sites", help="Site ids, separated by commas. Default: all sites.")] = "",
    checks: options.Checks = "",
    period: Annotated[str, typer.Option("--period", help="Name of the report's folder. Default: the month.")] = "",
    language: options.Language = "zh-TW",
    only_plan: Annotated[
        bool, typer.Option("--plan", help="Print what would be requested and how long it takes; request nothing.")
    ] = False,
    cluster: Annotated[
        str, typer.Option("--cluster", help="Address of a Dask scheduler. Default: this machine alone.")
    ] = "",
    once: Annotated[
        bool, typer.Option("--once", help="When the period's run is done already, only re-check what is due.")
    ] = False,
    anew: Annotated[
        bool, typer.Option("--anew", help="Leave an unfinished run as it is and begin anew with the present settings.")
    ] = False,
    rehearsed: Annotated[
        str,
        typer.Option("--rehearse", help="Audit ten pages of this site and print what a month requests; keep nothing."),
    ] = "",
    today: options.Today = "",
) -> None:
    """Audit every configured site and write the report.

    After a stop or a crash the same command resumes the run: no address that has answered is requested again. Each
    address is requested once for all sites, with the delays that sites.yaml sets.
    """
    if rehearsed:
        raise typer.Exit(_rehearse(options.configured_portfolio(config), rehearsed, options.selected_topics(checks)))
    with nullcontext(lambda: None) if only_plan else beating(data, options.bureau_time) as beat:
        portfolio = options.configured_portfolio(config)
        portfolio = msgspec.structs.replace(portfolio, cluster=cluster or portfolio.cluster)
        settings = _settings(portfolio, sites, options.selected_topics(checks), str(config))
        settings = msgspec.structs.replace(settings, waivers=options.configured_waivers(config), today=today)
        if only_plan:
            print_plan(plan_run(settings))
            return
        require_contact(portfolio, selected_sites(settings))
        with options.open_store(data, database) as store:
            options.check_clock(store, today)
            now = options.bureau_time(portfolio.time_zone, today)
            if once and (done := _done(store, period or now.strftime("%Y-%m"))):
                checked = _recheck_due(store, done, settings, now)
                out.print(localized("terminal.run_done", n=done.number, period=done.period, checked=checked))
                return
            raise typer.Exit(
                run_locked(store, settings, reports, language, period, last_number_used(data), beat, anew=anew)
            )


def _rehearse(portfolio: Portfolio, site_id: str, topics: tuple[str, ...]) -> Exit:
    """Audit ten pages of a site and print what a month will request of its host."""
    site = next((site for site in portfolio.sites if site.id == site_id), None)
    if site is None or not site.url:
        key = "terminal.rehearse_no_address" if site else "terminal.rehearse_unknown"
        raise stop(Exit.CONFIGURATION, localized(key, site=site_id))
    require_contact(portfolio, (site,))
    with ProgressBar() as bar:
        now = options.bureau_time(portfolio.time_zone)
        found = rehearse(Settings(portfolio, topics=topics), site, now, bar.show_progress)
    if found.coverage.state is not SiteState.AUDITED:
        out.print(localized("terminal.not_audited_because", reason=found.coverage.reason or found.coverage.state.value))
    host, pages = host_of(site.url), found.coverage.pages
    out.print(
        localized(
            "terminal.rehearsed",
            pages=pages,
            host=host,
            requests=found.requests,
            refused=found.refused,
            ms=found.median_ms,
        )
    )
    figures = {"faults": found.faults, "questions": found.questions, "others": found.other_hosts}
    out.print(localized("terminal.rehearsed_found", **figures))
    out.print(localized("terminal.rehearsed_least", pages=found.known, hours=f"{found.least_hours:.1f}"))
    out.print(localized("terminal.rehearsed_most", pages=found.most_pages, hours=f"{found.most_hours:.1f}"))
    out.print(localized("terminal.rehearsed_kept"))
    if found.coverage.state is not SiteState.AUDITED:
        return Exit.NOT_AUDITED
    return Exit.NEW_SERIOUS if found.faults else Exit.GOOD


def _settings(portfolio: Portfolio, sites: str, topics: tuple[str, ...], source: str) -> Settings:
    """Settings of a run; exit 3 for a site that is not configured."""
    wanted = tuple(part.strip() for part in sites.split(",") if part.strip())
    known = {site.id for site in portfolio.sites}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise stop(Exit.CONFIGURATION, f"--sites {unknown[0]}: no such site; `auditor sites` lists them.")
    return Settings(portfolio, sites=wanted, topics=topics, source=source)


def _done(store: Store, period: str) -> Run | None:
    """The reported run of a period, unless another one of it is still open."""
    runs = [run for run in store.runs.all() if run.state is not RunState.ABANDONED]
    if runs and runs[-1].state is not RunState.REPORTED:  # of whatever period: it is finished first
        return None
    runs = [run for run in runs if run.period == period]
    reported = all(run.state is RunState.REPORTED for run in runs)
    return runs[-1] if runs and reported else None


def _recheck_due(store: Store, done: Run, settings: Settings, now: datetime) -> str:
    """Re-check the run's suspects and open faults where that is due. Returns what was done, as half a sentence."""
    with ProgressBar() as bar:
        results = recheck_due(store, done, settings.portfolio, now, bar.show_progress)
    if not results:
        return localized("terminal.nothing_to_do")
    count = Counter(result.life for result in results)
    lives = {str(life): count[life] for life in (Life.FIXED, Life.LASTING, Life.UNEXAMINED)}
    return localized("terminal.checked_again", n=len(results), **lives)
