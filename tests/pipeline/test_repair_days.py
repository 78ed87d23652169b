"""The day of a repair: the first re-check that found it mended, unless a later one saw the fault again."""

from __future__ import annotations

import pytest
from small_runs import ROOT, answer, begin, page

from auditor.model import Finding, Life, LinkState, Recheck
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.reports import stored_evidence
from auditor.store import Store

HOME, GONE = f"{ROOT}a/", "http://other.example/gone"


def month(store: Store, state: LinkState) -> Finding:
    run = begin(store, "a")
    store.queue.record(run.number, fetched=[page(store, HOME, GONE), answer(GONE, state)])
    judgement = judge_run(store, store.runs.find(run.number), made=f"{run.day}T09:00:00+08:00")
    return next(one for one in store.judgements.findings(judgement) if one.check == "link-broken")


@pytest.mark.parametrize(
    ("rechecks", "day"),
    [
        ([], "2026-02-01"),
        ([("2026-01-05", Life.FIXED)], "2026-01-05"),
        ([("2026-01-05", Life.FIXED), ("2026-01-09", Life.FIXED)], "2026-01-05"),
        ([("2026-01-05", Life.LASTING), ("2026-01-09", Life.FIXED)], "2026-01-09"),
        ([("2026-01-05", Life.FIXED), ("2026-01-09", Life.LASTING)], "2026-02-01"),
        ([("2026-01-05", Life.FIXED), ("2026-01-09", Life.UNEXAMINED)], "2026-01-05"),
    ],
)
def test_a_repair_is_dated_by_the_recheck_that_saw_it(store: Store, rechecks: list[tuple[str, Life]], day: str) -> None:
    broken = month(store, LinkState.BROKEN)
    store.rechecks.save(
        Recheck(broken.fingerprint, f"{on}T10:00:00+08:00", 1, "a", life, 1, 1, "rules") for on, life in rechecks
    )
    mended = month(store, LinkState.OK)
    assert (mended.life, mended.fixed_on, mended.last_good) == (Life.FIXED, day, day)


def test_a_recheck_closes_nothing_that_the_next_run_still_sees(store: Store) -> None:
    broken = month(store, LinkState.BROKEN)
    store.rechecks.save([Recheck(broken.fingerprint, "2026-01-05T10:00:00+08:00", 1, "a", Life.FIXED, 1, 1, "rules")])
    still = month(store, LinkState.BROKEN)
    assert (still.life, still.since, still.fixed_on) == (Life.LASTING, "2026-01-01", "")


def test_a_recheck_without_evidence_dates_no_repair(store: Store) -> None:
    """Earlier programs recorded a target that was not requested again as mended."""
    broken = month(store, LinkState.BROKEN)
    store.rechecks.save([Recheck(broken.fingerprint, "2026-01-05T10:00:00+08:00", 1, "a", Life.FIXED, 1, 1)])
    assert store.rechecks.of_finding(broken.fingerprint)[0].proved_life is Life.UNEXAMINED
    mended = month(store, LinkState.OK)
    assert (mended.life, mended.fixed_on) == (Life.FIXED, "2026-02-01")


def test_a_day_that_a_recheck_without_evidence_gave_is_put_right(store: Store) -> None:
    """A store of an earlier program: its second run dated the repair to the re-check."""
    broken = month(store, LinkState.BROKEN)
    moment = "2026-01-05T10:00:00+08:00"
    store.rechecks.save([Recheck(broken.fingerprint, moment, 1, "a", Life.FIXED, 1, 1, "rules")])
    assert month(store, LinkState.OK).fixed_on == "2026-01-05"
    store.rechecks.save([Recheck(broken.fingerprint, moment, 1, "a", Life.FIXED, 1, 1)])
    published = stored_evidence(store, store.runs.find(2)).sites[0].findings
    assert {finding.fixed_on for finding in published if finding.life is Life.FIXED} == {"2026-02-01"}
    again = month(store, LinkState.OK)
    assert (again.life, again.fixed_on, again.last_good) == (Life.FIXED, "2026-02-01", "2026-02-01")
