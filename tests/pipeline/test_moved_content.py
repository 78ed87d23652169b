"""A link whose target is gone gets a hint where it may be now, when there is one place only."""

from __future__ import annotations

from small_runs import ROOT, answer, begin, page

from auditor.model import Finding, LinkState
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.judgement.moved_content import MovedContent
from auditor.store import Store

HOME = f"{ROOT}a/"


def known(*pages: tuple[str, str]) -> MovedContent:
    successors = MovedContent()
    for path, title in pages:
        successors.add("a", HOME + path, title)
    return successors


def test_the_same_file_name_elsewhere_is_named() -> None:
    where = known(("new/annual-report.pdf", ""), ("x/index.html", ""), ("y/12.html", ""))
    assert where.of("a", f"{HOME}old/annual-report.pdf", "年報") == f"{HOME}new/annual-report.pdf"
    assert where.of("b", f"{HOME}old/annual-report.pdf", "年報") == ""
    assert where.of("a", f"{HOME}old/index.html", "") == ""
    assert where.of("a", f"{HOME}z/12.html", "") == ""


def test_a_page_with_the_links_words_as_its_title_is_named() -> None:
    where = known(("index.do?id=7", "用地租售申請 - 新竹工業區"), ("index.do?id=8", "聯絡我們 | 新竹工業區"))
    assert where.of("a", f"{HOME}old.do?id=3", "用地租售申請") == f"{HOME}index.do?id=7"
    assert where.of("a", f"{HOME}old.do?id=3", "新竹工業區") == "", "it stands in every title"
    assert where.of("a", f"{HOME}old.do?id=3", "更多") == ""
    assert where.of("a", f"{HOME}index.do?id=7", "用地租售申請") == ""
    assert where.of("a", f"{HOME}o", "用地租售申請", besides=[f"{HOME}index.do?id=7"]) == ""


def test_what_stands_twice_is_not_named() -> None:
    where = known(("2024/report.pdf", ""), ("2025/report.pdf", ""))
    assert where.of("a", f"{HOME}2023/report.pdf", "") == ""


def test_a_broken_links_places_carry_the_hint(store: Store) -> None:
    dead = f"{HOME}old/annual-report.html"
    alive = f"{HOME}new/annual-report.html"
    run = begin(store, "a")
    pages = [page(store, HOME, dead, alive), page(store, alive), answer(dead, LinkState.BROKEN)]
    store.queue.record(run.number, fetched=pages)
    judgement = judge_run(store, store.runs.find(run.number), made="2026-11-23T09:00:00+08:00")
    (found,) = (one for one in store.judgements.findings(judgement) if one.check == "link-broken")
    assert isinstance(found, Finding)
    assert found.spots[0].data["suggested"] == alive
