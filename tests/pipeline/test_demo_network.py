"""The whole pipeline on the demo network, in real Chromium: every planted fault found, nothing made up."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from auditor.demo.network import DemoNetwork, build
from auditor.demo.score import Score, score
from auditor.demo.server import running
from auditor.findings.headline_figures import CHANGED_NAME_CHECKS
from auditor.judging import registry
from auditor.model import Life, Outcome, Settings, SiteState
from auditor.model.site import NONSENSE
from auditor.pipeline.reports import evidence_of, report_of
from auditor.pipeline.resume import open_run
from auditor.pipeline.run import Destination, RunResult, run_audit
from auditor.report.html.cards import card
from auditor.report.html.views import Report
from auditor.report.words import LANGUAGES
from auditor.standards import table
from auditor.store import Store

pytestmark = pytest.mark.browser

PORT = 28_080
NOW = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
_WORD = re.compile(r"[A-Za-z][A-Za-z0-9_.:-]{2,}")
"""A word in Latin letters, or a name with dots and colons, as texts of a card have them."""


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


def test_names_that_changed_hands_are_faults_and_no_questions(audited: Audited) -> None:
    with opened(audited.folder) as store:
        judgement = store.judgements.latest(audited.first.run.number)
        assert judgement is not None
        found = [each for each in store.judgements.findings(judgement) if each.check in CHANGED_NAME_CHECKS]
    assert sorted((each.check, each.outcome) for each in found) == [
        ("link-parked", Outcome.FAILED),
        ("link-taken-over", Outcome.FAILED),
    ]


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


def known_words(network: DemoNetwork, report: Report) -> str:
    """Everything that a card may say: our sentences, those of the rules, the pages of the network, and two names."""
    pages = (answer.body.decode(errors="replace") for host in network.hosts for answer in host.answers.values())
    rules = (
        text.en + text.zh
        for check in report.checks.values()
        for text in (check.title, check.effect, check.remedy, check.question)
        if text
    )
    searched, role, details = NONSENSE, "generic", str(table("link_details"))
    standard = "PDF/UA-1"  # whose part a slot completes
    return " ".join((*pages, *rules, *report.words.entries.values(), details, searched, role, standard)).lower()


@pytest.mark.parametrize("language", LANGUAGES)
def test_cards_name_what_a_maintainer_knows(audited: Audited, language: str) -> None:
    with opened(audited.folder) as store:
        evidence = evidence_of(store, audited.second.run)
    report = report_of(evidence, language)
    known, cards = known_words(audited.network, report), 0
    for site in evidence.sites:
        for finding in site.findings:
            shown = card(report, site, finding)
            texts = (shown.title, shown.subject, shown.cause, shown.effect, shown.remedy, shown.question)
            english = " ".join(str(value) for spot in finding.spots for key, value in spot.data.items() if "_en" in key)
            words = {word.rstrip(".:").lower() for text in texts for word in _WORD.findall(text)}
            assert [word for word in words if word not in known + english.lower()] == [], finding.check
            names = (finding.cause, *(spot.place.selector for spot in finding.spots))
            inside = {name for name in names if " > " in name or "|" in name}
            assert not any(name in text for text in texts for name in inside), finding.check
            facts = {name for spot in finding.spots for name in spot.data}
            assert [name for name in facts if not report.words.has(f"data.{name}")] == [], finding.check
            cards += 1
    assert cards > 200
