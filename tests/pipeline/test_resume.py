"""Which run a command goes on with: one that gathers, one cut off before its report, else a new one."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
from small_runs import ROOT, answer, page, site

from auditor.model import LinkState, Portfolio, RunState, Settings, Waiver, WaiverReason, WaiverScope
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.resume import open_run
from auditor.store import Store

NOW = datetime(2026, 6, 1, 2, tzinfo=UTC)
SETTINGS = Settings(Portfolio((site("a"),)), topics=("links",))
WAIVER = Waiver(
    "link-broken", "a", WaiverScope.SITE, WaiverReason.PLANNED, "林小姐", "王科長", "2026-05-01", "2026-12-31"
)


def test_a_run_that_gathers_goes_on_with_the_waivers_of_today(store: Store) -> None:
    first = open_run(store, SETTINGS, NOW)
    again = open_run(store, msgspec.structs.replace(SETTINGS, waivers=(WAIVER,)), NOW)
    assert (again.number, again.settings.waivers) == (first.number, (WAIVER,))
    assert store.runs.find(first.number) == again
    assert msgspec.structs.replace(again, settings=first.settings) == first


def test_a_run_cut_off_before_its_report_is_not_begun_anew(store: Store) -> None:
    run = open_run(store, SETTINGS, NOW)
    store.queue.record(run.number, fetched=[page(store, f"{ROOT}a/")])
    judge_run(store, run, made="2026-06-01T09:00:00+08:00")
    again = open_run(store, msgspec.structs.replace(SETTINGS, waivers=(WAIVER,)), NOW)
    assert (again.number, again.state) == (run.number, RunState.JUDGED)
    assert again.settings.waivers == ()  # it was judged without
    store.runs.set_state(run.number, RunState.REPORTED)
    assert open_run(store, SETTINGS, NOW).number == run.number + 1


def test_a_run_that_the_end_of_a_month_cut_in_two_is_finished_first(store: Store) -> None:
    november, december = datetime(2026, 11, 30, 23, tzinfo=UTC), datetime(2026, 12, 1, 1, tzinfo=UTC)
    first = open_run(store, SETTINGS, november)
    again = open_run(store, SETTINGS, december)
    assert (again.number, again.period, again.day) == (first.number, "2026-11", "2026-11-30")
    store.runs.set_state(first.number, RunState.JUDGED)
    assert open_run(store, SETTINGS, december).number == first.number
    store.runs.set_state(first.number, RunState.REPORTED)
    assert open_run(store, SETTINGS, december).period == "2026-12"


def test_a_named_period_is_begun_though_an_earlier_run_is_unfinished(store: Store) -> None:
    open_run(store, SETTINGS, datetime(2026, 11, 30, 23, tzinfo=UTC))
    named = open_run(store, SETTINGS, datetime(2026, 12, 1, 1, tzinfo=UTC), "2026-12")
    assert (named.number, named.period) == (2, "2026-12")
    store.runs.set_state(2, RunState.REPORTED)
    # what a later run has overtaken stays as it is
    assert open_run(store, SETTINGS, datetime(2026, 12, 2, 1, tzinfo=UTC)).number == 3


def test_judging_again_does_not_change_when_a_run_ended(store: Store) -> None:
    run = open_run(store, SETTINGS, NOW)
    store.queue.record(run.number, fetched=[page(store, f"{ROOT}a/")])
    judge_run(store, run, made="2026-06-01T09:00:00+08:00")
    store.runs.set_state(run.number, RunState.REPORTED)
    judge_run(store, store.runs.find(run.number), made="2026-08-08T09:00:00+08:00")
    judged = store.runs.find(run.number)
    assert (judged.ended, judged.state) == ("2026-06-01T09:00:00+08:00", RunState.REPORTED)


def test_a_clock_put_back_does_not_turn_back_what_was_seen(store: Store) -> None:
    for day, month in (("2026-06-10", "2026-06"), ("2026-05-31", "2026-05")):
        run = store.runs.create(month, day, SETTINGS, {}, f"{day}T02:00:00+08:00")
        dead = f"{ROOT}a/dead"
        records = [page(store, f"{ROOT}a/", dead), answer(dead, LinkState.BROKEN)]
        store.queue.record(run.number, fetched=records)
        judgement = judge_run(store, run, made=f"{day}T09:00:00+08:00")
        findings = list(store.judgements.findings(judgement))
        assert findings
        assert all(finding.first_seen <= finding.last_seen for finding in findings)
