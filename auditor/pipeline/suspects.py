"""Failures that may be for the moment only: they are suspected, and asked again after one and three days."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from auditor.crawl.progress import Watch
from auditor.model import Finding, Judgement, Life, Portfolio, Recheck, Run
from auditor.pipeline import recheck
from auditor.store import Store

AGAIN_AFTER = (1, 3)
"""Days after the run on which a suspect is asked again."""


def suspects_due(findings: Iterable[Finding], asked: Iterable[Recheck], run_day: str, today: str) -> list[Finding]:
    """The suspects of a run to be asked again on a day (both ISO), given what re-checks asked since then."""
    since = (date.fromisoformat(today) - date.fromisoformat(run_day)).days
    rounds = sum(days <= since for days in AGAIN_AFTER)
    done: dict[str, set[str]] = {}
    for one in asked:
        done.setdefault(one.fingerprint, set()).add(one.moment[:10])
    suspects = (one for one in findings if one.life is Life.SUSPECTED)
    return [one for one in suspects if len(done.get(one.fingerprint, ())) < rounds and today not in _days(done, one)]


def recheck_suspects(
    store: Store, run: Run, portfolio: Portfolio, now: datetime, watch: Watch
) -> list[recheck.RecheckedFinding]:
    """Ask the suspects of a run again that are due today, and keep what was seen."""
    judgement = store.judgements.latest(run.number)
    suspects = suspects_due(
        _findings(store, judgement), store.rechecks.of_run(run.number), run.day, now.date().isoformat()
    )
    configured = {site.id for site in portfolio.sites if site.url}
    suspects = [one for one in suspects if one.site in configured]
    if not suspects:
        return []
    results = recheck.recheck(portfolio, suspects, now, watch)
    recheck.record_recheck(store, run.number, results, now)
    return results


def _findings(store: Store, judgement: Judgement | None) -> Iterable[Finding]:
    return store.judgements.findings(judgement) if judgement else ()


def _days(done: dict[str, set[str]], finding: Finding) -> set[str]:
    return done.get(finding.fingerprint, set())
