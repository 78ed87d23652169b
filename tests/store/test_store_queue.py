"""The queue: planned once, recorded all or nothing, gone on with where it stopped."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from kept_facts import DOWN, GONE, HOME, SETTINGS, answered, ask, unanswered, visit

from auditor.model import CrawlRequest, FetchRecord, QueueKind, SkippedAddresses, Untested, VisitFailure
from auditor.store import Store, Stretch


@pytest.fixture
def run(store: Store) -> int:
    return store.runs.create("2026-11", "2026-11-01", SETTINGS, {}, "").number


def later(store: Store) -> int:
    return store.runs.create("2026-12", "2026-12-01", SETTINGS, {}, "").number


def test_planning_counts_what_is_new_and_leaves_the_rest_alone(store: Store, run: int) -> None:
    assert store.queue.plan(run, [ask(HOME, start=True), ask(GONE)]) == 2
    store.queue.record(run, fetched=[answered(HOME)])
    assert store.queue.plan(run, [ask(HOME), ask(GONE, depth=9), ask(DOWN), ask(HOME, QueueKind.VISIT)]) == 2
    assert [(one.url, one.kind, one.depth) for one in store.queue.pending(run)] == [
        (DOWN, "fetch", 0),
        (HOME, "visit", 0),
        (GONE, "fetch", 0),
    ]


def test_more_asks_than_one_batch_are_planned(store: Store, run: int) -> None:
    assert store.queue.plan(run, (ask(f"{HOME}?id={number}") for number in range(2_345))) == 2_345
    assert store.queue.counts(run) == {"fetch waiting": 2_345}


def test_pending_asks_come_back_as_they_were_nearest_first(store: Store, run: int) -> None:
    far = ask(GONE, depth=3, found_on=HOME, attempts=2, not_before="2026-11-02T00:00:00+00:00", probe=True)
    near = ask(HOME, start=True)
    store.queue.plan(run, [far, near])
    assert store.queue.pending(run) == [near, far]
    assert list(store.queue.requests(run)) == [near, far]


def test_recording_stores_finishes_and_plans(store: Store, run: int) -> None:
    store.queue.plan(run, [ask(HOME), ask(DOWN)])
    put_off = ask(DOWN, attempts=1, not_before="2026-11-02T00:00:00+00:00")
    store.queue.record(run, fetched=[answered(HOME)], found=[ask(GONE), ask(HOME, QueueKind.VISIT)], deferred=[put_off])
    assert store.queue.pending(run) == [put_off, ask(HOME, QueueKind.VISIT), ask(GONE)]
    store.queue.record(run, visited=[visit(HOME, "blob")], fetched=[unanswered(DOWN)])
    assert [one.url for one in store.queue.pending(run)] == [GONE]
    assert store.queue.counts(run) == {"fetch done": 2, "fetch waiting": 1, "visit done": 1}


def test_recording_twice_changes_nothing(store: Store, run: int) -> None:
    store.queue.plan(run, [ask(HOME)])
    for _ in range(2):
        store.queue.record(run, fetched=[answered(HOME)], visited=[visit(HOME)], found=[ask(GONE)])
    assert list(store.facts.fetch_records(run)) == [answered(HOME)]
    assert store.queue.pending(run) == [ask(GONE)]


def test_a_finished_ask_that_is_found_again_stays_finished(store: Store, run: int) -> None:
    store.queue.plan(run, [ask(HOME), ask(GONE)])
    store.queue.skip(run, QueueKind.FETCH, GONE, Untested.ROBOTS)
    store.queue.record(run, fetched=[answered(HOME)])
    store.queue.record(run, fetched=[unanswered(DOWN)], found=[ask(HOME, depth=4), ask(GONE, depth=4)])
    assert store.queue.pending(run) == []
    assert [one.url for one in store.queue.skipped_requests(run)] == [GONE]


def test_an_ask_that_waits_for_its_turn_is_replaced_when_it_has_it(store: Store, run: int) -> None:
    store.queue.record(run, found=[ask(HOME, skipped=Untested.BUDGET), ask(GONE, skipped=Untested.BUDGET)])
    assert store.queue.pending(run) == []
    store.queue.record(run, found=[ask(HOME, depth=1)])
    assert store.queue.pending(run) == [ask(HOME, depth=1)]
    assert [one.url for one in store.queue.skipped_requests(run)] == [GONE]


def test_recording_is_all_or_nothing(store: Store, run: int) -> None:
    class Torn(list[CrawlRequest]):
        def __iter__(self) -> Iterator[CrawlRequest]:
            yield ask(GONE)
            raise RuntimeError("the power went off here")

    store.queue.plan(run, [ask(HOME)])
    with pytest.raises(RuntimeError, match="power"):
        store.queue.record(run, fetched=[answered(HOME)], found=Torn())
    assert store.queue.pending(run) == [ask(HOME)]
    assert store.facts.fetch_record(run, HOME) is None


def test_what_is_skipped_is_summed_up_by_site_kind_and_reason(store: Store, run: int) -> None:
    store.queue.plan(
        run, [ask(HOME), ask(GONE, skipped=Untested.BUDGET), ask(DOWN, site=""), ask(HOME, QueueKind.VISIT)]
    )
    store.queue.skip(run, QueueKind.FETCH, HOME, Untested.BUDGET)
    store.queue.skip(run, QueueKind.VISIT, HOME, Untested.NOT_VISITED)
    assert store.queue.skipped(run, "a") == [
        SkippedAddresses("a", "fetch", Untested.BUDGET, 2, HOME),
        SkippedAddresses("a", "visit", Untested.NOT_VISITED, 1, HOME),
    ]
    assert [(one.url, one.skipped) for one in store.queue.skipped_requests(run)] == [(HOME, "budget"), (GONE, "budget")]
    assert store.queue.counts(run) == {"fetch skipped": 2, "fetch waiting": 1, "visit skipped": 1}
    assert [one.url for one in store.queue.pending(run)] == [DOWN]


def test_answers_come_back_as_they_were(store: Store, run: int) -> None:
    facts = [answered(HOME, page="p", body="b"), answered(GONE, status=404), unanswered(DOWN)]
    store.queue.record(run, fetched=facts)
    assert [store.facts.fetch_record(run, one.url) for one in facts] == facts
    assert store.facts.fetch_record(run + 1, HOME) is None


def test_answers_are_read_by_site_and_as_pages(store: Store, run: int) -> None:
    page, gone, down = answered(HOME, page="p"), answered(GONE, status=404), unanswered(DOWN)
    store.queue.record(run, fetched=[gone, down, page])
    assert list(store.facts.fetch_records(run)) == [down, page, gone]
    assert list(store.facts.fetch_records(run, Stretch("a"))) == [page, gone]
    assert list(store.facts.fetch_records(run, Stretch("a"), pages_only=True)) == [page]


def test_probes_are_no_targets(store: Store, run: int) -> None:
    probe = msgspec.structs.replace(answered(f"{HOME}x"), probe=True)
    store.queue.record(run, fetched=[answered(HOME), probe])
    assert list(store.facts.link_targets(run)) == [answered(HOME).target]


def test_the_latest_earlier_page_and_visit_are_found(store: Store, run: int) -> None:
    second, third = later(store), later(store)
    store.queue.record(run, fetched=[answered(HOME, body="old")], visited=[visit(HOME, "old")])
    store.queue.record(second, fetched=[answered(HOME, status=500)], visited=[visit(HOME, "new")])
    assert store.facts.last_good_fetch(HOME, third) == (run, answered(HOME, body="old"))
    assert store.facts.last_visit(HOME, third) == (second, visit(HOME, "new"))
    assert store.facts.last_good_fetch(HOME, run) is None
    assert store.facts.last_visit(GONE, third) is None


def test_visits_come_back_with_their_failure(store: Store, run: int) -> None:
    failed = msgspec.structs.replace(visit(GONE), failure=VisitFailure(GONE, Untested.TIMED_OUT, "30 s"))
    carried = msgspec.structs.replace(visit(HOME, "blob"), carried_from=4, carries=2)
    store.queue.record(run, visited=[failed, carried])
    assert (store.facts.visit_record(run, GONE), store.facts.visit_record(run, HOME)) == (failed, carried)
    assert store.facts.visit_record(run, DOWN) is None


def test_a_long_reading_goes_on_while_results_come_in(store: Store, run: int) -> None:
    store.queue.record(run, fetched=[answered(f"{HOME}?id={number:05}") for number in range(1_500)])
    reading: Iterator[FetchRecord] = store.facts.fetch_records(run)
    next(reading)
    store.queue.record(run, fetched=[answered(f"{HOME}?id=zzz")])
    assert sum(1 for _ in reading) >= 1_499
    assert sum(1 for _ in store.facts.fetch_records(run)) == 1_501


_ACTS = st.lists(st.tuples(st.sampled_from(["plan", "record", "defer", "skip"]), st.integers(0, 4)), max_size=12)


@given(acts=_ACTS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_an_answered_ask_is_never_asked_again(file_store: Store, acts: list[tuple[str, int]]) -> None:
    """Whatever the order: what has been answered or skipped stays so, unless it was put off afterwards."""
    run = later(file_store)
    waiting: dict[str, bool] = {}
    for act, number in acts:
        url = f"{HOME}?id={number}"
        if act == "plan":
            file_store.queue.plan(run, [ask(url)])
            waiting.setdefault(url, True)
        elif act == "record":
            file_store.queue.record(run, fetched=[answered(url)])
            waiting |= {url: False} if url in waiting else {}
        elif act == "defer":
            file_store.queue.record(run, deferred=[ask(url, attempts=1)])
            waiting[url] = True
        else:
            file_store.queue.skip(run, QueueKind.FETCH, url, Untested.ROBOTS)
            waiting |= {url: False} if url in waiting else {}
    assert {one.url for one in file_store.queue.pending(run)} == {url for url, still in waiting.items() if still}
