"""Judgements: there once they are finished, counted from one, and never half there."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from kept_facts import GONE, HOME, SETTINGS, answered, ask, finding

from auditor.model import (
    Finding,
    HostFigures,
    Judgement,
    Outcome,
    PageTally,
    QueueKind,
    RunState,
    SiteCoverage,
    SiteState,
    SiteTally,
    SkippedAddresses,
    Tally,
    Untested,
)
from auditor.store import Store

CHECKS = ("image-alt-missing", "axe-label")


@pytest.fixture
def run(store: Store) -> int:
    return store.runs.create("2026-11", "2026-11-01", SETTINGS, {}, "").number


def begin(store: Store, run: int) -> Judgement:
    return store.judgements.create(run, ruleset="r1", checks=CHECKS, made="2026-11-01T03:00:00")


def judge(store: Store, run: int, *findings: Finding) -> Judgement:
    judgement = begin(store, run)
    store.judgements.save_findings(judgement, findings)
    store.runs.set_state(run, RunState.JUDGED)
    return judgement


def test_findings_come_back_as_they_were_by_site_and_check(store: Store, run: int) -> None:
    facts = [finding(site="b"), finding("axe-label", site="b"), finding(cause="x"), finding(outcome=Outcome.CANT_TELL)]
    judgement = judge(store, run, *facts)
    read = list(store.judgements.findings(judgement))
    assert [(one.site, one.check) for one in read] == sorted((one.site, one.check) for one in facts)
    assert {one.fingerprint for one in read} == {one.fingerprint for one in facts}
    assert len(read) == 4
    assert sorted(read, key=repr) == sorted(facts, key=repr)
    assert [one.site for one in store.judgements.findings(judgement, "a")] == ["a", "a"]


def test_a_first_judgement_is_there_when_the_run_is_judged(store: Store, run: int) -> None:
    judgement = begin(store, run)
    store.judgements.save_findings(judgement, [finding()])
    assert store.judgements.latest(run) is None
    store.runs.set_state(run, RunState.JUDGED)
    assert store.judgements.latest(run) == judgement


def test_judging_again_writes_a_second_judgement_beside_the_first(store: Store, run: int) -> None:
    first = judge(store, run, finding())
    second = judge(store, run, finding(), finding(cause="x"))
    assert (first.number, second.number) == (1, 2)
    assert store.judgements.latest(run) == second
    assert [len(list(store.judgements.findings(one))) for one in (first, second)] == [1, 2]


def test_a_second_judgement_that_was_killed_is_not_there_and_leaves_nothing(store: Store, run: int) -> None:
    first = judge(store, run, finding())
    killed = begin(store, run)
    store.judgements.save_page_tallies(killed, [PageTally(HOME, "a", {})])
    store.judgements.save_site_tallies(killed, "a", [])
    assert store.judgements.latest(run) == first
    again = begin(store, run)
    assert again.number == killed.number == 2
    assert store.judgements.page_tally(again, HOME) is None
    assert store.judgements.site_tallies(again) == {}


def test_findings_are_saved_all_or_nothing(store: Store, run: int) -> None:
    def torn() -> Iterator[Finding]:
        yield finding()
        raise RuntimeError("the power went off here")

    judgement = begin(store, run)
    with pytest.raises(RuntimeError, match="power"):
        store.judgements.save_findings(judgement, torn())
    store.runs.set_state(run, RunState.JUDGED)
    assert list(store.judgements.findings(judgement)) == []
    assert store.judgements.latest(run) is None


def test_the_previous_judgement_is_of_the_nearest_earlier_judged_run(store: Store, run: int) -> None:
    judge(store, run)
    second = judge(store, run)
    gathering = store.runs.create("2026-12", "2026-12-01", SETTINGS, {}, "").number
    last = store.runs.create("2027-01", "2027-01-01", SETTINGS, {}, "").number
    assert store.judgements.previous(last) == store.judgements.previous(gathering) == second
    assert store.judgements.previous(run) is None


@pytest.mark.parametrize(
    ("url", "check", "judged"),
    [
        (HOME, "image-alt-missing", True),  # it looked and found nothing to judge
        (HOME, "axe-label", False),  # something kept it away
        (HOME, "axe-region", False),  # it was not selected
        (GONE, "image-alt-missing", False),  # the page was not there
    ],
)
def test_a_page_is_judged_only_where_the_check_truly_looked(
    store: Store, run: int, url: str, check: str, judged: bool
) -> None:
    judgement = begin(store, run)
    store.judgements.save_page_tallies(
        judgement, [PageTally(HOME, "a", {"axe-label": Tally(untested=Untested.NOT_VISITED)})]
    )
    assert store.judgements.page_judged(judgement, url, check) is judged


def test_evidence_is_one_judgement_with_all_that_belongs_to_it(store: Store, run: int) -> None:
    store.queue.plan(
        run, [ask(HOME), ask(GONE, skipped=Untested.ROBOTS), ask("http://x/", site="", skipped=Untested.BUDGET)]
    )
    store.queue.record(run, fetched=[answered(HOME)])
    store.runs.save_hosts(run, [HostFigures("zone.test:80", 1, 1.0, "none")])
    store.runs.save_site_coverage(run, [SiteCoverage("a", SiteState.AUDITED, pages=1)])
    earlier = judge(store, run)
    later = store.runs.create("2026-12", "2026-12-01", SETTINGS, {}, "").number
    judgement = begin(store, later)
    tallies = (SiteTally("image-alt-missing", Tally(3, 1), 1, 1),)
    store.judgements.save_site_tallies(judgement, "a", tallies)
    store.judgements.save_findings(judgement, [finding()])
    store.runs.set_state(later, RunState.JUDGED)
    evidence = store.evidence(later)
    assert (evidence.judgement, evidence.previous, evidence.run.number) == (judgement, earlier, later)
    (site,) = evidence.sites
    assert (site.tallies, site.findings, site.run) == (tallies, (finding(),), SiteCoverage("a", SiteState.PLANNED))
    before = store.evidence(run)
    assert before.sites[0].skipped == (SkippedAddresses("a", QueueKind.FETCH, Untested.ROBOTS, 1, GONE),)
    assert (before.sites[0].run.pages, before.hosts[0].requests, before.previous) == (1, 1, None)


def test_a_run_without_judgement_has_no_evidence(store: Store, run: int) -> None:
    with pytest.raises(KeyError, match="has not been judged"):
        store.evidence(run)
