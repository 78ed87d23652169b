"""Operations: the runs, what waits for the worker, free space; starting a run; the log of activities."""

from __future__ import annotations

import shutil

from auditor.console.action_pages import actions_table
from auditor.console.exchange import Exchange, RefusedError, WebReply, redirect_to, utc_now
from auditor.model import ActionKind, ActionRequest, ActionState, LogEntry, Run
from auditor.model.identity import digest
from auditor.report.exports.spreadsheet import Sheet, csv_bytes
from auditor.report.html.table_builder import ReportTable, TableBuilder, TableCell
from auditor.report.html.views import Figure
from auditor.store.leases import LOCK

_ENTRIES_OF_PAGE = 100
_MOST_EXPORTED = 100_000


def operations(exchange: Exchange) -> WebReply:
    """Return the state of operations."""
    words, store = exchange.words, exchange.store
    waiting = store.actions.in_state(ActionState.RUNNING, ActionState.QUEUED)
    runs = list(reversed(store.runs.all()))
    values = {
        "title": words("console.operations"),
        "crumbs": (),
        "figures": _figures(exchange, runs, waiting),
        "waiting": actions_table(exchange, waiting, "queue"),
        "runs": _runs_table(exchange, runs),
        "run_waits": any(request.kind is ActionKind.RUN for request in waiting),
    }
    return exchange.page("operations", values)


def start_run(exchange: Exchange) -> WebReply:
    """Queue a run, or the continuation of an unfinished one; one that waits or runs already is not queued twice."""
    waiting = exchange.store.actions.in_state(ActionState.RUNNING, ActionState.QUEUED)
    if any(request.kind is ActionKind.RUN for request in waiting):
        raise RefusedError("run_waits", 409)
    request = ActionRequest(
        id=digest(exchange.form_id(), "run"),
        kind=ActionKind.RUN,
        state=ActionState.QUEUED,
        requested_by=exchange.who.name,
        moment=utc_now(),
    )
    exchange.store.actions.add(request, exchange.entry("run-requested", request.id))
    return redirect_to(f"/actions/{request.id}")


def log_page(exchange: Exchange) -> WebReply:
    """Return a page of the log, newest first."""
    before = exchange.request.asked("before")
    number = int(before) if before.isascii() and before.isdigit() and len(before) < 12 else 0
    who, subject = exchange.request.asked("who"), exchange.request.asked("subject")
    entries = exchange.store.activity.entries(most=_ENTRIES_OF_PAGE, before=number, who=who, subject=subject)
    values = {
        "title": exchange.words("console.log"),
        "crumbs": (),
        "table": log_table(exchange, entries),
        "older": entries[-1].number if len(entries) == _ENTRIES_OF_PAGE else 0,
        "who": who,
        "subject": subject,
    }
    return exchange.page("log", values)


def log_csv(exchange: Exchange) -> WebReply:
    """Return the log as CSV, newest first; no cell is one that a spreadsheet would take for a formula."""
    entries = exchange.store.activity.entries(most=_MOST_EXPORTED)
    rows = tuple(tuple(str(getattr(entry, name)) for name in LogEntry.__struct_fields__) for entry in entries)
    sheet = Sheet(exchange.words("console.log"), LogEntry.__struct_fields__, rows, utc_now()[:10])
    headers = {"Content-Disposition": 'attachment; filename="activity.csv"', "Cache-Control": "no-store"}
    return WebReply(csv_bytes(sheet), media_type="text/csv; charset=utf-8", headers=headers)


def log_table(exchange: Exchange, entries: list[LogEntry]) -> ReportTable:
    """Return entries of the log as a table."""
    words = exchange.words
    made = TableBuilder(words, "log", words("console.log"))
    made.texts("console.column_when", "console.column_who", "console.column_what", "console.column_subject")
    made.texts("console.column_before", "console.column_after")
    nothing = words("phrase.none")
    for entry in entries:
        subject = TableCell(entry.subject, code=True) if entry.subject else TableCell(nothing)
        who = entry.who or words("console.nobody")
        made.row(
            words.moment(entry.moment), who, words.named("activity", entry.what), subject,
            entry.before or nothing, entry.after or nothing,
        )  # fmt: skip
    return made.table()


def _figures(exchange: Exchange, runs: list[Run], waiting: list[ActionRequest]) -> tuple[Figure, ...]:
    words, settings = exchange.words, exchange.console.settings
    last = runs[0] if runs else None
    lock = exchange.store.leases.holder(LOCK)
    free = shutil.disk_usage(settings.data if settings.data.exists() else ".").free
    return (
        Figure(words("console.last_run"), words.day(last.day) if last else words("phrase.none"),
               words(f"runstate.{last.state.value}") if last else ""),
        Figure(words("console.waiting"), words.number(len(waiting))),
        Figure(words("console.worker"), words("console.worker_busy") if lock else words("console.worker_idle"), lock),
        Figure(words("console.disk"), words("console.gigabytes", n=round(free / 1e9, 1))),
    )  # fmt: skip


def _runs_table(exchange: Exchange, runs: list[Run]) -> ReportTable:
    words = exchange.words
    made = TableBuilder(words, "runs", words("console.runs"))
    made.texts("console.column_run", "console.column_period", "console.column_when", "console.state")
    for run in runs[:24]:
        period = words.period(run.period)
        made.row(words.number(run.number), period, words.moment(run.started), words(f"runstate.{run.state.value}"))
    return made.table()
