"""Runs, and the coverage of their sites and hosts."""

from __future__ import annotations

import pytest
from kept_facts import SETTINGS

from auditor.model import HostFigures, RunState, SiteCoverage, SiteState
from auditor.store import Store


def begin(store: Store, period: str = "2026-11") -> int:
    return store.runs.create(period, "2026-11-01", SETTINGS, {"axe-core": "4.14.0"}, "2026-11-01T02:00:00").number


def test_runs_are_numbered_from_one_and_keep_all_they_were_given(store: Store) -> None:
    assert [begin(store), begin(store)] == [1, 2]
    run = store.runs.find(1)
    assert (run.settings, run.tools, run.state) == (SETTINGS, {"axe-core": "4.14.0"}, RunState.GATHERING)
    assert [one.number for one in store.runs.all()] == [1, 2]


def test_a_run_that_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(KeyError, match="no run 7"):
        store.runs.find(7)


def test_a_number_is_greater_than_those_used_elsewhere(store: Store) -> None:
    begin(store)
    run = store.runs.create("2026-11", "2026-11-01", SETTINGS, {}, "2026-11-01T02:00:00+08:00", after=7)
    assert run.number == 8
    assert begin(store) == 9


def test_the_end_of_a_run_stays_once_it_is_set(store: Store) -> None:
    run = begin(store)
    store.runs.set_state(run, RunState.JUDGED, ended="2026-11-01T05:00:00")
    store.runs.set_state(run, RunState.REPORTED)
    assert (store.runs.find(run).state, store.runs.find(run).ended) == (RunState.REPORTED, "2026-11-01T05:00:00")


def test_a_sites_coverage_is_replaced(store: Store) -> None:
    run = begin(store)
    store.runs.save_site_coverage(
        run, [SiteCoverage("b", SiteState.PLANNED), SiteCoverage("a", SiteState.NOT_CONFIGURED)]
    )
    store.runs.save_site_coverage(run, [SiteCoverage("b", SiteState.AUDITED, pages=4)])
    assert store.runs.site_coverage(run) == [
        SiteCoverage("a", SiteState.NOT_CONFIGURED),
        SiteCoverage("b", SiteState.AUDITED, pages=4),
    ]


def test_figures_of_a_host_add_up_over_the_processes_of_a_run(store: Store) -> None:
    run = begin(store)
    store.runs.save_hosts(run, [HostFigures("h:80", 10, 1.0, "none", median_ms=100, parked=1)])
    store.runs.save_hosts(
        run, [HostFigures("h:80", 30, 2.0, "found", median_ms=200), HostFigures("g:80", 1, 1.0, "none")]
    )
    assert store.runs.hosts(run) == [
        HostFigures("g:80", 1, 1.0, "none"),
        HostFigures("h:80", 40, 2.0, "found", median_ms=175, parked=1),
    ]
