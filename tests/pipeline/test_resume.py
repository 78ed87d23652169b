"""Which run a command goes on with: one that gathers, one cut off before its report, else a new one."""

from __future__ import annotations

from datetime import UTC, datetime

import msgspec
from small_runs import ROOT, page, site

from auditor.model import Portfolio, RunState, Settings, Waiver, WaiverReason, WaiverScope
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
