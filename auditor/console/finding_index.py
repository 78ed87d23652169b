"""All findings of the latest judged run with what lists are filtered by, and the state of the work on each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from auditor.console.exchange import Exchange, RefusedError
from auditor.console.latest_report import owner_name
from auditor.console.permissions import Permission
from auditor.findings.deadlines import days_between, due_day
from auditor.findings.work_states import WorkState, assignee, current_life, work_state
from auditor.model import (
    ActionKind,
    ActionState,
    Finding,
    Life,
    Outcome,
    Recheck,
    SiteEvidence,
    WorkStep,
)
from auditor.report.html.finding_texts import anchor
from auditor.report.html.views import Report

CLOSED = frozenset({WorkState.CONFIRMED, WorkState.WAIVED})
"""States in which nobody has anything to do."""


class IndexedFinding(msgspec.Struct, frozen=True):
    """A finding with what does not change until the next judgement."""

    key: str
    """Its key in addresses: ``f-`` or ``q-`` and the fingerprint."""
    finding: Finding
    site: SiteEvidence
    """The site that it is reported with."""
    unit: str
    """The unit that answers for it; empty where none is configured."""
    topic: str
    """The topic of its check; empty for a check that is not installed."""
    due: str
    """The day (ISO) until which it has to be mended; empty where there is no deadline."""
    text: str
    """What a search looks through, in lower case."""


class FindingRow(msgspec.Struct, frozen=True):
    """A finding with the state of the work on it."""

    indexed: IndexedFinding
    state: WorkState
    life: Life
    """Its life by the latest examination, re-checks included."""
    assigned: str
    """The account that it is assigned to; empty where there is none."""
    late: int
    """Days since its deadline; 0 where it has not passed, or the finding is not known to be there."""


class WorkRecords(msgspec.Struct, frozen=True):
    """What people stated and the worker saw since the run, by fingerprint."""

    steps: Mapping[str, list[WorkStep]]
    rechecks: Mapping[str, list[Recheck]]
    proposed: frozenset[str]
    """Findings of which a waiver waits for its approval or for the worker."""


def rows_in_reach(exchange: Exchange, permission: Permission = Permission.VIEW) -> list[FindingRow]:
    """Return every finding that a person reaches, worst and widest first."""
    report, reached = exchange.report, exchange.reach(permission)
    if report is None or reached.is_empty:
        return []
    records = work_records(exchange, report)
    moment, day = report.evidence.run.started, report.evidence.run.day
    return [
        finding_row(each, records, moment, day)
        for each in exchange.console.latest.derived(report, finding_index).ordered
        if reached.covers(each.finding.site, each.unit)
    ]


def row_of(exchange: Exchange, key: str, permission: Permission = Permission.VIEW) -> FindingRow:
    """Return the finding of a key. Raises ``RefusedError`` for one that is not there, or not in reach."""
    report = exchange.report
    each = exchange.console.latest.derived(report, finding_index).by_key.get(key) if report else None
    if report is None or each is None or not exchange.reach(Permission.VIEW).covers(each.finding.site, each.unit):
        raise RefusedError("not_found", 404)
    if not exchange.reach(permission).covers(each.finding.site, each.unit):
        raise RefusedError("out_of_scope")
    run = report.evidence.run
    return finding_row(each, work_records(exchange, report), run.started, run.day)


def work_records(exchange: Exchange, report: Report) -> WorkRecords:
    """Return what people stated and the worker saw since the run of a report."""
    waiting = exchange.store.actions.in_state(ActionState.PROPOSED, ActionState.QUEUED, ActionState.RUNNING)
    proposed = (name for each in waiting if each.kind is ActionKind.WAIVER for name in each.findings)
    return WorkRecords(exchange.store.work.steps(), exchange.console.latest.rechecks(report), frozenset(proposed))


def finding_row(each: IndexedFinding, records: WorkRecords, run_moment: str, day: str) -> FindingRow:
    """Return a finding with the state of the work on it, on the day (ISO) of the run."""
    name = each.finding.fingerprint
    steps, rechecks = records.steps.get(name, []), records.rechecks.get(name, [])
    state = work_state(
        each.finding, steps, rechecks, run_moment=run_moment, is_proposed=name in records.proposed
    )  # fmt: skip
    life = current_life(each.finding, rechecks)
    is_there = life.is_open and life is not Life.UNEXAMINED
    late = days_between(each.due, day) if is_there and "" < each.due < day else 0
    return FindingRow(each, state, life, assignee(steps), late)


class FindingIndex(msgspec.Struct, frozen=True):
    """All findings of one judgement."""

    ordered: tuple[IndexedFinding, ...]
    """Faults before questions, worst and widest first."""
    by_key: dict[str, IndexedFinding]


def finding_index(report: Report) -> FindingIndex:
    """Return all findings of a report; what is only suspected is left out, for nobody is asked to mend it yet."""
    found = tuple(sorted(_indexed(report), key=_worst_first))
    return FindingIndex(found, {each.key: each for each in found})


def _indexed(report: Report) -> Iterator[IndexedFinding]:
    terms = report.evidence.run.settings.portfolio.deadlines
    for site in report.evidence.sites:
        for finding in site.findings:
            if finding.life is Life.SUSPECTED:
                continue
            check, unit = report.checks.get(finding.check), owner_name(site, finding)
            titles = (check.title.zh, check.title.en) if check else ()
            pages = (spot.place.url for spot in finding.spots[:5])
            text = "\n".join((finding.fingerprint, finding.check, finding.cause, unit, *titles, *pages))
            yield IndexedFinding(
                key=anchor(finding),
                finding=finding,
                site=site,
                unit=unit,
                topic=check.topic.value if check else "",
                due=due_day(finding, terms),
                text=text.casefold(),
            )


def _worst_first(each: IndexedFinding) -> tuple[bool, int, int, int, str, str]:
    finding = each.finding
    is_question = finding.outcome is Outcome.CANT_TELL
    return (is_question, finding.severity.rank, -finding.pages, -finding.places, finding.check, finding.fingerprint)
