"""The life of a finding over the runs: never fixed unless examined at, never new twice, never lost."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from auditor.findings.lifecycle import compare_runs
from auditor.model import Finding, FindingPlace, Life, Outcome, Place, Severity, fingerprint


def found(cause: str = "footer|img", outcome: Outcome = Outcome.FAILED, life: Life = Life.NEW) -> Finding:
    spots = (FindingPlace(Place("http://a/1", "img")),)
    name = fingerprint("image-alt-missing", "a", cause)
    return Finding(name, "image-alt-missing", "a", cause, outcome, Severity.SERIOUS, spots, 1, 1, life=life)


def day(run: int) -> str:
    return f"2026-{run:02}-01"


def step(previous: Iterable[Finding], current: Iterable[Finding], run: int, *, examined: bool = True) -> list[Finding]:
    return list(compare_runs(previous, current, lambda _: examined, run=run, day=day(run)))


def lives(*runs: tuple[list[Finding], bool]) -> list[Finding]:
    """The last run's findings after a history of (findings, whether everything was examined at)."""
    state: list[Finding] = []
    for run, (present, examined) in enumerate(runs, 1):
        state = step(state, present, run, examined=examined)
    return state


def test_a_finding_of_the_first_run_is_new() -> None:
    (one,) = lives(([found()], True))
    assert (one.life, one.first_run, one.first_seen, one.last_seen, one.last_good) == (Life.NEW, 1, day(1), day(1), "")


def test_what_stays_is_lasting_since_the_day_it_was_first_seen() -> None:
    (one,) = lives(([found()], True), ([found()], True), ([found()], True))
    assert (one.life, one.first_run, one.first_seen, one.last_seen) == (Life.LASTING, 1, day(1), day(3))


def test_a_missing_finding_is_fixed_where_the_run_examined_it() -> None:
    (one,) = lives(([found()], True), ([], True))
    assert (one.life, one.fixed_on, one.last_good, one.last_seen) == (Life.FIXED, day(2), day(2), day(1))


def test_a_missing_finding_is_unexamined_and_open_where_the_run_did_not_examine_it() -> None:
    (one,) = lives(([found()], True), ([], False))
    assert (one.life, one.life.is_open, one.fixed_on) == (Life.UNEXAMINED, True, "")


def test_an_unexamined_one_can_be_fixed_or_last_later() -> None:
    assert lives(([found()], True), ([], False), ([], True))[0].life is Life.FIXED
    assert lives(([found()], True), ([], False), ([found()], True))[0].life is Life.LASTING


def test_what_comes_back_is_returned_then_lasting_and_knows_when_it_was_good() -> None:
    (back,) = lives(([found()], True), ([], True), ([found()], True))
    assert (back.life, back.first_seen, back.last_good, back.fixed_on) == (Life.RETURNED, day(1), day(2), "")
    (after,) = step([back], [found()], 4)
    assert (after.life, after.last_good) == (Life.LASTING, day(2))


def test_a_fixed_finding_is_kept_with_its_day_whether_examined_or_not() -> None:
    (one,) = lives(([found()], True), ([], True), ([], False), ([], True))
    assert (one.life, one.fixed_on) == (Life.FIXED, day(2))


def test_a_whole_site_that_was_not_audited_is_unexamined() -> None:
    before = step([], [found("x"), found("y")], 1)
    after = list(compare_runs(before, [], lambda one: one.site != "a", run=2, day=day(2)))
    assert {one.life for one in after} == {Life.UNEXAMINED}


def test_a_question_that_becomes_a_fault_goes_on_as_the_fault() -> None:
    (one,) = lives(([found(outcome=Outcome.CANT_TELL)], True), ([found()], True))
    assert (one.outcome, one.life, one.first_seen) == (Outcome.FAILED, Life.LASTING, day(1))


def test_a_fault_that_cannot_be_decided_any_more_stays_open_beside_the_question() -> None:
    unsure = ([found(outcome=Outcome.CANT_TELL)], True)
    history = [([found()], True), unsure, unsure]
    for runs in (history[:2], history):
        after = {one.outcome: one for one in lives(*runs)}
        assert after[Outcome.FAILED].life is Life.UNEXAMINED
        assert after[Outcome.CANT_TELL].life is Life.LASTING
        assert {one.first_seen for one in after.values()} == {day(1)}
    (again,) = lives(*history, ([found()], True))
    assert (again.outcome, again.life) == (Outcome.FAILED, Life.LASTING)
    assert {one.life for one in lives(*history, ([], True))} == {Life.FIXED}


def test_of_a_fault_and_a_question_the_fault_is_not_fixed_while_the_question_is_open() -> None:
    both = [found(), found(outcome=Outcome.CANT_TELL)]
    after = {one.outcome: one.life for one in lives((both, True), (both[1:], True))}
    assert after == {Outcome.FAILED: Life.UNEXAMINED, Outcome.CANT_TELL: Life.LASTING}


