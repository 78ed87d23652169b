"""Re-checks are kept beside the findings, in order, and never change them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from kept_facts import SETTINGS, finding

from auditor.model import Life, Recheck
from auditor.store import Store

ONE = finding().fingerprint


def seen(moment: str, life: Life = Life.FIXED, name: str = ONE, looked: int = 3) -> Recheck:
    return Recheck(name, moment, 1, "a", life, looked, 3, "rules")


def test_rechecks_come_back_oldest_first(store: Store) -> None:
    later, first = seen("2026-11-24T09:00:00+08:00"), seen("2026-11-23T17:30:00+08:00", Life.LASTING, looked=2)
    store.rechecks.save([later])
    store.rechecks.save([first, seen(first.moment, name="another")])
    assert store.rechecks.of_finding(ONE) == [first, later]
    assert store.rechecks.of_finding("another") == [seen(first.moment, name="another")]
    assert store.rechecks.of_finding("unknown") == []


def test_the_same_recheck_saved_twice_is_there_once(store: Store) -> None:
    one = seen("2026-11-24T09:00:00+08:00")
    store.rechecks.save([one])
    store.rechecks.save([one])
    assert store.rechecks.of_finding(ONE) == [one]


def test_rechecks_are_saved_all_or_nothing(store: Store) -> None:
    def torn() -> Iterator[Recheck]:
        yield seen("2026-11-24T09:00:00+08:00")
        raise RuntimeError("the power went off here")

    with pytest.raises(RuntimeError, match="power"):
        store.rechecks.save(torn())
    assert store.rechecks.of_finding(ONE) == []


def test_a_recheck_leaves_the_finding_as_its_run_saw_it(store: Store) -> None:
    run = store.runs.create("2026-11", "2026-11-01", SETTINGS, {}, "").number
    judgement = store.judgements.create(run, ruleset="r1", checks=(), made="")
    store.judgements.save_findings(judgement, [finding()])
    store.rechecks.save([seen("2026-11-24T09:00:00+08:00")])
    assert list(store.judgements.findings(judgement)) == [finding()]
