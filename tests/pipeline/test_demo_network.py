"""The whole pipeline on the demo network, in real Chromium: every planted fault found, nothing made up."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from auditor.demo.network import DemoNetwork, build
from auditor.demo.score import Score, score
from auditor.demo.server import running
from auditor.judging import registry
from auditor.model import Life, Settings, SiteState
from auditor.pipeline.resume import open_run
from auditor.pipeline.run import Destination, RunResult, run_audit
from auditor.store import Store

pytestmark = pytest.mark.browser

PORT = 28_080
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)


class Audited(msgspec.Struct, frozen=True):
    network: DemoNetwork
    folder: Path
    first: RunResult
    second: RunResult


def run_once(network: DemoNetwork, store: Store, folder: Path, period: str) -> RunResult:
    run = open_run(store, Settings(network.portfolio, source="test"), NOW, period)
    done = run_audit(store, run, Destination(folder), watch=lambda _: None)
    assert done is not None
    return done


def opened(folder: Path) -> Store:
    return Store.open(f"sqlite:///{folder / 'store.sqlite'}", folder / "blobs")


@pytest.fixture(scope="module")
def audited(tmp_path_factory: pytest.TempPathFactory) -> Audited:
    """Two runs over a bureau and four zones that do not change in between."""
    folder = tmp_path_factory.mktemp("demo")
    network = build(zones=4, port=PORT, today=NOW.date())
    with running(network), opened(folder) as store:
        first = run_once(network, store, folder / "reports", "2026-10")
        second = run_once(network, store, folder / "reports", "2026-11")
    return Audited(network, folder, first, second)


def scored(network: DemoNetwork, store: Store, run: int) -> Score:
    judgement = store.judgements.latest(run)
    assert judgement is not None
    return score(network.expected(), store.judgements.findings(judgement), registry.load_checks(packs=False))


def lives(store: Store, run: int) -> dict[str, Life]:
    """The life of every finding of a run, by fingerprint."""
    judgement = store.judgements.latest(run)
    assert judgement is not None
    return {finding.fingerprint: finding.life for finding in store.judgements.findings(judgement)}


def test_every_planted_fault_is_found_and_nothing_is_made_up(audited: Audited) -> None:
    with opened(audited.folder) as store:
        result = scored(audited.network, store, audited.first.run.number)
    assert list(result.missed) == []
    assert list(result.false) == []
    assert list(result.undecided) == []
    assert (result.recall, result.precision) == (1.0, 1.0)
    assert result.expected > 50


def test_every_site_is_covered(audited: Audited) -> None:
    assert [row.state for row in audited.first.sites] == [SiteState.AUDITED] * 5
    assert all(row.pages >= 6 and row.visits_failed == 0 for row in audited.first.sites)
    assert audited.first.new_serious > 0


def test_an_unchanged_network_has_nothing_new_and_needs_no_browser(audited: Audited) -> None:
    """What the first run only suspected is news now that it is seen again; all else lasts."""
    with opened(audited.folder) as store:
        before, after = (lives(store, run) for run in (audited.first.run.number, audited.second.run.number))
        result = scored(audited.network, store, audited.second.run.number)
    becomes = {Life.NEW: Life.LASTING, Life.SUSPECTED: Life.NEW}
    assert after == {fingerprint: becomes[life] for fingerprint, life in before.items()}
    assert set(before.values()) == set(becomes)
    assert audited.second.new_serious == 0
    assert (result.missed, result.false) == ((), ())
    assert all(row.carried == row.visits > 0 for row in audited.second.sites)


def test_the_reports_stand_on_disk(audited: Audited) -> None:
    for done in (audited.first, audited.second):
        text = done.index.read_text(encoding="utf-8")
        assert "提高網站使用便利性" in text
        assert (done.index.parent / "manifest.json").is_file()
        assert len(list((done.index.parent / "sites").glob("*.html"))) >= 5
