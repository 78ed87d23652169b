"""Re-checks at night: suspects after one and three days, open faults around their deadline and every few days after."""

from __future__ import annotations

from datetime import date, timedelta

import msgspec
import pytest
from small_runs import ROOT, answer, begin, page

from auditor.model import Deadlines, FetchRecord, Finding, Life, LinkState, Outcome, Recheck, Severity
from auditor.pipeline import nightly_rechecks
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.nightly_rechecks import faults_due, suspects_due
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


def fault(severity: Severity = Severity.SERIOUS, *, name: str = "f", pages: int = 1, since: int = 0) -> Finding:
    first = (DAY + timedelta(since)).isoformat()
    days = {"since": first, "first_seen": first}
    return Finding(name, "x", "a", "c", Outcome.FAILED, severity, (), pages, pages, life=Life.LASTING, **days)


def due(faults: list[Finding], looks: list[Recheck], today: int) -> list[str]:
    day = (DAY + timedelta(today)).isoformat()
    return [found.fingerprint for found in faults_due(faults, looks, Deadlines(), DAY.isoformat(), day)]


def nights_of(severity: Severity, *, since: int = 0, mended: int = 99) -> list[int]:
    """The days of a month on which the nightly timer re-checks a fault; it is found mended from day ``mended`` on."""
    found, looks, nights = fault(severity, since=since), list[Recheck](), list[int]()
    for today in range(31):
        if due([found], looks, today):
            nights.append(today)
            moment = f"{(DAY + timedelta(today)).isoformat()}T01:30:00+08:00"
            life = Life.FIXED if today >= mended else Life.LASTING
            looks.append(Recheck("f", moment, 1, "a", life, 1, 1, "rules"))
    return nights


def test_an_open_fault_is_rechecked_before_and_after_its_deadline_and_every_three_days() -> None:
    assert nights_of(Severity.SERIOUS) == [1, 2, 5, 8, 11, 14, 17, 20, 23, 26, 29]
    assert nights_of(Severity.MODERATE) == [2, 3, 6, 9, 12, 15, 18, 21, 24, 27, 30]
    assert nights_of(Severity.SERIOUS, since=-40) == [3, 6, 9, 12, 15, 18, 21, 24, 27, 30]  # the run itself looked
    assert nights_of(Severity.SERIOUS, mended=2) == [1, 2]
    assert nights_of(Severity.NOTICE) == []


def test_a_night_missed_is_made_up_for() -> None:
    assert due([fault()], [], 9) == ["f"]


def test_what_is_no_open_fault_is_left_alone() -> None:
    changes = (
        {"outcome": Outcome.CANT_TELL},
        {"life": Life.WAIVED},
        {"life": Life.FIXED},
        {"life": Life.SUSPECTED, "since": ""},
    )
    for change in changes:
        assert due([msgspec.structs.replace(fault(), **change)], [], 9) == [], change
    unexamined = msgspec.structs.replace(fault(), life=Life.UNEXAMINED)
    assert due([unexamined], [], 9) == ["f"]


def test_a_night_requests_a_bounded_number_of_pages_and_the_rest_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(nightly_rechecks, "MOST_REQUESTS", 60)
    faults = [
        fault(Severity.MINOR, name="minor", pages=20, since=-9),
        fault(name="serious", pages=20, since=-9),
        fault(name="at its deadline", pages=20, since=3),
    ]
    assert due(faults, [], 4) == ["at its deadline", "serious"]
    wide = fault(name="wide", pages=5_000)
    assert due([wide, fault(name="z", pages=20)], [], 1) == ["wide"]  # forty of its pages, its target
