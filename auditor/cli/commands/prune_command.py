"""``auditor prune``: the stored pages of old runs, removed."""

from __future__ import annotations

from datetime import timedelta
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.messages import localized
from auditor.cli.terminal import Exit, out, stop
from auditor.model import Run, RunState

LEAST_RUNS = 3
"""Runs that are never pruned: verdicts of unchanged pages may be carried over for so many."""


def prune_command(
    days: Annotated[
        int | None, typer.Option("--days", min=31, max=36_500, help="Keep the pages of runs of this many days.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="List what would be removed; remove nothing.")] = False,
    config: options.Config = options.CONFIG,
    data: options.Data = options.DATA,
    database: options.Database = "",
    _language: options.Messages = "",
) -> None:
    """Remove the stored pages of old runs (keep_bodies_days of sites.yaml); findings and history stay."""
    portfolio = options.configured_portfolio(config)
    kept = portfolio.keep_bodies_days if days is None else days
    today = options.bureau_time(portfolio.time_zone).date()
    before = (today - timedelta(kept)).isoformat()
    with options.open_store(data, database) as store:
        old = _prunable(store.runs.all(), before)
        names = ", ".join(f"{run.number} ({run.period})" for run in old) or localized("phrase.none")
        out.print(localized("terminal.prunable", day=before, runs=names))
        if dry_run:
            return
        if not store.leases.acquire_lock(holder := options.lock_holder()):
            raise stop(Exit.LOCKED, localized("terminal.prune_locked"))
        try:
            store.maintenance.drop_facts([run.number for run in old], today.isoformat())
            count, size = store.blobs.sweep(store.maintenance.blobs_in_use())
        finally:
            store.leases.release_lock(holder)
    out.print(localized("terminal.pruned", n=count, size=size))


def _prunable(runs: list[Run], before: str) -> list[Run]:
    done = [run for run in runs if run.state is not RunState.GATHERING]
    return [run for run in done[:-LEAST_RUNS] if run.day < before and not run.pruned]
