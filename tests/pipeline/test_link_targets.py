"""Link targets are judged once, and their faults stand at every link that leads to them."""

from __future__ import annotations

import msgspec
import pytest
from small_runs import ROOT, answer, begin, link, page, skip

from auditor.judging import registry
from auditor.model import LinkState, Outcome, Run, Tally, Untested
from auditor.pipeline.judgement.link_targets import TargetJudging
from auditor.pipeline.judgement.survey import survey
from auditor.store import Store

HOME = f"{ROOT}a/"
NEWS = f"{ROOT}a/news.html"
GONE = "http://other.example/gone"
DOWN = "http://down.example/"
SHY = "http://shy.example/"
CHECKS = registry.select(registry.load_checks(packs=False), topics=("links",))


def targets(store: Store, run: Run) -> TargetJudging:
    return TargetJudging(store, run.number, CHECKS, survey(store, run.number))


@pytest.fixture
def run(store: Store) -> Run:
    run = begin(store, "a")
    probe = answer(f"{ROOT}a/no-such-page", LinkState.BROKEN, probe=True)
    kinds = (LinkState.BROKEN, LinkState.UNREACHABLE, LinkState.BLOCKED)
    others = [answer(url, state) for url, state in zip((GONE, DOWN, SHY), kinds, strict=True)]
    links = (GONE, DOWN, SHY, NEWS, f"{NEWS}#here", f"{NEWS}#nowhere")
    store.queue.record(
        run.number, fetched=[page(store, HOME, *links), page(store, NEWS, ids=frozenset({"here"})), *others, probe]
    )
    skip(store, run, "http://other.example/private", Untested.ROBOTS)
    return run


def faults(all_: TargetJudging, url: str) -> list[tuple[str, str, str]]:
    """(check, outcome, cause) of every fault at a link to an address."""
    found = [(one.check, one.verdicts[0]) for one in all_.faults_at(link(HOME, url), "a")]
    return [(check, verdict.outcome.value, verdict.cause) for check, verdict in found]


def test_a_targets_fault_stands_at_the_place_of_the_link(store: Store, run: Run) -> None:
    here = link(HOME, GONE)
    (judged,) = targets(store, run).faults_at(here, "a")
    (verdict,) = judged.verdicts
    assert (judged.check, judged.subject, verdict.outcome) == ("link-broken", GONE, Outcome.FAILED)
    assert (verdict.place, verdict.cause) == (here.place, GONE)
    assert (verdict.data["text"], verdict.data["target"], verdict.data["status"]) == ("連結", GONE, 404)


def test_each_state_has_its_own_fault_and_a_good_target_none(store: Store, run: Run) -> None:
    all_ = targets(store, run)
    assert faults(all_, DOWN) == [("link-unreachable", "failed", DOWN)]
    assert faults(all_, SHY) == [("link-blocked", "cant_tell", SHY)]
    assert faults(all_, NEWS) == []
    assert faults(all_, "http://never.asked.example/") == []


def test_a_missing_part_is_a_fault_only_of_the_links_that_name_it(store: Store, run: Run) -> None:
    all_ = targets(store, run)
    assert faults(all_, f"{NEWS}#nowhere") == [("link-fragment-missing", "failed", f"{NEWS}#nowhere")]
    assert faults(all_, f"{NEWS}#here") == []
    assert faults(all_, f"{GONE}#part") == [("link-broken", "failed", GONE)]


def test_tallies_count_targets_as_often_as_they_are_named(store: Store, run: Run) -> None:
    rows = {row.check: row for row in targets(store, run).tallies([GONE, NEWS, HOME, GONE, SHY])}
    broken = rows["link-broken"]
    assert (broken.things, broken.looked_at, broken.failed, broken.untested) == (Tally(2, 2), 4, 2, {})
    parts = rows["link-fragment-missing"]
    assert (parts.things, parts.looked_at, parts.failed) == (Tally(1, 1), 1, 1)
    assert rows["link-blocked"].things == Tally(4, 0, 1)


def test_what_was_not_requested_is_untested_with_the_reason_and_no_fault(store: Store, run: Run) -> None:
    all_ = targets(store, run)
    assert faults(all_, "http://other.example/private") == []
    row = next(row for row in all_.tallies(["http://other.example/private"]) if row.check == "link-broken")
    assert (row.things, row.looked_at, row.untested) == (Tally(), 0, {Untested.ROBOTS: 1})


def test_probes_are_no_targets(store: Store, run: Run) -> None:
    assert targets(store, run).tallies([f"{ROOT}a/no-such-page"]) == []


def test_a_soft_404_is_broken_although_it_was_answered_with_success(store: Store) -> None:
    run = begin(store, "a")
    views = [page(store, f"{HOME}view.do?id={number}") for number in range(4)]
    gone = page(store, f"{HOME}view.do?id=9", text="沒有這一頁")
    probe = msgspec.structs.replace(page(store, f"{HOME}view.do?id=90000001", text="沒有這一頁"), probe=True)
    store.queue.record(run.number, fetched=[*views, gone, probe])
    assert faults(targets(store, run), gone.url) == [("link-broken", "failed", gone.url)]


def test_a_network_that_was_down_accuses_nobody(store: Store) -> None:
    run = begin(store, "a")
    store.queue.record(run.number, fetched=[answer(DOWN, LinkState.UNREACHABLE), answer(HOME, LinkState.UNREACHABLE)])
    all_ = targets(store, run)
    assert faults(all_, DOWN) == []
    row = next(row for row in all_.tallies([DOWN]) if row.check == "link-unreachable")
    assert row.untested == {Untested.OWN_NETWORK: 1}


@pytest.mark.parametrize(
    ("check", "cause", "passed"),
    [
        ("link-broken", NEWS, True),
        ("link-broken", GONE, False),  # it is at fault
        ("link-broken", SHY, False),  # the check had nothing to say of it
        ("link-blocked", SHY, False),  # undecided
        ("link-broken", "http://other.example/private", False),  # it was not asked
        ("link-broken", "http://never.named.example/", False),
        ("link-fragment-missing", f"{NEWS}#here", True),
        ("link-fragment-missing", f"{NEWS}#nowhere", False),
        ("link-fragment-missing", f"{NEWS}#named-by-nobody-now", False),
        ("link-broken", f"{NEWS}#here", True),
    ],
)
def test_a_target_passed_only_where_the_check_examined_it(
    store: Store, run: Run, check: str, cause: str, passed: bool
) -> None:
    assert targets(store, run).passed(check, cause) is passed
