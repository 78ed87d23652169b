"""A failure that may be temporary is suspected first, re-checked after one and three days, and then reported."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from small_runs import ROOT, answer, begin, page

from auditor.model import FetchRecord, Finding, Life, LinkState, Recheck
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.suspects import suspects_due
from auditor.store import Store

HOME, ERROR = f"{ROOT}a/", "http://other.example/error"
DAY = date(2026, 1, 1)


def judged(store: Store, *fetched: FetchRecord) -> dict[str, Finding]:
    run = begin(store, "a")
    store.queue.record(run.number, fetched=fetched)
    judgement = judge_run(store, store.runs.find(run.number), made="2026-11-23T09:00:00+08:00")
    return {one.check: one for one in store.judgements.findings(judgement) if one.check.startswith("link-")}


def on(finding: Finding, *days: int) -> list[Recheck]:
    moments = [(DAY + timedelta(day)).isoformat() for day in days]
    return [Recheck(finding.fingerprint, f"{day}T03:00:00+08:00", 1, "a", Life.LASTING, 1, 1) for day in moments]


def test_what_may_be_temporary_is_suspected_first_and_reported_when_seen_again(store: Store) -> None:
    seen = page(store, HOME, ERROR), answer(ERROR, LinkState.SERVER_ERROR)
    first = judged(store, *seen)["link-server-error"]
    assert (first.life, first.since) == (Life.SUSPECTED, "")
    again = judged(store, *seen)["link-server-error"]
    assert (again.life, again.first_seen, again.since) == (Life.NEW, "2026-01-01", "2026-02-01")
    assert judged(store, *seen)["link-server-error"].life is Life.LASTING


def test_a_suspicion_that_was_nothing_is_over(store: Store) -> None:
    judged(store, page(store, HOME, ERROR), answer(ERROR, LinkState.SERVER_ERROR))
    over = judged(store, page(store, HOME, ERROR), answer(ERROR, LinkState.OK))
    assert over["link-server-error"].life is Life.FIXED


def test_what_is_certain_is_never_suspected(store: Store) -> None:
    found = judged(store, page(store, HOME, ERROR), answer(ERROR, LinkState.BROKEN))
    assert found["link-broken"].life is Life.NEW
    refused = judged(store, page(store, HOME, ERROR), answer(ERROR, LinkState.BLOCKED))
    assert refused["link-blocked"].life is Life.NEW


@pytest.mark.parametrize(
    ("asked", "today", "again"),
    [
        ((), 0, False), ((), 1, True), ((), 2, True), ((1,), 1, False), ((1,), 2, False), ((1,), 3, True),
        ((1, 3), 4, False), ((2,), 3, True), ((), 9, True), ((9,), 9, False), ((9,), 10, True), ((1, 3), 30, False),
    ],
)  # fmt: skip
def test_suspects_are_rechecked_after_one_and_three_days(
    store: Store, asked: tuple[int, ...], today: int, again: bool
) -> None:
    suspect = judged(store, page(store, HOME, ERROR), answer(ERROR, LinkState.SERVER_ERROR))["link-server-error"]
    when = (DAY + timedelta(today)).isoformat()
    assert bool(suspects_due([suspect], on(suspect, *asked), DAY.isoformat(), when)) is again
