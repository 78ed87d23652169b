"""Reads the evidence of a judgement and writes its report."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

import msgspec

from auditor.findings import form_rows
from auditor.findings.headline_figures import lives_by_key, mended_since
from auditor.findings.owners import ALL_SITES, responsible_site
from auditor.findings.repair_days import with_proved_days
from auditor.findings.sharing import SharedFault, shared_faults_of
from auditor.judging import registry
from auditor.model import Evidence, Finding, Judgement, Run, RunState
from auditor.pipeline.errata import corrections_before, record_published
from auditor.report.html.views import Report
from auditor.report.words import words_in
from auditor.report.write import folder_of, published_run, write_report
from auditor.store import Store

SIMULATED = "simulated-dates"
"""The end of the name of a report's folder where the date of the run was set: its tables can state it nowhere else."""


def evidence_of(store: Store, run: Run, judgement: Judgement | None = None) -> Evidence:
    """Read one judgement (the latest of the run unless named) with the rows of the form decided."""
    return with_form_rows(stored_evidence(store, run, judgement))


def stored_evidence(store: Store, run: Run, judgement: Judgement | None = None) -> Evidence:
    """Read one judgement (the latest of the run unless named), with repairs, without days that nothing proves.

    What was found of all sites together is among the findings of the site that it is reported with.
    """
    evidence, days = store.evidence(run.number, judgement), {each.day for each in store.runs.all()}
    together = _found_together(store, evidence)
    sites = tuple(
        msgspec.structs.replace(
            site,
            findings=tuple(
                with_proved_days((*site.findings, *together[site.site.id]), store.rechecks.of_finding, days)
            ),
        )
        for site in evidence.sites
    )
    previous = evidence.previous
    before = lives_by_key(store.judgements.findings(previous)) if previous else {}
    mended = mended_since((finding for site in sites for finding in site.findings), before)
    names, decisions = tuple(store.names.of_run(run.number)), store.names.decisions()
    return msgspec.structs.replace(evidence, sites=sites, mended=mended, names=names, decisions=decisions)


def _found_together(store: Store, evidence: Evidence) -> dict[str, list[Finding]]:
    """The findings of all sites together, by the site that each is reported with."""
    portfolio = evidence.run.settings.portfolio
    found: dict[str, list[Finding]] = defaultdict(list)
    for finding in store.judgements.findings(evidence.judgement, ALL_SITES):
        if site := responsible_site(finding, portfolio):
            found[site.id].append(msgspec.structs.replace(finding, site=site.id))
    return found


def with_form_rows(evidence: Evidence) -> Evidence:
    """Decide the rows of the form on every site, by the thresholds of the run's portfolio."""
    judged, chosen = evidence.judgement.checks, evidence.run.settings.portfolio.thresholds
    sites = tuple(
        msgspec.structs.replace(site, rows=form_rows.judge_rows(site, judged, chosen)) for site in evidence.sites
    )
    return msgspec.structs.replace(evidence, sites=sites)


def report_of(evidence: Evidence, language: str) -> Report:
    """What every page of a report is made from, with all checks and in one language."""
    checks = {check.id: check for check in registry.load_checks()}
    return Report(evidence, checks, tuple(_shared_faults(evidence)), words_in(language))


def report_run(store: Store, run: Run, folder: Path, language: str, judgement: Judgement | None = None) -> Path:
    """Write the report of a judged run into ``folder``/<period>; returns the path of its first page.

    A further run of a period, and a judgement made later than the first, go into folders of their own: a published
    report never changes.
    """
    evidence = evidence_of(store, run, judgement)
    evidence = msgspec.structs.replace(evidence, corrections=corrections_before(store, run))
    period = folder_name(store, run, evidence.judgement.number, folder, language)
    shared = _shared_faults(evidence)
    index = write_report(evidence, registry.load_checks(), folder / period, language=language, shared=shared)
    record_published(store, store.runs.find(run.number), evidence.judgement)
    store.runs.set_state(run.number, RunState.REPORTED)
    return index


def folder_name(store: Store, run: Run, judgement: int, reports: Path, language: str) -> str:
    """The name of the folder in ``reports`` that the report of a judgement is written into.

    Where the report of another run has the name, such as one of a store that was lost, the run's number is added.
    """
    before = sum(1 for earlier in store.runs.all() if earlier.period == run.period and earlier.number < run.number)
    suffix = "" if judgement == 1 else f"-judgement-{judgement}"
    period = f"{run.period}-{SIMULATED}" if run.settings.today else run.period
    name = f"{period}-run-{before + 1}" if before else period
    taken = published_run(folder_of(reports / f"{name}{suffix}", language)) not in {0, run.number}
    return f"{period}-run-number-{run.number}{suffix}" if taken else f"{name}{suffix}"


def last_published_run(reports: Path) -> int:
    """The greatest number of a run among the reports in a folder; 0 where there are none."""
    return max((published_run(file.parent) for file in reports.glob("*/manifest.json")), default=0)


def _shared_faults(evidence: Evidence) -> list[SharedFault]:
    return shared_faults_of([finding for site in evidence.sites for finding in site.findings])
