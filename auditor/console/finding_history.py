"""What happened to a finding, newest first: examinations, statements, comments, proposals of waivers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec

from auditor.console.exchange import Exchange
from auditor.console.finding_index import FindingRow
from auditor.model import ActionKind, ActionRequest, Recheck, StepKind, WorkStep
from auditor.report.words import Words


class HistoryEvent(msgspec.Struct, frozen=True):
    """Something that happened to a finding."""

    moment: str
    """When, in words."""
    text: str
    """What, in a sentence."""
    detail: str = ""
    """What somebody wrote; empty: nothing."""
    href: str = ""
    """The page with more; empty: none."""


def finding_history(
    exchange: Exchange, row: FindingRow, requests: list[ActionRequest], rechecks: list[Recheck]
) -> list[HistoryEvent]:
    """Return what happened to a finding, newest first."""
    names = {account.name: account.display for account in exchange.store.accounts.all()}
    events = [*_examined(exchange.words, row, rechecks), *_by_people(exchange, row, requests, names)]
    return [event for _, event in sorted(events, key=lambda pair: pair[0], reverse=True)]


def _examined(words: Words, row: FindingRow, rechecks: list[Recheck]) -> Iterator[tuple[str, HistoryEvent]]:
    finding = row.indexed.finding
    for made in rechecks:
        life = words.of(made.proved_life)
        text = words("console.event_recheck", life=life, seen=made.looked, places=made.places)
        yield _sortable(made.moment), HistoryEvent(words.moment(made.moment), text)
    for key, day in (("first", finding.first_seen), ("fixed", finding.fixed_on)):
        if day:
            yield _sortable(day), HistoryEvent(words.day(day), words(f"console.event_{key}"))


def _by_people(
    exchange: Exchange, row: FindingRow, requests: list[ActionRequest], names: dict[str, str]
) -> Iterator[tuple[str, HistoryEvent]]:
    words, work, name = exchange.words, exchange.store.work, row.indexed.finding.fingerprint
    for step in work.steps().get(name, []):
        yield _sortable(step.moment), HistoryEvent(words.moment(step.moment), _stated(words, step, names))
    for comment in work.comments(name):
        text = words("console.event_comment", who=names.get(comment.author, comment.author))
        yield _sortable(comment.moment), HistoryEvent(words.moment(comment.moment), text, comment.text)
    for request in requests:
        if request.kind is ActionKind.WAIVER:
            who = names.get(request.requested_by, request.requested_by)
            text = words("console.event_waiver", who=who, state=words.of(request.state))
            note, page = request.terms.get("note", ""), f"/actions/{request.id}"
            yield _sortable(request.moment), HistoryEvent(words.moment(request.moment), text, note, page)


def _stated(words: Words, step: WorkStep, names: dict[str, str]) -> str:
    detail = words.day(step.detail) if step.kind is StepKind.MENDED else names.get(step.detail, step.detail)
    return words(f"console.event_{step.kind.value}", who=names.get(step.author, step.author), detail=detail)


def _sortable(moment: str) -> str:
    instant = datetime.fromisoformat(moment)
    return (instant if instant.tzinfo else instant.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
