"""The life of findings over whole judged runs: a missing finding is fixed only where the run examined its places."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from small_runs import ROOT, answer, begin, image, page, skip, visit

from auditor.model import FetchRecord, Finding, Life, LinkState, Outcome, Untested, VisitRecord
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.store import Store

HOME, NEWS, OTHER = f"{ROOT}a/", f"{ROOT}a/news.html", f"{ROOT}b/"
GONE = "http://other.example/gone"
ALL = ("links", "accessibility")


def judged(
    store: Store,
    fetched: Sequence[FetchRecord],
    visited: Sequence[VisitRecord] = (),
    topics: Sequence[str] = ("links",),
) -> dict[tuple[str, str, str], Finding]:
    """One more run of the sites a and b with this content; its findings by site, check and outcome."""
    run = begin(store, "a", "b", topics=topics)
    store.queue.record(run.number, fetched=fetched, visited=visited)
    return findings(store, run.number)


def findings(store: Store, number: int) -> dict[tuple[str, str, str], Finding]:
    judgement = judge_run(store, store.runs.find(number), made="2026-11-23T09:00:00+08:00")
    return {(one.site, one.check, one.outcome.value): one for one in store.judgements.findings(judgement)}


def broken(found: dict[tuple[str, str, str], Finding], site: str = "a") -> Life:
    return found[site, "link-broken", "failed"].life


def test_a_mended_target_is_fixed_and_a_lasting_one_lasts(store: Store) -> None:
    pages = [page(store, HOME, GONE), page(store, OTHER, GONE)]
    first = judged(store, [*pages, answer(GONE, LinkState.BROKEN)])
    assert (broken(first), broken(first, "b")) == (Life.NEW, Life.NEW)
    assert broken(judged(store, [*pages, answer(GONE, LinkState.BROKEN)])) is Life.LASTING
    fixed = judged(store, [*pages, answer(GONE, LinkState.OK)])["a", "link-broken", "failed"]
    assert (fixed.life, fixed.first_seen, fixed.fixed_on) == (Life.FIXED, "2026-01-01", "2026-03-01")
    back = judged(store, [*pages, answer(GONE, LinkState.BROKEN)])["a", "link-broken", "failed"]
    assert (back.life, back.first_seen, back.last_good) == (Life.RETURNED, "2026-01-01", "2026-03-01")


def test_a_link_that_was_taken_out_is_fixed_though_its_target_is_still_gone(store: Store) -> None:
    judged(store, [page(store, HOME, GONE), page(store, OTHER, GONE), answer(GONE, LinkState.BROKEN)])
    found = judged(store, [page(store, HOME), page(store, OTHER, GONE), answer(GONE, LinkState.BROKEN)])
    assert (broken(found), broken(found, "b")) == (Life.FIXED, Life.LASTING)


def test_a_page_that_was_not_reached_keeps_its_broken_link_open(store: Store) -> None:
    """The target is fetched again for another site, and is as broken as it was: nothing has been mended."""
    judged(
        store, [page(store, HOME), page(store, NEWS, GONE), page(store, OTHER, GONE), answer(GONE, LinkState.BROKEN)]
    )
    down = answer(NEWS, LinkState.SERVER_ERROR)
    found = judged(store, [page(store, HOME), down, page(store, OTHER, GONE), answer(GONE, LinkState.BROKEN)])
    assert (broken(found), broken(found, "b")) == (Life.UNEXAMINED, Life.LASTING)


@pytest.mark.parametrize("state", [LinkState.BLOCKED, LinkState.UNREACHABLE, LinkState.SERVER_ERROR])
def test_a_target_that_can_no_longer_be_decided_is_not_fixed(store: Store, state: LinkState) -> None:
    judged(store, [page(store, HOME, GONE), answer(GONE, LinkState.BROKEN)])
    assert broken(judged(store, [page(store, HOME, GONE), answer(GONE, state)])) is Life.UNEXAMINED


def test_a_target_that_may_no_longer_be_requested_is_not_fixed(store: Store) -> None:
    judged(store, [page(store, HOME, GONE), answer(GONE, LinkState.BROKEN)])
    run = begin(store, "a", "b")
    skip(store, run, GONE, Untested.ROBOTS)
    store.queue.record(run.number, fetched=[page(store, HOME, GONE)])
    assert broken(findings(store, run.number)) is Life.UNEXAMINED


def test_a_site_that_was_not_reached_keeps_all_its_findings_open(store: Store) -> None:
    before = judged(store, [page(store, HOME, GONE, images=(image(HOME),)), answer(GONE, LinkState.BROKEN)], topics=ALL)
    after = judged(store, [answer(HOME, LinkState.UNREACHABLE), page(store, OTHER)], topics=ALL)
    mine = {key for key in before if key[0] == "a"}
    assert mine
    assert {after[key].life for key in mine} == {Life.UNEXAMINED}


def test_a_topic_that_was_not_selected_keeps_its_findings_open(store: Store) -> None:
    judged(store, [page(store, HOME, images=(image(HOME),))], topics=ALL)
    found = judged(store, [page(store, HOME)], topics=("links",))
    assert found["a", "image-alt-missing", "failed"].life is Life.UNEXAMINED


def test_a_mended_page_is_fixed_but_not_where_its_visit_is_used_again(store: Store) -> None:
    faulty, mended = page(store, HOME, images=(image(HOME),)), page(store, HOME, images=(image(HOME, "圖"),))
    key = ("a", "image-alt-missing", "failed")
    judged(store, [faulty], [visit(store, faulty)], topics=ALL)
    carried = judged(store, [mended], [visit(store, mended, carried_from=1)], topics=ALL)
    assert carried[key].life is Life.UNEXAMINED
    assert judged(store, [mended], [visit(store, mended)], topics=ALL)[key].life is Life.FIXED


def test_a_link_born_of_scripts_is_fixed_only_where_a_browser_saw_the_page_again(store: Store) -> None:
    home = page(store, HOME)
    judged(store, [home, answer(GONE, LinkState.BROKEN)], [visit(store, home, GONE)], topics=ALL)
    assert broken(judged(store, [home])) is Life.UNEXAMINED
    assert broken(judged(store, [home], [visit(store, home, carried_from=1)], topics=ALL)) is Life.UNEXAMINED
    assert broken(judged(store, [home], [visit(store, home)], topics=ALL)) is Life.FIXED


def test_a_fault_that_cannot_be_decided_any_more_stays_open(store: Store) -> None:
    part = f"{NEWS}#part"
    judged(store, [page(store, HOME, part), page(store, NEWS)])
    unsure = judged(store, [page(store, HOME, part), page(store, NEWS, script_built=True)])
    open_ = [one for one in unsure.values() if one.check == "link-fragment-missing"]
    assert {one.outcome for one in open_} == {Outcome.FAILED, Outcome.CANT_TELL}
    assert {(one.outcome, one.life) for one in open_} == {
        (Outcome.FAILED, Life.UNEXAMINED),
        (Outcome.CANT_TELL, Life.LASTING),
    }
    again = judged(store, [page(store, HOME, part), page(store, NEWS)])
    assert again["a", "link-fragment-missing", "failed"].life is Life.LASTING
    fixed = judged(store, [page(store, HOME, part), page(store, NEWS, ids=frozenset({"part"}))])
    assert fixed["a", "link-fragment-missing", "failed"].life is Life.FIXED


def test_a_site_check_of_a_site_without_pages_examined_nothing(store: Store) -> None:
    alike = [page(store, f"{HOME}{number}", classes=("100", "100", "100")) for number in range(5)]
    mixed = [*alike[1:], page(store, f"{HOME}0", classes=("200", "100", "100"))]
    key = ("a", "classification-same-everywhere", "failed")
    assert judged(store, alike, topics=("metadata",))[key].life is Life.NEW
    away = [answer(one.url, LinkState.UNREACHABLE) for one in alike]
    assert judged(store, [*away, page(store, OTHER)], topics=("metadata",))[key].life is Life.UNEXAMINED
    assert judged(store, mixed, topics=("metadata",))[key].life is Life.FIXED
