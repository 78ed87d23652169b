"""The compliance report of a period: all its judged runs read one after the other, then written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from auditor.findings import form_rows
from auditor.findings.grouping import shared_faults_of
from auditor.findings.history import History, HistoryBuilder, states_by_finding
from auditor.findings.periods import Period
from auditor.judging import registry
from auditor.model import Evidence, Judgement, Outcome, Run, SiteEvidence
from auditor.pipeline.reports import folder_name
from auditor.report.compliance.period_pages import ComplianceInput
from auditor.report.compliance.samples import LEAST_PAGES, SampledPage, draw
from auditor.report.html.views import Report
from auditor.report.words import LANGUAGES, words_in
from auditor.report.write import write_period
from auditor.store import Store


class ComplianceSettings(msgspec.Struct, frozen=True):
    """How a compliance report is made: people's texts by row, the size and the seed of the sample.

    ``today`` (ISO) leaves out months that are still to come; empty where the period is over.
    """

    manual: Mapping[str, str] = {}
    sample: int = LEAST_PAGES
    seed: str = ""
    language: str = "zh-TW"
    today: str = ""


def report_period(
    store: Store,
    period: Period,
    folder: Path,
    terms: ComplianceSettings,
    fill: Callable[[Path], None] = lambda _: None,
) -> Path:
    """Write the compliance report of a period into ``folder``/<name of the period>; returns the path of its first page.

    ``folder`` lies beside the reports of the runs, to which its pages lead.
    ``fill`` may add files before they are counted. Raises ``LookupError`` where no judged run lies in the period.
    """
    history, evidence = read_period(store, period, terms.today)
    checks = {check.id: check for check in registry.load_checks()}
    shared = shared_faults_of([found for site in evidence.sites for found in site.findings])
    report = Report(evidence, checks, tuple(shared), words_in(terms.language))
    seed = terms.seed or f"{period.name}-{evidence.run.number}"
    sample = draw(_pages(store, evidence), seed, max(terms.sample, LEAST_PAGES))
    up = "../.." if terms.language == LANGUAGES[0] else f"../../../{terms.language}"
    home = f"{up}/{folder_name(store, evidence.run, evidence.judgement.number)}/"
    return write_period(report, ComplianceInput(history, terms.manual, sample, seed, home), folder / period.name, fill)


def read_period(store: Store, period: Period, today: str = "") -> tuple[History, Evidence]:
    """The history of a period, and the evidence of its last run with the rows of the form over all its months."""
    runs = runs_of_period(store, period)
    if not runs:
        raise LookupError(f"no judged run from {period.first} to {period.last}; `auditor status` lists the runs")
    before = store.judgements.previous(runs[0].number)
    writer = HistoryBuilder(period, states_by_finding(store.judgements.findings(before)) if before else {})
    for run in runs:
        evidence = store.evidence(run.number)
        writer.take(evidence)
    history = writer.history(today)
    sites = tuple(_judged(site, evidence.judgement, history) for site in evidence.sites)
    return history, msgspec.structs.replace(evidence, sites=sites)


def _judged(site: SiteEvidence, judgement: Judgement, history: History) -> SiteEvidence:
    rows = form_rows.judge_rows(site, judged=judgement.checks)
    done, of = history.months_of(site.site.id), len(history.months)
    return msgspec.structs.replace(site, rows=form_rows.over_months(rows, done, of))


def _pages(store: Store, evidence: Evidence) -> list[SampledPage]:
    """Every page that was judged, with the findings of all checks that are open on it."""
    counting = {site.site.id: site for site in evidence.sites if site.site.kind.counts}
    said: Counter[tuple[str, str, Outcome]] = Counter()
    for site in counting.values():
        for found in (one for one in site.findings if one.life.is_open):
            said.update((found.site, url, found.outcome) for url in {spot.place.url for spot in found.spots})
    pages = (
        (tally.site, tally.url) for tally in store.judgements.page_tallies(evidence.judgement) if tally.site in counting
    )
    return [SampledPage(*page, said[*page, Outcome.FAILED], said[*page, Outcome.CANT_TELL]) for page in pages]


def runs_of_period(store: Store, period: Period) -> list[Run]:
    """The judged runs of a period, oldest first."""
    return [run for run in store.runs.all() if period.holds(run.day) and store.judgements.latest(run.number)]