def test_both_outcomes_of_a_fault_live_side_by_side() -> None:
    both = [found(), found(outcome=Outcome.CANT_TELL)]
    assert [one.life for one in lives((both, True), (both, True))] == [Life.LASTING, Life.LASTING]
    assert {one.life for one in lives((both, True), ([], True))} == {Life.FIXED}


def test_a_suspected_one_is_new_once_it_is_confirmed() -> None:
    suspected = found(life=Life.SUSPECTED)
    assert lives(([suspected], True))[0].life is Life.SUSPECTED
    (one,) = lives(([suspected], True), ([suspected], True), ([found()], True))
    assert (one.life, one.first_seen) == (Life.NEW, day(1))


def test_an_old_fault_seen_once_more_unconfirmed_is_not_new_again() -> None:
    suspected = found(life=Life.SUSPECTED)
    assert [one.life for one in lives(([found()], True), ([suspected], True))] == [Life.LASTING]
    (one,) = lives(([found()], True), ([], True), ([suspected], True), ([found()], True))
    assert one.life is Life.RETURNED


def test_carried_over_facts_make_nothing_new_returned_or_seen() -> None:
    carried = found(life=Life.UNEXAMINED)
    assert lives(([carried], True))[0].life is Life.UNEXAMINED
    (one,) = lives(([found()], True), ([carried], True))
    assert (one.life, one.last_seen) == (Life.UNEXAMINED, day(1))
    assert lives(([found()], True), ([], True), ([carried], True))[0].life is Life.UNEXAMINED


def test_nothing_but_life_and_days_is_changed() -> None:
    fresh = msgspec.structs.replace(found(), places=7, severity=Severity.MINOR, shared="s")
    (one,) = step(step([], [found()], 1), [fresh], 2)
    assert (one.places, one.severity, one.shared, one.spots) == (7, Severity.MINOR, "s", fresh.spots)


_CAUSES = ("x", "y", "z")
_PRESENT = st.sampled_from([Life.NEW, Life.SUSPECTED, Life.UNEXAMINED])
_KEYS = st.tuples(st.sampled_from(_CAUSES), st.sampled_from([Outcome.FAILED, Outcome.CANT_TELL]))
_RUN = st.tuples(st.dictionaries(_KEYS, _PRESENT), st.sets(st.sampled_from(_CAUSES)))


@given(history=st.lists(_RUN, min_size=1, max_size=8))
def test_any_history_obeys_the_laws(
    history: list[tuple[dict[tuple[str, Outcome], Life], set[str]]],
) -> None:
    state: list[Finding] = []
    once_fixed: set[str] = set()
    for run, (present, examined) in enumerate(history, 1):
        current = [found(cause, outcome, life) for (cause, outcome), life in present.items()]
        before = state
        state = list(compare_runs(before, current, lambda one, seen=examined: one.cause in seen, run=run, day=day(run)))
        _obeys(before, current, state, examined, once_fixed)
        once_fixed |= {one.cause for one in state if one.life is Life.FIXED}


def _obeys(
    before: list[Finding], current: list[Finding], after: list[Finding], examined: set[str], once_fixed: set[str]
) -> None:
    keys = [(one.fingerprint, one.outcome) for one in after]
    assert len(keys) == len(set(keys)), "one finding twice"
    assert {one.fingerprint for one in (*before, *current)} == {one.fingerprint for one in after}, "a finding was lost"
    was = {(one.fingerprint, one.outcome): one for one in before}
    first = {one.fingerprint: min(two.first_seen for two in before if two.cause == one.cause) for one in before}
    there = {one.fingerprint: one for one in current}
    kept = {(one.fingerprint, one.life.is_open) for one in after if one.outcome is Outcome.FAILED}
    for one in before:
        if one.outcome is Outcome.FAILED and one.life.is_open and one.cause not in examined:
            assert (one.fingerprint, True) in kept, "an open fault was lost"
    for one in after:
        earlier = was.get((one.fingerprint, one.outcome))
        assert one.first_seen >= first.get(one.fingerprint, ""), "seen before it was first seen"
        assert earlier is None or (one.first_run, one.first_seen) == (earlier.first_run, earlier.first_seen)
        assert one.first_seen <= one.last_seen
        assert bool(one.fixed_on) is (one.life is Life.FIXED)
        if one.life is Life.FIXED and not (earlier and earlier.life is Life.FIXED):
            assert one.cause in examined, "fixed without being examined"
            assert one.fingerprint not in there, "fixed although it is there"
        if one.life is Life.RETURNED:
            assert one.cause in once_fixed, "returned without having been fixed"
        if one.life is Life.NEW:  # a failure and a question of one cause are each reported once
            other = next((two for two in before if two.fingerprint == one.fingerprint), None)
            known = earlier or other
            assert known is None or known.life is Life.SUSPECTED, "new twice"
