"""The worker carries out each request once, under the lock, and takes up what a dead one left."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from auditor.config.waivers import load_waivers
from auditor.model import (
    ActionKind,
    ActionRequest,
    ActionState,
    Finding,
    Judgement,
    Life,
    LogEntry,
    Portfolio,
    RunState,
    Settings,
)
from auditor.pipeline import action_worker, console_actions
from auditor.pipeline.action_worker import ActionWorker
from auditor.pipeline.console_actions import ActionStoppedError, ActionSurroundings
from auditor.pipeline.recheck import RecheckedFinding
from auditor.pipeline.run import Destination
from auditor.store import Store

NOW = "2026-11-24T08:00:00+00:00"
ENTRY = LogEntry(NOW, "lin", "action-requested", "r1")
WAIVER = {"reason": "planned", "granted": "2026-11-24", "until": "2027-01-31", "note": "新系統 1 月上線"}


def request(kind: ActionKind, **changes: object) -> ActionRequest:
    made = ActionRequest("r1", kind, ActionState.QUEUED, "lin", NOW, "0123456789abcdef", ("0123456789abcdef",))
    return msgspec.structs.replace(made, **changes)


@pytest.fixture
def around(tmp_path: Path) -> ActionSurroundings:
    return ActionSurroundings(
        portfolio=lambda: Portfolio(()),
        waivers_file=tmp_path / "waivers.yaml",
        destination=Destination(tmp_path / "reports"),
        now=lambda _: datetime(2026, 11, 24, 8, tzinfo=UTC),
    )


@pytest.fixture
def store(tmp_path: Path, finding: Finding) -> Store:
    opened = Store.open(f"sqlite:///{tmp_path / 'auditor.sqlite'}", tmp_path / "blobs")
    run = opened.runs.create("2026-11", "2026-11-23", Settings(Portfolio(())), {}, "2026-11-23T02:00:00+08:00")
    judgement = opened.judgements.create(run.number, ruleset="r", checks=(finding.check,), made="2026-11-23T03:00:00")
    opened.judgements.save_findings(judgement, [finding])
    opened.runs.set_state(run.number, RunState.REPORTED)
    return opened


@pytest.fixture
def finding() -> Finding:
    from auditor.model import FindingPlace, Outcome, Place, Severity

    place = FindingPlace(Place("https://zone.example/page.html", "main > img"))
    return Finding(
        "0123456789abcdef", "image-alt-missing", "a", "cause", Outcome.FAILED, Severity.SERIOUS, (place,), 1, 1
    )


def found(store: Store) -> ActionRequest:
    request = store.actions.find("r1")
    assert request is not None
    return request


def states(store: Store) -> list[tuple[str, str, str]]:
    return [(entry.who, entry.before, entry.after) for entry in reversed(store.activity.entries(most=20))][1:]


def test_a_recheck_is_carried_out_and_its_result_kept(
    store: Store, around: ActionSurroundings, monkeypatch: pytest.MonkeyPatch
) -> None:
    def recheck(_: Store, judgement: Judgement, *rest: object) -> list[RecheckedFinding]:
        findings = rest[1]
        assert isinstance(findings, list)
        return [RecheckedFinding(each, Life.FIXED, 1, 1, "r") for each in findings]

    monkeypatch.setattr(console_actions.recheck, "recheck", recheck)
    store.actions.add(request(ActionKind.RECHECK), ENTRY)
    worker = ActionWorker(store, around, "here:1")
    assert worker.work_once()
    assert not worker.work_once()
    done = found(store)
    assert done.state is ActionState.DONE
    assert [(result.life, result.examined, result.places) for result in done.results] == [(Life.FIXED, 1, 1)]
    assert [made.proved_life for made in store.rechecks.of_finding("0123456789abcdef")] == [Life.FIXED]
    assert states(store) == [("worker", "queued", "running"), ("worker", "running", "done")]
    assert store.leases.acquire_lock("other:2")


def test_an_approved_waiver_is_written_once_though_its_worker_died_after_writing(
    store: Store, around: ActionSurroundings
) -> None:
    store.actions.add(request(ActionKind.WAIVER, terms=WAIVER, decided_by="wu"), ENTRY)
    worker = ActionWorker(store, around, "here:1")
    assert worker.work_once()
    again = msgspec.structs.replace(found(store), state=ActionState.RUNNING, outcome="")
    assert store.actions.move(again, ActionState.DONE, ENTRY)
    assert worker.work_once()
    (waiver,) = load_waivers(around.waivers_file)
    assert (waiver.owner, waiver.approver, waiver.id) == ("lin", "wu", found(store).outcome)


def test_who_proposed_a_waiver_cannot_have_approved_it(store: Store, around: ActionSurroundings) -> None:
    store.actions.add(request(ActionKind.WAIVER, terms=WAIVER, decided_by="lin"), ENTRY)
    ActionWorker(store, around, "here:1").work_once()
    assert found(store).state is ActionState.FAILED
    assert "another approver" in found(store).outcome
    assert not around.waivers_file.exists()


def test_requests_wait_while_a_run_holds_the_lock(store: Store, around: ActionSurroundings) -> None:
    store.actions.add(request(ActionKind.WAIVER, terms=WAIVER, decided_by="wu"), ENTRY)
    assert store.leases.acquire_lock("elsewhere:7")
    worker = ActionWorker(store, around, "here:1")
    assert not worker.work_once()
    assert found(store).state is ActionState.QUEUED
    store.leases.release_lock("elsewhere:7")
    assert worker.work_once()


def test_what_a_dead_worker_left_is_begun_again_and_fails_at_last(store: Store, around: ActionSurroundings) -> None:
    left = request(ActionKind.ANSWER, state=ActionState.RUNNING, attempts=action_worker.MOST_BEGINNINGS)
    store.actions.add(left, ENTRY)
    assert not ActionWorker(store, around, "here:1").work_once()
    assert found(store).state is ActionState.FAILED
    assert "3 times" in found(store).outcome


def test_being_stopped_is_no_attempt(store: Store, around: ActionSurroundings, monkeypatch: pytest.MonkeyPatch) -> None:
    def stopped(*_: object) -> ActionRequest:
        raise ActionStoppedError

    monkeypatch.setattr(action_worker, "carry_out", stopped)
    store.actions.add(request(ActionKind.RUN), ENTRY)
    with pytest.raises(InterruptedError):
        ActionWorker(store, around, "here:1").work_once()
    assert (found(store).state, found(store).attempts) == (ActionState.QUEUED, 0)
    assert store.leases.acquire_lock("other:2")


def test_what_nobody_can_carry_out_fails_with_a_sentence(store: Store, around: ActionSurroundings) -> None:
    store.actions.add(request(ActionKind.RECHECK, findings=("ffff",)), ENTRY)
    ActionWorker(store, around, "here:1").work_once()
    assert found(store).state is ActionState.FAILED
    assert "ffff" in found(store).outcome
