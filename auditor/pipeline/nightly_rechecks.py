"""Re-checks between two runs: suspects one and three days after their run, open faults around and after deadlines."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from auditor.crawl.progress import Watch
from auditor.findings.deadlines import due_day
from auditor.findings.working_days import add_days
from auditor.model import Deadlines, Finding, Life, Outcome, Portfolio, Recheck, Run
from auditor.pipeline import recheck
from auditor.pipeline.recheck_selection import MOST_PAGES
from auditor.store import Store

SUSPECT_DAYS = (1, 3)
"""Days after the run on which a suspect is re-checked."""

FAULT_DAYS = 3
"""Days between two re-checks of a fault that is still open after its deadline."""

MOST_REQUESTS = 400
"""Pages and targets that one night requests again for open faults; those of other faults wait for the next night."""


def suspects_due(findings: Iterable[Finding], rechecks: Iterable[Recheck], run_day: str, today: str) -> list[Finding]:
    """The suspects of a run to be re-checked on a day (both ISO), given the re-checks made since the run."""
    since = (date.fromisoformat(today) - date.fromisoformat(run_day)).days
    rounds = sum(days <= since for days in SUSPECT_DAYS)
    done: dict[str, set[str]] = {}
    for made in rechecks:
        done.setdefault(made.fingerprint, set()).add(made.moment[:10])
    suspects = (
        (finding, done.get(finding.fingerprint, set())) for finding in findings if finding.life is Life.SUSPECTED
    )
    return [finding for finding, days in suspects if len(days) < rounds and today not in days]


def faults_due(
    findings: Iterable[Finding], rechecks: Iterable[Recheck], terms: Deadlines, run_day: str, today: str
) -> list[Finding]:
    """The open faults of a run to be re-checked on a day (both ISO), given the re-checks made since the run.

    A fault is re-checked on the day of its deadline, on the day after, and then every ``FAULT_DAYS`` days until it is
    found mended. Together they need at most ``MOST_REQUESTS`` requests: first those around their deadline, then those
    that were not looked at for longest, the worst first.
    """
    looks = {made.fingerprint: made for made in rechecks}  # oldest first: the latest stays
    waiting: list[tuple[bool, str, int, str, Finding]] = []
    for fault in findings:
        limit, look = due_day(fault, terms), looks.get(fault.fingerprint)
        is_open = fault.outcome is Outcome.FAILED and fault.life.is_open and fault.life is not Life.SUSPECTED
        mended = look is not None and look.proved_life is Life.FIXED
        if not limit or not is_open or mended or today < limit:
            continue
        last = max(run_day, look.moment[:10] if look else "")
        around = last < limit or (last == limit < today)
        if around or today >= add_days(last, FAULT_DAYS, working=False):
            waiting.append((not around, last, fault.severity.rank, fault.fingerprint, fault))
    return _within_bound(fault for *_, fault in sorted(waiting, key=lambda entry: entry[:4]))


def recheck_due(
    store: Store, run: Run, portfolio: Portfolio, now: datetime, watch: Watch
) -> list[recheck.RecheckedFinding]:
    """Re-check what is due today of a run's suspects and open faults, and save the results."""
    judgement = store.judgements.latest(run.number)
    if judgement is None:
        return []
    configured = {site.id for site in portfolio.sites if site.url}
    findings = [finding for finding in store.judgements.findings(judgement) if finding.site in configured]
    made, today = store.rechecks.of_run(run.number), now.date().isoformat()
    chosen = [
        *suspects_due(findings, made, run.day, today),
        *faults_due(findings, made, portfolio.deadlines, run.day, today),
    ]
    if not chosen:
        return []
    results = recheck.recheck(store, judgement, portfolio, chosen, now, watch)
    recheck.record_recheck(store, run.number, results, now)
    return results


def _within_bound(faults: Iterable[Finding]) -> list[Finding]:
    """The first of the faults, as far as their pages and targets stay within ``MOST_REQUESTS``; at least one."""
    chosen, requests = list[Finding](), 0
    for fault in faults:
        requests += min(fault.pages, MOST_PAGES) + 1
        if chosen and requests > MOST_REQUESTS:
            break
        chosen.append(fault)
    return chosen
