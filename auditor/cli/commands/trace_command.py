"""``auditor trace``: the record of one address, run by run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.messages import localized
from auditor.cli.terminal import Exit, out, print_json, stop
from auditor.model import CrawlRequest, FetchFailure, FetchRecord, VisitRecord
from auditor.pipeline.trace import Trace, trace

Address = Annotated[str, typer.Argument(help="An address as the report shows it.", show_default=False)]


def trace_command(
    address: Address,
    data: options.Data = options.DATA,
    database: options.Database = "",
    as_json: options.Json = False,
    _language: options.Messages = "",
) -> None:
    """Show the record of one address, run by run: why it was requested, its answer, its findings."""
    with options.open_store(data, database) as store:
        traces = list(trace(store, address))
    if as_json:
        print_json(traces)
        return
    if not traces:
        raise stop(
            Exit.CONFIGURATION,
            f"No run in {data} has a record of {address}.",
            "Write it exactly as the report shows it, with its query; `auditor status` lists the runs.",
        )
    for traced in traces:
        run = {"run": traced.run, "day": traced.day, "period": traced.period}
        out.print(localized("terminal.trace_run", **run), style="bold")
        for line in _lines(traced):
            out.print(f"  {line}")


def _lines(traced: Trace) -> Iterator[str]:
    yield from map(_request_line, traced.requests)
    if traced.fetched:
        yield from _answer_lines(traced.fetched)
    if traced.visited:
        yield _visit_line(traced.visited, traced.final_url)
    for finding in traced.findings:
        state = {"check": finding.check, "outcome": finding.outcome, "life": finding.life, "day": finding.first_seen}
        yield localized("terminal.trace_finding", id=finding.fingerprint[:12], **state)
    if not traced.findings:
        yield localized("terminal.trace_no_finding")


def _request_line(request: CrawlRequest) -> str:
    why = localized("terminal.trace_by_script")
    if request.start or request.found_on:
        key = "terminal.trace_start" if request.start else "terminal.trace_found_on"
        why = localized(key, page=request.found_on)
    whose = localized("terminal.trace_page_of" if request.site else "terminal.trace_outside", site=request.site)
    outcome = localized("terminal.trace_tried", n=request.attempts + 1) if request.attempts else ""
    if request.skipped:
        outcome = localized("terminal.trace_skipped", reason=request.skipped)
    planned = {"kind": request.kind, "why": why, "depth": request.depth, "whose": whose, "outcome": outcome}
    return localized("terminal.trace_planned", **planned)


def _answer_lines(fetched: FetchRecord) -> Iterator[str]:
    answer, target = fetched.answer, fetched.target
    for hop in answer.chain:
        yield localized("terminal.trace_redirect", status=hop.status, url=hop.url, to=hop.location)
    if isinstance(answer, FetchFailure):
        yield localized("terminal.trace_no_answer", reason=answer.reason, detail=answer.detail).rstrip()
    else:
        notes = localized("terminal.trace_truncated") if answer.truncated else ""
        notes += localized("terminal.trace_unchanged") if answer.not_modified else ""
        figures = {"status": answer.status, "type": answer.media_type, "size": answer.size, "ms": answer.elapsed_ms}
        yield localized("terminal.trace_answer", **figures, notes=notes)
    notices = "".join(f", {notice}" for notice in target.notices)
    state = {"state": target.state, "detail": target.detail, "notices": notices}
    yield localized("terminal.trace_state", **state, n=target.attempts)
    if file := target.download:
        title = file.title or localized("terminal.trace_no_title")
        yield localized("terminal.trace_file", format=file.format, opens=file.opens, title=title)


def _visit_line(visited: VisitRecord, final_url: str) -> str:
    if failure := visited.failure:
        return localized("terminal.trace_visit_failed", reason=failure.reason, detail=failure.detail).rstrip()
    if visited.carried_from:
        return localized("terminal.trace_visit_carried", run=visited.carried_from, url=final_url)
    return localized("terminal.trace_visit", url=final_url)
