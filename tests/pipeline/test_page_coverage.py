"""The coverage of a site counts pages: those read, those that could not be read, and those that were not requested."""

from __future__ import annotations

import msgspec
import pytest
from small_runs import ROOT, answer, begin, page

from auditor.model import CrawlRequest, LinkState, QueueKind, SiteCoverage, Untested
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.store import Store

HOME = f"{ROOT}a/"


def covered(store: Store, requests: dict[str, bool], states: dict[str, LinkState], **skipped: bool) -> SiteCoverage:
    """The coverage of site a: requests are addresses and whether each was requested as a page."""
    run = begin(store, "a")
    store.queue.plan(
        run.number,
        [
            *(CrawlRequest(HOME + url, QueueKind.FETCH, "zones.example:80", "a", 1, is_page=flag)
              for url, flag in requests.items()),
            *(CrawlRequest(f"{HOME}{name}.html", QueueKind.FETCH, "zones.example:80", "a", 1,
                           skipped=Untested.BUDGET, is_page=flag) for name, flag in skipped.items()),
        ],
    )  # fmt: skip
    failed = [msgspec.structs.replace(answer(HOME + url, state), site="a") for url, state in states.items()]
    store.queue.record(run.number, fetched=[page(store, HOME), *failed])
    judge_run(store, store.runs.find(run.number), made="2026-11-23T09:00:00+08:00")
    return store.runs.site_coverage(run.number)[0]


@pytest.mark.parametrize("state", [LinkState.SERVER_ERROR, LinkState.UNREACHABLE, LinkState.BLOCKED])
def test_a_page_that_could_not_be_read_is_counted_and_what_a_page_loads_is_not(store: Store, state: LinkState) -> None:
    requests = {"a.html": True, "b.html": True, "logo.png": False, "menu.js": False, "form.pdf": True}
    coverage = covered(store, requests, dict.fromkeys(requests, state))
    refused = state is LinkState.BLOCKED
    assert (coverage.pages, coverage.pages_failed, coverage.pages_refused) == (
        1,
        0 if refused else 2,
        2 if refused else 0,
    )


def test_what_is_gone_is_no_page_that_could_not_be_read(store: Store) -> None:
    requests = {"gone.html": True, "logo.png": False}
    assert covered(store, requests, dict.fromkeys(requests, LinkState.BROKEN)).pages_failed == 0


def test_a_page_that_was_not_requested_is_counted_and_a_picture_is_not(store: Store) -> None:
    assert covered(store, {}, {}, further=True, picture=False).pages_not_asked == 1
