"""Judging on all cores gives the results of one process; bodies are read again only where something is at fault."""

from __future__ import annotations

import logging
import os
import sys
from collections import defaultdict

import msgspec
import pytest
from small_runs import ROOT, answer, begin, page, site

from auditor.extract.html.link_details import LinkDetails
from auditor.extract.html.link_index import read_link_index
from auditor.jobs import executors
from auditor.model import FetchRecord, Finding, Judgement, LinkState, Page, PageTally, Run, SiteTally
from auditor.pipeline.judgement import site_judging
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.store import Store

MADE = "2026-01-01T09:00:00+08:00"
GONE = f"{ROOT}a/gone.html"


def stored(
    store: Store, judgement: Judgement
) -> tuple[list[Finding], list[PageTally], dict[str, tuple[SiteTally, ...]]]:
    findings, tallies = list(store.judgements.findings(judgement)), list(store.judgements.page_tallies(judgement))
    return findings, tallies, store.judgements.site_tallies(judgement)


@pytest.mark.skipif(sys.platform != "linux", reason="processes are copied on Linux alone")
@pytest.mark.parametrize("topics", [("links",), ("links", "metadata", "convenience")])
def test_all_cores_give_the_results_of_one(
    store: Store, monkeypatch: pytest.MonkeyPatch, topics: tuple[str, ...]
) -> None:
    monkeypatch.setattr(site_judging, "_MOST", 3)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    run = begin(store, "a", "b", "c", topics=topics)
    for name in "abc":
        links = (GONE, f"{ROOT}{name}/2.html#nowhere", "htp://x")
        pages = [page(store, f"{ROOT}{name}/{number}.html", *links) for number in range(8)]
        store.queue.record(run.number, fetched=[page(store, f"{ROOT}{name}/", *links), *pages])
    store.queue.record(run.number, fetched=[answer(GONE, LinkState.BROKEN)])
    processes: list[bool] = []
    for together in (True, False):
        monkeypatch.setattr(executors, "_can_fork", lambda together=together: processes.append(together) or together)
        judge_run(store, run, made=MADE)
    one, other = (stored(store, Judgement(run.number, number, "", (), MADE)) for number in (1, 2))
    assert one == other
    assert len(one[1]) == 27
    assert {finding.check for finding in one[0]} >= {"link-broken", "link-fragment-missing", "link-address-malformed"}
    assert set(processes) == {True, False}


def test_each_judged_site_is_logged(store: Store, caplog: pytest.LogCaptureFixture) -> None:
    run = begin(store, "a", "b")
    store.queue.record(run.number, fetched=[page(store, f"{ROOT}a/{name}") for name in ("", "2.html", "3.html")])
    with caplog.at_level(logging.INFO):
        judge_run(store, run, made=MADE)
    events = [vars(record) for record in caplog.records if record.message == "judged"]
    assert [(event["site"], event["pages"]) for event in events] == [("a", 3), ("b", 0)]
    assert all(event["ms"] >= 0 for event in events)


def sketched(store: Store, url: str, html: str) -> FetchRecord:
    kept = store.blobs.put(msgspec.msgpack.encode(Page(sketch=read_link_index(html, url, "utf-8"))))
    return msgspec.structs.replace(page(store, url), page=kept, body=store.blobs.put(html.encode()))


def judged(store: Store, run: Run) -> dict[str, list[Finding]]:
    found: dict[str, list[Finding]] = defaultdict(list)
    for one in store.judgements.findings(judge_run(store, run, made=MADE)):
        found[one.check].append(one)
    return found


def test_places_and_words_come_from_the_body(store: Store) -> None:
    run = begin(store, "a")
    html = (
        f"<html><h1>消息</h1>\n<main><p><a href='{GONE}' title=t>沒了</a> <a href=here.html>在</a></p>\n"
        "<p><a href='http://[x'>壞</a><a href=''>空</a><a href=' '><img src=here.html></a><a href='mailto:x'>信</a></p>"
    )
    home, here = sketched(store, f"{ROOT}a/", html), page(store, f"{ROOT}a/here.html")
    store.queue.record(run.number, fetched=[home, here, answer(GONE, LinkState.BROKEN)])
    found = judged(store, run)
    (broken,) = found["link-broken"][0].spots
    assert (broken.place.line, broken.place.selector) == (2, "main > p:nth-of-type(1) > a:nth-of-type(1)")
    assert (broken.data["text"], broken.place.snippet) == ("沒了", f"<a href='{GONE}' title=t>")
    malformed = {spot.data["fault"]: spot.place for one in found["link-address-malformed"] for spot in one.spots}
    assert {fault: place.line for fault, place in malformed.items()} == {"unresolvable": 3, "empty": 3, "mail": 3}
    assert malformed["mail"].selector == "main > p:nth-of-type(2) > a:nth-of-type(4)"
    tally = store.judgements.page_tally(Judgement(run.number, 1, "", (), MADE), home.url)
    assert tally is not None
    assert tally.counts["link-address-malformed"].examined == 7


def test_a_body_is_read_again_only_where_something_is_at_fault(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []
    real = LinkDetails.links
    monkeypatch.setattr(LinkDetails, "links", lambda self, wanted: read.extend(wanted) or real(self, wanted))
    run = begin(store, "a")
    clean = [sketched(store, f"{ROOT}a/{number}.html", f"<a href=/iphw/a/>首頁 {number}</a>") for number in range(3)]
    faulty = sketched(store, f"{ROOT}a/9.html", f"<a href=/iphw/a/>首頁</a><a href={GONE}>沒了</a>")
    start = sketched(store, site("a").url, "<p>首頁")
    store.queue.record(run.number, fetched=[start, *clean, faulty, answer(GONE, LinkState.BROKEN)])
    assert judged(store, run).keys() == {"link-broken"}
    assert read == [GONE]


def test_fragments_are_searched_in_link_indexes(store: Store) -> None:
    run = begin(store, "a")
    html = "<main id=here><a href=#here>在</a><a href=#nowhere>不在</a><a href=b.html#x>丙</a></main>"
    pages = [sketched(store, f"{ROOT}a/{name}", html) for name in ("", "b.html")]
    store.queue.record(run.number, fetched=pages)
    missing = judged(store, run)
    targets = {spot.data["target"] for one in missing["link-fragment-missing"] for spot in one.spots}
    assert targets == {f"{ROOT}a/#nowhere", f"{ROOT}a/b.html#nowhere", f"{ROOT}a/b.html#x"}
    assert {row.pages for row in store.runs.site_coverage(run.number)} == {2}
