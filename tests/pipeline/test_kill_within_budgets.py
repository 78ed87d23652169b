"""Runs within budgets that bind, stopped and continued: pages, targets and findings are those of an undisturbed run."""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import budget_site
import msgspec
import pytest
from budget_site import BudgetSites

from auditor.model import Portfolio, QueueKind, Settings
from auditor.store import Store

SCRIPT = """
import sys
from datetime import datetime, timezone
from pathlib import Path
import msgspec
from auditor.model import Settings
from auditor.pipeline.resume import open_run
from auditor.pipeline.run import Destination, run_audit
from auditor.store import Store

if __name__ == "__main__":
    folder = Path(sys.argv[1])
    settings = msgspec.json.decode((folder / "settings.json").read_bytes(), type=Settings)
    with Store.open(f"sqlite:///{folder / 'store.sqlite'}", folder / "blobs") as store:
        run = open_run(store, settings, datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc), "2026-11")
        done = run_audit(store, run, Destination(folder / "reports"), watch=lambda _: None)
    print("done" if done else "stopped", flush=True)
"""

SEEDS = [seed if seed < 1 else pytest.param(seed, marks=pytest.mark.slow) for seed in range(10)]


@pytest.fixture
def sites() -> Iterator[BudgetSites]:
    yield from budget_site.serve()


def begin(folder: Path, portfolio: Portfolio, topics: str = "links,metadata") -> None:
    folder.mkdir()
    settings = Settings(portfolio, topics=tuple(topics.split(",")), source="test")
    (folder / "settings.json").write_bytes(msgspec.json.encode(settings))
    (folder / "run.py").write_text(SCRIPT, encoding="utf-8")


def start(folder: Path) -> subprocess.Popen[str]:
    return subprocess.Popen([sys.executable, str(folder / "run.py"), str(folder)], stdout=subprocess.PIPE, text=True)


def complete(folder: Path) -> None:
    process = start(folder)
    try:
        assert process.communicate(timeout=60)[0] == "done\n"
    finally:
        process.kill()


def stop_after(folder: Path, sites: BudgetSites, answers: int, by: signal.Signals) -> bool:
    """Run until so many more addresses were answered, then send a signal; False where the run was done by then."""
    process, until = start(folder), sites.answers + answers
    while sites.answers < until and process.poll() is None:
        time.sleep(0.002)
    process.send_signal(by)  # nothing where it has ended
    try:
        return process.communicate(timeout=30)[0] != "done\n"
    finally:
        process.kill()


def gathered(folder: Path) -> dict[str, object]:
    """What a finished run examined and what it found: pages, targets, visits, what was skipped, findings, coverage."""
    with Store.open(f"sqlite:///{folder / 'store.sqlite'}", folder / "blobs") as store:
        judgement = store.judgements.latest(1)
        assert judgement is not None
        records = list(store.facts.fetch_records(1))
        return {
            "pages": sorted(record.url for record in records if record.page and record.site),
            "targets": sorted(record.url for record in records if not record.probe),
            "visits": sorted(
                request.url
                for request in store.queue.requests(1)
                if request.kind is QueueKind.VISIT and request.skipped is None
            ),
            "skipped": sorted((request.url, str(request.skipped)) for request in store.queue.skipped_requests(1)),
            "findings": sorted(
                (finding.site, finding.check, finding.cause, str(finding.outcome), finding.places, finding.pages)
                for finding in store.judgements.findings(judgement)
            ),
            "coverage": store.runs.site_coverage(1),
        }


def assert_same(rough: Path, calm: Path) -> None:
    one, other = gathered(rough), gathered(calm)
    for name in one:
        assert one[name] == other[name], name


@pytest.mark.parametrize("by", [pytest.param(signal.SIGTERM, marks=pytest.mark.slow), signal.SIGKILL])
def test_a_stopped_run_keeps_its_pages(tmp_path: Path, sites: BudgetSites, by: signal.Signals) -> None:
    """Eighty pages and more with six pictures each, and a budget that suffices: none is lost by going on."""
    calm, rough = tmp_path / "calm", tmp_path / "rough"
    for folder in (calm, rough):
        begin(folder, sites.portfolio(pages=110, sites=1))
    complete(calm)
    stop_after(rough, sites, 200, by)
    complete(rough)
    assert_same(rough, calm)
    assert len(gathered(calm)["pages"]) > 80  # type: ignore[arg-type]


@pytest.mark.parametrize("seed", SEEDS)
def test_kills_within_budgets_that_bind(tmp_path: Path, sites: BudgetSites, seed: int) -> None:
    calm, rough = tmp_path / "calm", tmp_path / "rough"
    chance = random.Random(seed)
    pages = chance.choice((7, 12, 20, 30))
    for folder in (calm, rough):
        begin(folder, sites.portfolio(pages, visits=chance.randrange(3, 12)))
    sites.seed = seed
    complete(calm)
    sites.seed = seed + 100
    for _ in range(3):
        by = chance.choice((signal.SIGTERM, signal.SIGKILL))
        if not stop_after(rough, sites, chance.randrange(20, 120), by):
            break
    else:
        complete(rough)
    assert_same(rough, calm)


def test_a_budget_that_binds_chooses_the_same_pages_whatever_answers_first(tmp_path: Path, sites: BudgetSites) -> None:
    found = []
    for seed in range(3):
        folder = tmp_path / str(seed)
        begin(folder, sites.portfolio(pages=14))
        sites.seed = seed
        complete(folder)
        found.append(gathered(folder))
    assert found[0] == found[1] == found[2]


def test_targets_are_addresses_that_were_requested(tmp_path: Path, sites: BudgetSites) -> None:
    begin(tmp_path / "run", sites.portfolio(pages=9, sites=1))
    complete(tmp_path / "run")
    with Store.open(f"sqlite:///{tmp_path / 'run' / 'store.sqlite'}", tmp_path / "run" / "blobs") as store:
        (coverage,) = store.runs.site_coverage(1)
        requested = {record.url for record in store.facts.fetch_records(1) if not record.probe}
    assert coverage.pages == 9
    assert coverage.pages_not_asked > 0
    assert 0 < coverage.targets <= len(requested)
