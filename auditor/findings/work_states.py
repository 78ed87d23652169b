"""Decides how far the work on a finding has come, from what people stated and what was examined since. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from enum import StrEnum

from auditor.model import Finding, Life, Recheck, StepKind, WorkStep


class WorkState(StrEnum):
    """How far the work on a finding has come."""

    NEW = "new"
    """Nobody has been assigned."""
    ASSIGNED = "assigned"
    """Somebody is to mend it."""
    MENDED = "mended"
    """A person states that it is mended; it has not been examined since."""
    CONFIRMED = "confirmed"
    """Found mended, after every place was examined."""
    LASTING = "lasting"
    """Stated as mended, and found again by an examination after that."""
    UNEXAMINED = "unexamined"
    """Not every place could be examined: neither known to be there nor mended."""
    RETURNED = "returned"
    """It was found mended once, and is there again."""
    WAIVER_PROPOSED = "waiver_proposed"
    """Somebody proposed that it may stay; another person has to approve."""
    WAIVED = "waived"
    """Somebody approved that it may stay."""


def current_life(finding: Finding, rechecks: Sequence[Recheck]) -> Life:
    """Return the life by the latest examination: the last re-check since the finding's run, else the run.

    ``rechecks`` are those of the finding made since its run, oldest first. A waived finding stays waived.
    """
    if finding.life is Life.WAIVED or not rechecks:
        return finding.life
    life = rechecks[-1].proved_life
    # found again is what it was before: new, lasting or returned
    return finding.life if life is Life.LASTING and finding.life.is_open else life


def work_state(
    finding: Finding, steps: Sequence[WorkStep], rechecks: Sequence[Recheck], *, run_moment: str, is_proposed: bool
) -> WorkState:
    """Return the state of the work on a finding.

    ``steps`` are all statements about it, oldest first; ``rechecks`` those since its run; ``run_moment`` is when that
    run began (ISO 8601): only what is requested after a statement can confirm or refute it. ``is_proposed``: a waiver
    waits for its approval.
    """
    life = current_life(finding, rechecks)
    if life is Life.WAIVED:
        return WorkState.WAIVED
    if life is Life.FIXED:
        return WorkState.CONFIRMED
    if is_proposed:
        return WorkState.WAIVER_PROPOSED
    last = steps[-1] if steps else None
    if last and last.kind is StepKind.MENDED:
        return _after_statement(last, life, rechecks, run_moment)
    if last and last.kind is StepKind.ASSIGNED:
        return WorkState.ASSIGNED
    if life is Life.RETURNED:
        return WorkState.RETURNED
    return WorkState.UNEXAMINED if life is Life.UNEXAMINED else WorkState.NEW


def assignee(steps: Sequence[WorkStep]) -> str:
    """Return the account that a finding is assigned to; empty where there is none. ``steps``: oldest first."""
    chosen = [step for step in steps if step.kind in {StepKind.ASSIGNED, StepKind.RELEASED}]
    return chosen[-1].detail if chosen and chosen[-1].kind is StepKind.ASSIGNED else ""


def _after_statement(stated: WorkStep, life: Life, rechecks: Sequence[Recheck], run_moment: str) -> WorkState:
    examined = [run_moment, *(made.moment for made in rechecks)]
    if not any(_instant(moment) > _instant(stated.moment) for moment in examined if moment):
        return WorkState.MENDED
    if life is Life.UNEXAMINED:
        return WorkState.UNEXAMINED
    return WorkState.RETURNED if life is Life.RETURNED else WorkState.LASTING


def _instant(moment: str) -> datetime:
    """The moment with its zone; without one of its own it is in UTC."""
    instant = datetime.fromisoformat(moment)
    return instant if instant.tzinfo else instant.replace(tzinfo=UTC)
