"""Runs an audit under the store's lock, with progress, and prints its verdicts (`run`, `demo`)."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime
from functools import partial
from pathlib import Path

from auditor.cli.failures import stated_os_error
from auditor.cli.messages import localized
from auditor.cli.options import AS_ROOT, bureau_time, check_clock, lock_holder
from auditor.cli.progress_bar import ProgressBar
from auditor.cli.terminal import Exit, err, out, stop
from auditor.cli.terminal_tables import print_verdicts
from auditor.jobs.dask_cluster import ClusterError
from auditor.model import Portfolio, Run, Settings, Site, SiteState
from auditor.pipeline.first_requests import refusing_sites
from auditor.pipeline.reports import last_published_run
from auditor.pipeline.resume import open_run
from auditor.pipeline.run import Destination, RunPlan, RunResult, run_audit
from auditor.pipeline.run_settings import changed_settings
from auditor.store import Store, StoreError

_MOST_KEYS = 20
"""Keys of changed settings that are named."""

_RESUME = "Nothing is lost: the same command resumes the run."


def require_contact(portfolio: Portfolio, sites: Sequence[Site]) -> None:
    """Exit 3 where servers of others would be audited with a placeholder as contact; warn where this machine is."""
    if portfolio.contact and not portfolio.contact.endswith(_NO_CONTACT):
        return
    hosts = [site.url.split("/", 3)[2].rpartition("@")[2] for site in sites if site.url]
    if all(host.startswith(_THIS_MACHINE) or host.partition(":")[0] in portfolio.resolve for host in hosts):
        err.print(localized("terminal.contact_warning"))
        return
    raise stop(Exit.CONFIGURATION, localized("terminal.contact_refused"))


_NO_CONTACT = ".invalid"
"""No mail address ends so (RFC 2606, 2)."""

_THIS_MACHINE = ("127.", "localhost", "[::1]")


def run_locked(  # noqa: PLR0913 - what a run is made of, where its report goes, and which numbers are taken
    store: Store,
    settings: Settings,
    reports: Path,
    language: str,
    period: str = "",
    used: int = 0,
    beat: Callable[[], None] = lambda: None,
    *,
    anew: bool = False,
) -> Exit:
    """Run or resume the audit of a period and print its verdicts; exit 3 or 4 where that cannot be done.

    A new run's number is greater than ``used``, and than that of every report in ``reports``. ``beat`` is called at
    every sign of progress.
    """
    check_clock(store, settings.today)
    now = bureau_time(settings.portfolio.time_zone, settings.today)
    month, holder = now.strftime("%Y-%m"), lock_holder()
    if os.geteuid() == 0:
        err.print(f"You are {AS_ROOT}.")
    if not store.leases.acquire_lock(holder):
        raise stop(Exit.LOCKED, localized("terminal.locked"))
    try:
        with ProgressBar(beat) as bar:
            run = open_run(store, settings, now, period, after=max(last_published_run(reports), used), anew=anew)
            if run.period != (period or month):
                bar.show_stage(_unfinished(run, month))
            if changed := changed_settings(run.settings, settings):
                bar.show_stage(_settings_kept(run, changed))
            before = partial(_request_home_pages, store, run, bar) if settings.source != "demo" else None
            result = run_audit(
                store,
                run,
                Destination(reports, language),
                watch=bar.show_progress,
                announce=bar.show_stage,
                before=before,
            )
    except (StoreError, ClusterError) as error:
        raise stop(Exit.CONFIGURATION, str(error), _RESUME) from error
    except OSError as error:
        raise stop(Exit.CONFIGURATION, stated_os_error(error, str(reports)), _RESUME) from error
    finally:
        with suppress(StoreError):  # on a full disk: the lock of a process that has ended is ignored
            store.leases.release_lock(holder)
    if result is None:
        err.print(localized("terminal.stopped"))
        return Exit.STOPPED
    print_verdicts(store, result, language)
    return exit_of_run(result)


def _request_home_pages(store: Store, run: Run, bar: ProgressBar) -> None:
    """Request each host's home page where a run has requested nothing yet, and print which give nothing to audit."""
    if store.queue.counts(run.number):
        return
    bar.show_stage("requesting the home page of each host")
    for row in refusing_sites(run.settings, datetime.fromisoformat(run.started), bar.show_progress):
        answered = f": {row.refusal}" if row.refusal else ""
        found = {"site": row.site, "state": row.state, "reason": row.reason, "answered": answered}
        bar.show_stage(localized("terminal.before_run", **found))
        if row.state is SiteState.NOT_AUDITABLE:
            bar.show_stage(localized("terminal.letter_follows"))


def _settings_kept(run: Run, changed: Sequence[str]) -> str:
    """That an unfinished run goes on with its settings, with the keys that have been changed since."""
    shown, more = ", ".join(changed[:_MOST_KEYS]), max(0, len(changed) - _MOST_KEYS)
    if more:
        shown += localized("terminal.keys_more", n=more)
    return localized("terminal.settings_kept", n=run.number, period=run.period, keys=shown)


def _unfinished(run: Run, month: str) -> str:
    return localized("terminal.unfinished", n=run.number, period=run.period, day=run.day, month=month)


def exit_of_run(result: RunResult) -> Exit:
    """The exit code of a finished run; sites that could not be audited count before new findings."""
    if result.missed:
        return Exit.NOT_AUDITED
    return Exit.NEW_SERIOUS if result.new_serious else Exit.GOOD


def print_plan(plan: RunPlan) -> None:
    """Print how many sites and pages a run would request at most, and how long that takes."""
    out.print(localized("terminal.plan", sites=plan.sites, hosts=plan.hosts, pages=plan.pages))
    if plan.not_configured:
        names = ", ".join(plan.not_configured)
        out.print(
            localized("terminal.plan_missing", state=SiteState.NOT_CONFIGURED, n=len(plan.not_configured), sites=names)
        )
    out.print(localized("terminal.plan_hours", hours=f"{plan.hours:.1f}"))
    out.print(localized("terminal.plan_targets"))
