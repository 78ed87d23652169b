"""Re-checks of all planted faults of the demo network: lasting as it is, fixed once repaired, else unexamined."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import msgspec
import pytest

from auditor.crawl import politeness, request_waits
from auditor.demo.faults import manifest
from auditor.demo.network import DemoNetwork, build
from auditor.demo.server import running
from auditor.judging import registry
from auditor.model import Finding, Judgement, Life, Scope, Settings
from auditor.pipeline import ad_hoc, recheck_selection
from auditor.pipeline.crawl_run import crawl_run
from auditor.pipeline.judgement.judge_run import judge_run
from auditor.pipeline.recheck import recheck
from auditor.pipeline.resume import open_run
from auditor.store import Store

NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
ALONE = ("pdf-untagged", "pdf-text-missing", "link-broken", "form-unavailable", "badge-number-shared")
"""Checks of which a finding is also re-checked alone: each needs something else than its page."""


class Found(msgspec.Struct, frozen=True):
    """An audit of the network, and its open findings."""

    store: Store
    network: DemoNetwork
    judgement: Judgement
    findings: tuple[Finding, ...]

    def lives(self, findings: Sequence[Finding], network: DemoNetwork) -> dict[str, list[str]]:
        """What a re-check of findings by the configuration of a network states, with the findings of each life."""
        later = NOW + timedelta(1)
        results = recheck(self.store, self.judgement, network.portfolio, findings, later, lambda _: None)
        assert [result.finding for result in results] == list(findings)
        lives: dict[str, list[str]] = {}
        for result in results:
            lives.setdefault(result.life, []).append(f"{result.finding.check} {result.finding.cause}")
        return lives

    def repaired(self) -> DemoNetwork:
        """The network at the same addresses without any planted fault."""
        options = self.network.options
        faults = [fault.id for fault in manifest()]
        return build(zones=options.zones, port=options.port, without=faults, today=NOW.date())

    def first_of(self, check: str) -> list[Finding]:
        return [finding for finding in self.findings if finding.check == check][:1]


@contextmanager
def audited(folder: Path, port: int, *, zones: int, browser: bool) -> Iterator[Found]:
    network = build(zones=zones, port=port, today=NOW.date())
    with Store.open(f"sqlite:///{folder / 'store.sqlite'}", folder / "blobs") as store:
        run = open_run(store, Settings(network.portfolio, source="test"), NOW)
        with running(network):
            assert crawl_run(run, store, lambda _: None, browser=browser)
        judgement = judge_run(store, run, made=NOW.isoformat())
        by_name = {
            finding.fingerprint: finding for finding in store.judgements.findings(judgement) if finding.life.is_open
        }
        yield Found(store, network, judgement, tuple(by_name.values()))


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Found]:
    """All topics, without what only a browser finds."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ad_hoc, "can_visit", lambda _: False)
        with audited(tmp_path_factory.mktemp("found"), 29_080, zones=2, browser=False) as audit:
            yield audit


def test_without_a_repair_every_finding_lasts(found: Found) -> None:
    assert {check.scope for check in registry.load_checks() if any(map(found.first_of, [check.id]))} == set(Scope)
    with running(found.network):
        assert list(found.lives(found.findings, found.network)) == [Life.LASTING]
        for check in filter(found.first_of, ALONE):
            assert list(found.lives(found.first_of(check), found.network)) == [Life.LASTING], check


def test_repaired_every_finding_is_fixed(found: Found) -> None:
    network = found.repaired()
    with running(network):
        lives = found.lives(found.findings, network)
    assert {life: names for life, names in lives.items() if life != Life.FIXED} == {}


def test_while_the_network_is_down_every_finding_is_unexamined(found: Found, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(request_waits, "RETRY_SECONDS", (0.01, 0.01))
    monkeypatch.setattr(politeness, "BREAK_SECONDS", 0.01)
    assert list(found.lives(found.findings, found.network)) == [Life.UNEXAMINED]


def test_a_site_too_large_to_be_crawled_whole_leaves_its_findings_unexamined(
    found: Found, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recheck_selection, "MOST_WHOLE_PAGES", 5)
    chosen = found.first_of("form-unavailable") + found.first_of("badge-number-shared") + found.first_of("link-broken")
    network = found.repaired()
    with running(network):
        lives = found.lives(chosen, network)
    assert {life: len(names) for life, names in lives.items()} == {Life.FIXED: 1, Life.UNEXAMINED: 2}


@pytest.mark.slow
@pytest.mark.browser
def test_with_a_browser_every_finding_is_decided_too(tmp_path: Path) -> None:
    """By crawls of whole sites, and those of pages and links without one too."""
    scopes = {check.id: check.scope for check in registry.load_checks()}
    with audited(tmp_path, 29_180, zones=4, browser=True) as audit:
        narrow = [finding for finding in audit.findings if scopes[finding.check] in {Scope.LINK, Scope.PAGE}]
        for network, life in ((audit.network, Life.LASTING), (audit.repaired(), Life.FIXED)):
            with running(network):
                assert list(audit.lives(audit.findings, network)) == [life]
                assert list(audit.lives(narrow, network)) == [life]
