"""``auditor trace``: the record of one address, as text and as JSON."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from typer.testing import CliRunner

from auditor.cli.app import app
from auditor.model import (
    CrawlRequest,
    Document,
    FetchRecord,
    Hop,
    LinkDetail,
    LinkState,
    LinkTarget,
    Name,
    Page,
    Portfolio,
    QueueKind,
    Response,
    Settings,
    Site,
    SiteKind,
    Untested,
    VisitFailure,
    VisitRecord,
)
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.store import Store

HOME, OLD, SKIPPED = "http://zone.example/", "http://zone.example/old", "http://zone.example/out"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A store with one judged run of one page."""
    site = Site("a", (Name("甲"),), SiteKind.SERVICE_CENTER, url=HOME)
    with Store.open(f"sqlite:///{tmp_path / 'auditor.sqlite'}", tmp_path / "blobs") as store:
        settings = Settings(Portfolio((site,)), topics=("links", "accessibility"))
        run = store.runs.create("2026-11", "2026-11-23", settings, {}, "2026-11-23T02:00:00+08:00")
        requests = [
            CrawlRequest(HOME, QueueKind.FETCH, "zone.example:80", "a", start=True),
            CrawlRequest(SKIPPED, QueueKind.FETCH, "zone.example:80", "a", found_on=HOME, skipped=Untested.ROBOTS),
        ]
        store.queue.plan(run.number, requests)
        page = store.blobs.put(msgspec.msgpack.encode(Page(Document(HOME))))
        answer = Response(HOME, HOME, 200, media_type="text/html", size=12, elapsed_ms=7)
        moved = Response(OLD, HOME, 200, chain=(Hop(OLD, 301, "/"),), media_type="text/html")
        failure = VisitFailure(HOME, Untested.TIMED_OUT, "30 s")
        store.queue.record(
            run.number,
            fetched=[
                FetchRecord(HOME, "a", 0, True, False, answer, LinkTarget(HOME, LinkState.OK, LinkDetail.ALIVE), page),
                FetchRecord(OLD, "", 1, False, False, moved, LinkTarget(OLD, LinkState.REDIRECTED, LinkDetail.MOVED)),
            ],
            visited=[VisitRecord(HOME, "a", failure=failure)],
        )
        judge_run(store, run, made="2026-11-23T03:00:00+08:00")
    return tmp_path


def traced(data: Path, url: str, *more: str) -> str:
    done = CliRunner().invoke(app, ["trace", url, "--data", str(data), *more])
    assert done.exit_code == 0, done.output
    return done.output


def test_a_page_with_its_answer_its_visit_and_its_faults(data: Path) -> None:
    printed = traced(data, f"{HOME}#top")
    assert "fetch planned: start address, depth 0, page of a" in printed
    assert "answer 200 text/html, 12 bytes in 7 ms" in printed
    assert "browser visit failed: timed_out 30 s" in printed
    assert ": page-title-missing, failed, new, since 2026-11-23" in printed


def test_an_address_that_moved_and_one_that_was_not_requested(data: Path) -> None:
    printed = traced(data, OLD)
    assert f"redirect 301: {OLD} to /" in printed
    assert "link state: redirected (moved)" in printed
    printed = traced(data, SKIPPED)
    assert f"found on {HOME}, depth 0, page of a, not requested: robots" in printed
    assert "no open finding on this page or about this address" in printed


def test_as_json(data: Path) -> None:
    (one,) = json.loads(traced(data, HOME, "--json"))
    assert (one["run"], one["fetched"]["answer"]["status"]) == (1, 200)
    assert "page-title-missing" in {finding["check"] for finding in one["findings"]}


def test_an_unknown_address_names_the_remedy(data: Path) -> None:
    done = CliRunner().invoke(app, ["trace", "http://other.example/", "--data", str(data)])
    assert done.exit_code == 3
    assert "exactly as the report shows it" in done.output
