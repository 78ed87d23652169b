"""Records what each report publishes of repairs, and finds what later knowledge corrects in reports before."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.findings.headline_figures import lives_by_key, mended_since
from auditor.findings.published_figures import (
    JudgedFindings,
    corrections_of,
    figures_of_earlier_program,
    present_figures,
)
from auditor.findings.repair_days import with_proved_days
from auditor.model import Correction, Judgement, Run, RunState, SiteState
from auditor.store import Store


def record_published(store: Store, run: Run, judgement: Judgement) -> None:
    """Record the figures of a report that is being published; what was recorded of it before stays."""
    if all(known.judgement != judgement.number for known in run.published):
        judged = _judged_findings(store, run, judgement)
        # a report without a record is one of a program that kept none; writing it again does not change what it stated
        earlier = run.state is RunState.REPORTED and judgement.number == 1
        figures = figures_of_earlier_program(judged) if earlier else present_figures(judged)
        store.runs.save_published(run.number, figures)


def corrections_before(store: Store, run: Run) -> tuple[Correction, ...]:
    """The corrections that the report of a run carries: of the report before it, and of those that none corrected yet.

    A report that this program published has corrected all before it.
    """
    before = [earlier for earlier in store.runs.all() if earlier.number < run.number]
    last = max((n for n, earlier in enumerate(before) if _is_recorded(earlier)), default=0)
    return corrections_among(store, before[last:])


def corrections_among(store: Store, runs: Iterable[Run]) -> tuple[Correction, ...]:
    """What the latest reports of these runs published and is not right by what is known now."""
    found: list[Correction] = []
    for run in runs:
        judgement = store.judgements.latest(run.number)
        if run.state is RunState.REPORTED and judgement:
            judged = _judged_findings(store, run, judgement)
            recorded = [known for known in run.published if known.judgement == judgement.number]
            published = recorded[0] if recorded else figures_of_earlier_program(judged)
            found += corrections_of(run, published, judged)
    return tuple(found)


def _is_recorded(run: Run) -> bool:
    return any(not known.by_earlier_program for known in run.published)


def _judged_findings(store: Store, run: Run, judgement: Judgement) -> JudgedFindings:
    days, previous = {each.day for each in store.runs.all()}, store.judgements.previous(run.number)
    stored = tuple(store.judgements.findings(judgement))
    findings = tuple(with_proved_days(stored, store.rechecks.of_finding, days))
    before = lives_by_key(store.judgements.findings(previous)) if previous else {}
    rows = store.runs.site_coverage(run.number)
    return JudgedFindings(
        judgement.number,
        findings,
        stored,
        mended_since(findings, before),
        {site.id for site in run.settings.portfolio.sites if site.kind.counts},
        {row.site for row in rows if row.state is SiteState.AUDITED},
        previous is None,
        run.settings.portfolio.deadlines,
    )
