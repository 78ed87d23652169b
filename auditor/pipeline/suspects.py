"""Re-checks suspects, failures that may be temporary, one and three days after their run."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from auditor.crawl.progress import Watch
from auditor.model import Finding, Judgement, Life, Portfolio, Recheck, Run
from auditor.pipeline import recheck
from auditor.store import Store

RECHECK_DAYS = (1, 3)
"""Days after the run on which a suspect is re-checked."""


def suspects_due(findings: Iterable[Finding], rechecks: Iterable[Recheck], run_day: str, today: str) -> list[Finding]:
    """The suspects of a run to be re-checked on a day (both ISO), given the re-checks made since the run."""
    since = (date.fromisoformat(today) - date.fromisoformat(run_day)).days
    rounds = sum(days <= since for days in RECHECK_DAYS)
    done: dict[str, set[str]] = {}
    for made in rechecks:
        done.setdefault(made.fingerprint, set()).add(made.moment[:10])
    suspects = (
        (finding, done.get(finding.fingerprint, set())) for finding in findings if finding.life is Life.SUSPECTED
    )
    return [finding for finding, days in suspects if len(days) < rounds and today not in days]


def recheck_suspects(
    store: Store, run: Run, portfolio: Portfolio, now: datetime, watch: Watch
) -> list[recheck.RecheckedFinding]:
    """Re-check the suspects of a run that are due today, and save the results."""
    judgement = store.judgements.latest(run.number)
    suspects = suspects_due(
        _findings(store, judgement), store.rechecks.of_run(run.number), run.day, now.date().isoformat()
    )
    configured = {site.id for site in portfolio.sites if site.url}
    suspects = [finding for finding in suspects if finding.site in configured]
    if not suspects or judgement is None:
        return []
    results = recheck.recheck(store, judgement, portfolio, suspects, now, watch)
    recheck.record_recheck(store, run.number, results, now)
    return results


def _findings(store: Store, judgement: Judgement | None) -> Iterable[Finding]:
    return store.judgements.findings(judgement) if judgement else ()
