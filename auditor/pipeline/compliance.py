"""Reports the compliance of a period: folds all its judged runs into a history and writes the report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from auditor.findings import form_rows
from auditor.findings.headline_figures import lives_by_key
from auditor.findings.history import History, HistoryBuilder
from auditor.findings.periods import Period
from auditor.model import Evidence, Outcome, Run, SiteEvidence
from auditor.pipeline.errata import corrections_among
from auditor.pipeline.reports import SIMULATED, folder_name, report_of, stored_evidence, with_form_rows
from auditor.report.compliance.period_pages import ComplianceInput
from auditor.report.compliance.samples import LEAST_PAGES, SampledPage, draw
from auditor.report.words import LANGUAGES
from auditor.report.write import write_period
from auditor.store import Store


class ComplianceSettings(msgspec.Struct, frozen=True):
    """How a compliance report is made."""

    manual: Mapping[str, str] = {}
    """People's texts by the id of a row of the form."""
    sample: int = LEAST_PAGES
    """Pages in the sample for people."""
    seed: str = ""
    """What the sample is drawn with; empty for one of the period and its last run."""
    language: str = "zh-TW"
    today: str = ""
    """The day (ISO) after which months are still to come; empty where the period is over."""


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
    report = report_of(evidence, terms.language)
    seed = terms.seed or f"{period.name}-{evidence.run.number}"
    sample = draw(_pages(store, evidence), seed, max(terms.sample, LEAST_PAGES))
    up = "../.." if terms.language == LANGUAGES[0] else f"../../../{terms.language}"
    name = folder_name(store, evidence.run, evidence.judgement.number, folder.parent, terms.language)
    home = f"{up}/{name}/"
    own = f"{period.name}-{SIMULATED}" if evidence.run.settings.today else period.name
    return write_period(
        report, ComplianceInput(history, terms.manual, sample, seed, home, terms.today), folder / own, fill
    )


def read_period(store: Store, period: Period, today: str = "") -> tuple[History, Evidence]:
    """Read the history of a period, and the evidence of its last run with the rows of the form over all its months."""
    runs = runs_of_period(store, period)
    if not runs:
        raise LookupError(f"no judged run from {period.first} to {period.last}; `auditor status` lists the runs")
    before = store.judgements.previous(runs[0].number)
    builder = HistoryBuilder(period, lives_by_key(store.judgements.findings(before)) if before else {})
    for run in runs:
        evidence = stored_evidence(store, run)
        builder.add(evidence)
    history = builder.history(today)
    sites = tuple(_over_months(site, history) for site in with_form_rows(evidence).sites)
    corrections = corrections_among(store, runs)
    return history, msgspec.structs.replace(evidence, sites=sites, mended=builder.mended, corrections=corrections)


def _over_months(site: SiteEvidence, history: History) -> SiteEvidence:
    done, of = history.months_of(site.site.id), len(history.months)
    return msgspec.structs.replace(site, rows=form_rows.over_months(site.rows, done, of))


def _pages(store: Store, evidence: Evidence) -> list[SampledPage]:
    """Every page that was judged, with its number of open faults and questions."""
    counting = {site.site.id: site for site in evidence.sites if site.site.kind.counts}
    count: Counter[tuple[str, str, Outcome]] = Counter()
    for site in counting.values():
        for finding in site.findings:
            if finding.life.is_open:
                urls = {spot.place.url for spot in finding.spots}
                count.update((finding.site, url, finding.outcome) for url in urls)
    pages = (
        (tally.site, tally.url) for tally in store.judgements.page_tallies(evidence.judgement) if tally.site in counting
    )
    return [SampledPage(*page, count[*page, Outcome.FAILED], count[*page, Outcome.CANT_TELL]) for page in pages]


def runs_of_period(store: Store, period: Period) -> list[Run]:
    """The judged runs of a period, oldest first."""
    return [run for run in store.runs.all() if period.holds(run.day) and store.judgements.latest(run.number)]
