"""Re-checks are kept beside the findings, in order, and never change them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from kept_facts import SETTINGS, finding

from auditor.model import Life, Recheck
from auditor.store import Store

ONE = finding().fingerprint


def seen(moment: str, life: Life = Life.FIXED, name: str = ONE, looked: int = 3) -> Recheck:
    return Recheck(name, moment, 1, "a", life, looked, 3)


def test_rechecks_come_back_oldest_first(store: Store) -> None:
    later, first = seen("2026-11-24T09:00:00+08:00"), seen("2026-11-23T17:30:00+08:00", Life.LASTING, looked=2)
    store.save_rechecks([later])
    store.save_rechecks([first, seen(first.moment, name="another")])
    assert store.rechecks(ONE) == [first, later]
    assert store.rechecks("another") == [seen(first.moment, name="another")]
    assert store.rechecks("unknown") == []


def test_the_same_recheck_saved_twice_is_there_once(store: Store) -> None:
    one = seen("2026-11-24T09:00:00+08:00")
    store.save_rechecks([one])
    store.save_rechecks([one])
    assert store.rechecks(ONE) == [one]


def test_rechecks_are_saved_all_or_nothing(store: Store) -> None:
    def torn() -> Iterator[Recheck]:
        yield seen("2026-11-24T09:00:00+08:00")
        raise RuntimeError("the power went off here")

    with pytest.raises(RuntimeError, match="power"):
        store.save_rechecks(torn())
    assert store.rechecks(ONE) == []


def test_a_recheck_leaves_the_finding_as_its_run_saw_it(store: Store) -> None:
    run = store.new_run("2026-11", "2026-11-01", SETTINGS, {}, "").number
    judgement = store.new_judgement(run, ruleset="r1", checks=(), made="")
    store.save_findings(judgement, [finding()])
    store.save_rechecks([seen("2026-11-24T09:00:00+08:00")])
    assert list(store.findings(judgement)) == [finding()]
