"""``auditor status``: the runs of a store and the coverage of the latest one."""

from __future__ import annotations

from auditor.cli import options
from auditor.cli.terminal import out, print_json
from auditor.cli.terminal_tables import print_columns
from auditor.model import Run, SiteState
from auditor.store import Store

_FIELDS = ("number", "period", "day", "state", "ended", "tools")


def status_command(
    data: options.Data = options.DATA, database: options.Database = "", as_json: options.Json = False
) -> None:
    """List the runs of this store, what the latest one covered, and what it could not check and why."""
    with options.open_store(data, database) as store:
        runs = store.runs.all()
        if as_json:
            print_json([_run_row(store, run) for run in runs])
            return
        if not runs:
            out.print("No run yet. Start with `auditor run`, or `auditor demo` to try it out.")
            return
        rows = [(str(run.number), run.period, run.day, str(run.state), run.ended) for run in runs]
        print_columns(("run", "period", "day", "state", "ended"), rows)
        _print_coverage(store, runs[-1])


def _print_coverage(store: Store, run: Run) -> None:
    counts = store.queue.counts(run.number)
    out.print(f"Run {run.number}: {', '.join(f'{name} {count:,}' for name, count in sorted(counts.items()))}")
    for row in store.runs.site_coverage(run.number):
        if row.state is not SiteState.AUDITED:
            out.print(f"  not audited: {row.site}: {row.state}{f' ({row.reason})' if row.reason else ''}")
    for skipped in store.queue.skipped(run.number):
        out.print(
            f"  not requested: {skipped.count:,} {skipped.kind} of {skipped.site or 'other hosts'}: {skipped.reason}, "
            f"for example {skipped.example}",
        )  # fmt: skip


def _run_row(store: Store, run: Run) -> dict[str, object]:
    row: dict[str, object] = {field: getattr(run, field) for field in _FIELDS}
    return row | {"sites": store.runs.site_coverage(run.number), "skipped": store.queue.skipped(run.number)}
