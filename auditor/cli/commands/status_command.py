"""``auditor status``: the runs of a store, the coverage of the latest one, and one line for monitoring."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.messages import localized
from auditor.cli.terminal import Exit, out, print_json
from auditor.cli.terminal_tables import print_columns
from auditor.model import Run, SiteState
from auditor.pipeline.nightly_outcome import LONGEST_AGE, health
from auditor.report.words import words_in
from auditor.store import Store

_COLUMNS = (
    *("terminal.column_run", "terminal.column_period", "terminal.column_day"),
    *("terminal.column_state", "terminal.column_ended"),
)
_FIELDS = ("number", "period", "day", "state", "ended", "tools")


def status_command(  # noqa: PLR0913 - every parameter is an option of the command
    data: options.Data = options.DATA,
    database: options.Database = "",
    as_json: options.Json = False,
    check: Annotated[
        bool, typer.Option("--check", help="For monitoring: print whether the nightly run does its work; 2 if not.")
    ] = False,
    longest_age: Annotated[
        float, typer.Option("--max-age", min=1, help="With --check: hours since the last run ended.")
    ] = LONGEST_AGE / timedelta(hours=1),
    language: options.Language = "zh-TW",
) -> None:
    """List the runs of this store, what the latest one covered, and what it could not check and why.

    With --check only the sign of life of the last `auditor run` is read: one line, and exit code 0 (nothing to do) or 2
    (failed, hangs, ended without a word, or a night was missed), as monitoring programs expect it.
    """
    if check:
        raise typer.Exit(_print_health(data, timedelta(hours=longest_age), language, as_json))
    with options.open_store(data, database) as store:
        runs = store.runs.all()
        if as_json:
            print_json([_run_row(store, run) for run in runs])
            return
        if not runs:
            out.print(localized("terminal.no_run"))
            return
        rows = [(str(run.number), run.period, run.day, str(run.state), run.ended) for run in runs]
        print_columns(tuple(map(localized, _COLUMNS)), rows)
        _print_coverage(store, runs[-1])


def _print_health(data: Path, longest_age: timedelta, language: str, as_json: bool) -> Exit:
    seen = health(data, options.bureau_time(), longest_age)
    if as_json:
        print_json(seen)
    else:
        words = words_in(language)
        moment, hours = words.moment(seen.moment) if seen.moment else "", longest_age / timedelta(hours=1)
        text = words(f"healthstate.{seen.state}", moment=moment, status=seen.exit_code, hours=hours)
        out.print(f"{'OK' if seen.sound else 'CRITICAL'}: {text}")
    return Exit.GOOD if seen.sound else Exit.NOT_AUDITED


def _print_coverage(store: Store, run: Run) -> None:
    counts = store.queue.counts(run.number)
    shown = ", ".join(f"{name} {count:,}" for name, count in sorted(counts.items()))
    out.print(localized("terminal.run_counts", n=run.number, counts=shown))
    for row in store.runs.site_coverage(run.number):
        if row.state is not SiteState.AUDITED:
            why = f"{row.state}{f' ({row.reason})' if row.reason else ''}"
            out.print(localized("terminal.site_not_audited", site=row.site, why=why))
    for skipped in store.queue.skipped(run.number):
        where = skipped.site or localized("terminal.other_hosts")
        what = {"n": skipped.count, "kind": skipped.kind, "where": where, "reason": skipped.reason}
        out.print(localized("terminal.not_requested", **what, example=skipped.example))


def _run_row(store: Store, run: Run) -> dict[str, object]:
    row: dict[str, object] = {field: getattr(run, field) for field in _FIELDS}
    return row | {"sites": store.runs.site_coverage(run.number), "skipped": store.queue.skipped(run.number)}
