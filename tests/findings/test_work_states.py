"""The work on a finding: what people stated, held against what was examined afterwards."""

from __future__ import annotations

import msgspec
import pytest

from auditor.findings.work_states import WorkState, assignee, current_life, work_state
from auditor.model import Finding, Life, Outcome, Recheck, Severity, StepKind, WorkStep

RUN = "2026-11-23T01:00:00+08:00"
FINDING = Finding("f", "link-broken", "a", "https://x.example/", Outcome.FAILED, Severity.SERIOUS, (), 1, 1)
MENDED = StepKind.MENDED


def step(kind: StepKind, moment: str, detail: str = "") -> WorkStep:
    return WorkStep(moment, "f", moment, "lin", kind, detail)


def look(life: Life, moment: str, ruleset: str = "r1") -> Recheck:
    return Recheck("f", moment, 1, "a", life, 1, 1, ruleset)


@pytest.mark.parametrize(
    ("life", "steps", "rechecks", "state"),
    [
        (Life.NEW, [], [], WorkState.NEW),
        (Life.LASTING, [], [], WorkState.NEW),
        (Life.RETURNED, [], [], WorkState.RETURNED),
        (Life.UNEXAMINED, [], [], WorkState.UNEXAMINED),
        (Life.WAIVED, [step(MENDED, "2026-11-24T00:00:00+00:00")], [], WorkState.WAIVED),
        (Life.NEW, [step(StepKind.ASSIGNED, "2026-11-24T00:00:00+00:00", "wu")], [], WorkState.ASSIGNED),
        (Life.NEW, [step(MENDED, "2026-11-24T00:00:00+00:00")], [], WorkState.MENDED),
        # the statement is a claim until something examined it afterwards
        (Life.FIXED, [step(MENDED, "2026-11-20T00:00:00+00:00")], [], WorkState.CONFIRMED),
        (Life.LASTING, [step(MENDED, "2026-11-20T00:00:00+00:00")], [], WorkState.LASTING),
        (Life.RETURNED, [step(MENDED, "2026-11-20T00:00:00+00:00")], [], WorkState.RETURNED),
        (Life.UNEXAMINED, [step(MENDED, "2026-11-20T00:00:00+00:00")], [], WorkState.UNEXAMINED),
        (
            Life.NEW,
            [step(MENDED, "2026-11-24T00:00:00+00:00")],
            [look(Life.FIXED, "2026-11-24T09:00:00+08:00")],
            WorkState.CONFIRMED,
        ),
        (
            Life.NEW,
            [step(MENDED, "2026-11-24T00:00:00+00:00")],
            [look(Life.LASTING, "2026-11-24T09:00:00+08:00")],
            WorkState.LASTING,
        ),
        (
            Life.NEW,
            [step(MENDED, "2026-11-24T00:00:00+00:00")],
            [look(Life.UNEXAMINED, "2026-11-24T09:00:00+08:00")],
            WorkState.UNEXAMINED,
        ),
        # a re-check from before the statement refutes nothing, in whatever zone it was written down
        (
            Life.NEW,
            [step(MENDED, "2026-11-24T02:00:00+00:00")],
            [look(Life.LASTING, "2026-11-24T09:00:00+08:00")],
            WorkState.MENDED,
        ),
        # a row without the rules that examined it proves no repair
        (
            Life.NEW,
            [step(MENDED, "2026-11-24T00:00:00+00:00")],
            [look(Life.FIXED, "2026-11-24T09:00:00+08:00", "")],
            WorkState.UNEXAMINED,
        ),
        (
            Life.NEW,
            [step(MENDED, "2026-11-24T00:00:00+00:00"), step(StepKind.ASSIGNED, "2026-11-25T00:00:00+00:00", "wu")],
            [],
            WorkState.ASSIGNED,
        ),
    ],
)
def test_the_state_of_the_work(life: Life, steps: list[WorkStep], rechecks: list[Recheck], state: WorkState) -> None:
    finding = msgspec.structs.replace(FINDING, life=life)
    assert work_state(finding, steps, rechecks, run_moment=RUN, is_proposed=False) is state


def test_a_proposed_waiver_waits_unless_the_fault_is_gone() -> None:
    fixed = msgspec.structs.replace(FINDING, life=Life.FIXED)
    assert work_state(FINDING, [], [], run_moment=RUN, is_proposed=True) is WorkState.WAIVER_PROPOSED
    assert work_state(fixed, [], [], run_moment=RUN, is_proposed=True) is WorkState.CONFIRMED


def test_found_again_keeps_what_the_run_knew() -> None:
    returned = msgspec.structs.replace(FINDING, life=Life.RETURNED)
    assert current_life(returned, [look(Life.LASTING, RUN)]) is Life.RETURNED
    assert current_life(FINDING, [look(Life.FIXED, RUN), look(Life.LASTING, RUN)]) is Life.NEW
    assert current_life(FINDING, [look(Life.FIXED, RUN)]) is Life.FIXED


def test_who_is_assigned() -> None:
    assigned = step(StepKind.ASSIGNED, "1", "wu")
    assert assignee([]) == ""
    assert assignee([assigned, step(MENDED, "2", "2026-11-24")]) == "wu"
    assert assignee([assigned, step(StepKind.RELEASED, "2")]) == ""
