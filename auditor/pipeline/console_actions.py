"""Carries out requests of the web console: re-checks, runs, approved waivers."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import msgspec

from auditor.config.waivers import add_waivers, load_waivers
from auditor.crawl.progress import Progress, Watch
from auditor.findings.waivers import WaiverTerms, new_waiver
from auditor.model import (
    ActionKind,
    ActionRequest,
    ActionResult,
    Finding,
    Judgement,
    Portfolio,
    Run,
    RunState,
    Settings,
    WaiverReason,
)
from auditor.pipeline import recheck
from auditor.pipeline.reports import last_published_run
from auditor.pipeline.resume import open_run
from auditor.pipeline.run import Destination, run_audit
from auditor.store import Store

Watched = Callable[[tuple[int, int]], None]
"""Called with the pieces of work done, and known so far."""


class ActionStoppedError(InterruptedError):
    """A signal stopped the action; it is carried out anew, or goes on, at the next start."""


class ActionSurroundings(msgspec.Struct, frozen=True):
    """What actions are carried out with."""

    portfolio: Callable[[], Portfolio]
    """Reads today's configuration; raises ``ConfigurationError``."""
    waivers_file: Path
    """The file of waivers."""
    destination: Destination
    """Where reports of runs go, and their language."""
    now: Callable[[Portfolio], datetime]
    """The present moment in the time zone of a configuration."""
    source: str = ""
    """The name of the configuration, as a run stores it."""


def carry_out(store: Store, request: ActionRequest, around: ActionSurroundings, watched: Watched) -> ActionRequest:
    """Carry out a request and return it with its results, its state unchanged.

    Carried out twice it has the effect of once: a re-check looks again, a run goes on, a waiver is written once.
    Raises ``LookupError`` or ``ValueError`` for what cannot be carried out, and ``ActionStoppedError``.
    """
    match request.kind:
        case ActionKind.RECHECK:
            return _recheck(store, request, around, _counted(watched))
        case ActionKind.RUN:
            return _run(store, request, around, _counted(watched))
        case ActionKind.WAIVER:
            return _waive(store, request, around)
    raise ValueError(f"{request.kind}: this version cannot carry that out")


def _counted(watched: Watched) -> Watch:
    def watch(progress: Progress) -> None:
        watched((progress.done, progress.planned))

    return watch


def _recheck(store: Store, request: ActionRequest, around: ActionSurroundings, watch: Watch) -> ActionRequest:
    judgement = recheck.latest_judgement(store)
    run = store.runs.find(judgement.run)
    portfolio = run.settings.portfolio if run.settings.source == "demo" else around.portfolio()
    findings = recheck.find_findings(store, judgement, request.findings)
    if request.unit:
        findings += recheck.findings_of_unit(store, judgement, request.unit)
    now = around.now(portfolio)
    results = recheck.recheck(store, judgement, portfolio, findings, now, watch)
    recheck.record_recheck(store, judgement.run, results, now)
    seen = (
        ActionResult(
            made.finding.fingerprint, made.life, made.examined, made.places, made.reason, made.address
        )
        for made in results
    )  # fmt: skip
    return msgspec.structs.replace(request, results=tuple(seen))


def _run(store: Store, request: ActionRequest, around: ActionSurroundings, watch: Watch) -> ActionRequest:
    portfolio = around.portfolio()
    settings = Settings(portfolio, source=around.source)
    settings = msgspec.structs.replace(settings, waivers=load_waivers(around.waivers_file))
    if request.outcome and _is_reported(store, request.outcome):  # it ended, and the worker before it noted so
        return request
    run = open_run(store, settings, around.now(portfolio), after=last_published_run(around.destination.folder))
    if run_audit(store, run, around.destination, watch=watch) is None:
        raise ActionStoppedError
    return msgspec.structs.replace(request, outcome=str(run.number))


def _is_reported(store: Store, number: str) -> bool:
    runs: dict[str, Run] = {str(run.number): run for run in store.runs.all()}
    return number in runs and runs[number].state is RunState.REPORTED


def _waive(store: Store, request: ActionRequest, around: ActionSurroundings) -> ActionRequest:
    finding = _finding(store, recheck.latest_judgement(store), request)
    terms = WaiverTerms(
        reason=WaiverReason(request.terms["reason"]),
        owner=request.requested_by,
        approver=request.decided_by,
        granted=request.terms["granted"],
        until=request.terms["until"],
        note=request.terms.get("note", ""),
    )
    waiver = new_waiver(finding, terms)
    if waiver.id not in {known.id for known in load_waivers(around.waivers_file)}:
        add_waivers(around.waivers_file, (waiver,))
    return msgspec.structs.replace(request, outcome=waiver.id)


def _finding(store: Store, judgement: Judgement, request: ActionRequest) -> Finding:
    (finding,) = recheck.find_findings(store, judgement, request.findings)
    return finding
