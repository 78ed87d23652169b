"""``auditor trace``: everything that happened to one address."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated

import typer

from auditor.cli import options
from auditor.cli.app import Exit, app, out, stop
from auditor.cli.show import print_json
from auditor.model import CrawlRequest, FetchFailure, FetchRecord, VisitRecord
from auditor.pipeline.trace import Trace, trace

Address = Annotated[str, typer.Argument(help="An address as it stands in the report.", show_default=False)]


@app.command(name="trace")
def show_trace(
    address: Address, data: options.Data = options.DATA, database: options.Database = "", as_json: options.Json = False
) -> None:
    """Tell what happened to one address, run by run: why it was asked, what came, what was said of it."""
    with options.store(data, database) as store:
        found = list(trace(store, address))
    if as_json:
        print_json(found)
        return
    if not found:
        raise stop(
            Exit.CONFIGURATION,
            f"No run in {data} knows {address}.",
            "Write it exactly as it stands in the report, with its query; `auditor status` lists the runs.",
        )
    for one in found:
        out.print(f"Run {one.run} of {one.day} ({one.period})", style="bold", markup=False)
        for line in _lines(one):
            out.print(f"  {line}", markup=False)


def _lines(one: Trace) -> Iterator[str]:
    yield from map(_planned, one.requests)
    if one.fetched:
        yield from _came(one.fetched)
    if one.visited:
        yield _seen(one.visited, one.final_url)
    for finding in one.findings:
        said = f"{finding.check}, {finding.outcome}, {finding.life}, since {finding.first_seen}"
        yield f"finding {finding.fingerprint[:12]}: {said}"
    if not one.findings:
        yield "no open finding at it or about it"


def _planned(ask: CrawlRequest) -> str:
    why = "start address" if ask.start else f"found on {ask.found_on}" if ask.found_on else "found by a script"
    whose = f"page of {ask.site}" if ask.site else "outside all sites"
    asked = (
        f", not asked: {ask.skipped}" if ask.skipped else f", tried {ask.attempts + 1} times" if ask.attempts else ""
    )
    return f"{ask.kind} planned: {why}, depth {ask.depth}, {whose}{asked}"


def _came(fetched: FetchRecord) -> Iterator[str]:
    answer, target = fetched.answer, fetched.target
    for hop in answer.chain:
        yield f"redirect {hop.status}: {hop.url} to {hop.location}"
    if isinstance(answer, FetchFailure):
        yield f"no answer: {answer.reason} {answer.detail}".rstrip()
    else:
        cut = ", only its beginning was read" if answer.truncated else ""
        again = ", unchanged since an earlier run (304)" if answer.not_modified else ""
        yield f"answer {answer.status} {answer.media_type}, {answer.size:,} bytes in {answer.elapsed_ms} ms{cut}{again}"
    told = "".join(f", {notice}" for notice in target.notices)
    yield f"link state: {target.state} ({target.detail}){told}; asked {target.attempts} times"
    if file := target.download:
        yield f"file: {file.format}, opens {file.opens}, title {file.title or 'missing'}"


def _seen(visited: VisitRecord, final_url: str) -> str:
    if visited.failure:
        return f"browser visit failed: {visited.failure.reason} {visited.failure.detail}".rstrip()
    origin = f"carried over from run {visited.carried_from}" if visited.carried_from else "made in this run"
    return f"browser visit {origin}: {final_url}"
