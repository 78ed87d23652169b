"""``auditor run``: the monthly audit."""

from __future__ import annotations

import os
import socket
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import msgspec
import typer

from auditor.cli import options
from auditor.cli.app import Exit, app, err, out, stop
from auditor.cli.progress_bar import Bar
from auditor.cli.terminal_tables import verdicts
from auditor.jobs.dask_cluster import ClusterError
from auditor.model import Life, Portfolio, Run, RunState, Settings, SiteState
from auditor.pipeline.resume import open_run
from auditor.pipeline.run import Destination, RunPlan, RunResult, plan_run, run_audit
from auditor.pipeline.suspects import recheck_suspects
from auditor.store import Store, StoreError


@app.command()
def run(  # noqa: PLR0913 - every parameter is an option of the command
    config: options.Config = options.CONFIG,
    data: options.Data = options.DATA,
    database: options.Database = "",
    reports: options.Reports = options.REPORTS,
    sites: Annotated[str, typer.Option("--sites", help="Site ids, separated by commas; all unless named.")] = "",
    checks: options.Checks = "",
    period: Annotated[str, typer.Option("--period", help="Name of the report's folder; the month unless named.")] = "",
    language: options.Language = "zh-TW",
    only_plan: Annotated[
        bool, typer.Option("--plan", help="Say what would be asked and how long; ask nothing.")
    ] = False,
    cluster: Annotated[
        str, typer.Option("--cluster", help="Address of a Dask scheduler; this machine unless named.")
    ] = "",
    once: Annotated[bool, typer.Option("--once", help="Do nothing where the period's run is done already.")] = False,
) -> None:
    """Audit every configured site and write the report.

    Stopped or killed, the same command goes on where it was: nothing that was answered is asked again. Each address is
    asked once for all sites; hosts are asked as gently as sites.yaml says.
    """
    portfolio = options.portfolio(config)
    portfolio = msgspec.structs.replace(portfolio, cluster=cluster or portfolio.cluster)
    settings = settings_for(portfolio, sites, options.topics(checks), str(config))
    settings = msgspec.structs.replace(settings, waivers=options.waivers(config))
    if only_plan:
        show_plan(plan_run(settings))
        return
    with options.store(data, database) as store:
        if once and (done := _done(store, period or options.now().strftime("%Y-%m"))):
            out.print(f"Run {done.number} of {done.period} is done; {_suspects(store, done, settings)}.")
            return
        raise typer.Exit(perform(store, settings, reports, language, period))


def _suspects(store: Store, done: Run, settings: Settings) -> str:
    """Ask the run's suspects again where that is due; says what was done."""
    with Bar() as bar:
        again = recheck_suspects(store, done, settings.portfolio, options.now(), bar.watch)
    if not again:
        return "nothing to do"
    over = sum(one.life is Life.FIXED for one in again)
    return f"{len(again)} suspected failures were asked again, {over} of them are over"


def _done(store: Store, period: str) -> Run | None:
    """The reported run of a period, unless another one of it is still open."""
    runs = [run for run in store.runs.all() if run.period == period]
    reported = all(run.state is RunState.REPORTED for run in runs)
    return runs[-1] if runs and reported else None


def settings_for(portfolio: Portfolio, sites: str, topics: tuple[str, ...], source: str) -> Settings:
    """Settings of a run; exit 3 for a site that is not configured."""
    wanted = tuple(part.strip() for part in sites.split(",") if part.strip())
    known = {site.id for site in portfolio.sites}
    unknown = [name for name in wanted if name not in known]
    if unknown:
        raise stop(Exit.CONFIGURATION, f"--sites {unknown[0]}: no such site; `auditor sites` lists them.")
    return Settings(portfolio, sites=wanted, topics=topics, source=source)


def perform(store: Store, settings: Settings, reports: Path, language: str, period: str = "") -> Exit:
    """Run under the lock with progress, print the verdicts; returns the exit code."""
    holder = f"{socket.gethostname()}:{os.getpid()}"
    if not store.leases.acquire_lock(holder):
        raise stop(
            Exit.LOCKED,
            "Another run of this store is under way. Wait for it (`auditor status` shows it), or name another --data.",
        )
    try:
        with Bar() as bar:
            open_ = open_run(store, settings, options.now(), period)
            done = run_audit(store, open_, Destination(reports, language), watch=bar.watch, announce=bar.say)
    except (StoreError, ClusterError) as error:
        raise stop(
            Exit.CONFIGURATION, str(error), "Nothing is lost: the same command goes on where it stopped."
        ) from error
    except OSError as error:
        raise stop(
            Exit.CONFIGURATION,
            f"{reports}: {error}; free some space, or mend the rights of the folder.",
            "Nothing is lost: the same command goes on where it stopped.",
        ) from error
    finally:
        with suppress(StoreError):  # on a full disk: the lock of a process that has ended binds nobody
            store.leases.release_lock(holder)
    if done is None:
        err.print("Stopped. The same command goes on where it was; nothing that was answered is asked again.")
        return Exit.STOPPED
    verdicts(store, done, language)
    return exit_of_run(done)


def exit_of_run(done: RunResult) -> Exit:
    """The exit code of a finished run; sites that could not be audited outrank new findings."""
    if done.missed:
        return Exit.NOT_AUDITED
    return Exit.NEW_SERIOUS if done.new_serious else Exit.GOOD


def show_plan(planned: RunPlan) -> None:
    """Print what a run would ask, at most."""
    out.print(f"Sites to audit: {planned.sites} on {planned.hosts} hosts; at most {planned.pages:,} pages.")
    if planned.not_configured:
        names = ", ".join(planned.not_configured)
        out.print(f"Address not configured ({SiteState.NOT_CONFIGURED}): {len(planned.not_configured)}: {names}")
    out.print(
        f"At the configured politeness this takes at most about {planned.hours:.1f} hours; less when sites are small."
    )
    out.print("Link targets outside the sites run beside this on their own hosts. Nothing was asked.")
