"""``auditor trace``: the record of one address, run by run."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.terminal import Exit, out, print_json, stop
from auditor.model import CrawlRequest, FetchFailure, FetchRecord, VisitRecord
from auditor.pipeline.trace import Trace, trace

Address = Annotated[str, typer.Argument(help="An address as the report shows it.", show_default=False)]


def trace_command(
    address: Address, data: options.Data = options.DATA, database: options.Database = "", as_json: options.Json = False
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
        out.print(f"Run {traced.run} of {traced.day} ({traced.period})", style="bold")
        for line in _lines(traced):
            out.print(f"  {line}")


def _lines(traced: Trace) -> Iterator[str]:
    yield from map(_request_line, traced.requests)
    if traced.fetched:
        yield from _answer_lines(traced.fetched)
    if traced.visited:
        yield _visit_line(traced.visited, traced.final_url)
    for finding in traced.findings:
        state = f"{finding.check}, {finding.outcome}, {finding.life}, since {finding.first_seen}"
        yield f"finding {finding.fingerprint[:12]}: {state}"
    if not traced.findings:
        yield "no open finding on this page or about this address"


def _request_line(request: CrawlRequest) -> str:
    why = (
        "start address"
        if request.start
        else f"found on {request.found_on}"
        if request.found_on
        else "found by a script"
    )
    whose = f"page of {request.site}" if request.site else "outside all sites"
    tried = f", tried {request.attempts + 1} times" if request.attempts else ""
    outcome = f", not requested: {request.skipped}" if request.skipped else tried
    return f"{request.kind} planned: {why}, depth {request.depth}, {whose}{outcome}"


def _answer_lines(fetched: FetchRecord) -> Iterator[str]:
    answer, target = fetched.answer, fetched.target
    for hop in answer.chain:
        yield f"redirect {hop.status}: {hop.url} to {hop.location}"
    if isinstance(answer, FetchFailure):
        yield f"no answer: {answer.reason} {answer.detail}".rstrip()
    else:
        notes = ", only its beginning was read" if answer.truncated else ""
        notes += ", unchanged since an earlier run (304)" if answer.not_modified else ""
        yield f"answer {answer.status} {answer.media_type}, {answer.size:,} bytes in {answer.elapsed_ms} ms{notes}"
    notices = "".join(f", {notice}" for notice in target.notices)
    yield f"link state: {target.state} ({target.detail}){notices}; requested {target.attempts} times"
    if file := target.download:
        yield f"file: {file.format}, opens {file.opens}, title {file.title or 'missing'}"


def _visit_line(visited: VisitRecord, final_url: str) -> str:
    if visited.failure:
        return f"browser visit failed: {visited.failure.reason} {visited.failure.detail}".rstrip()
    origin = f"carried over from run {visited.carried_from}" if visited.carried_from else "made in this run"
    return f"browser visit {origin}: {final_url}"
