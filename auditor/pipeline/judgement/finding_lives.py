"""Gives a run's findings their lives: compared with the run before, with re-checks, and under the waivers in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from auditor.findings import waivers
from auditor.findings.lifecycle import compare_runs
from auditor.findings.owners import assign_owners
from auditor.findings.repair_days import with_proved_days
from auditor.model import Finding, Judgement, Life, Outcome, Recheck, Run
from auditor.pipeline.judgement.coverage import ExaminedPlaces
from auditor.store import Store

_TEMPORARY_REASONS = frozenset({"not-confirmed", "perhaps-temporary", "rate-limited"})


def with_lifecycle(
    store: Store, run: Run, judgement: Judgement, found: Iterable[Finding], examined: ExaminedPlaces
) -> Iterator[Finding]:
    """The findings of this run and of the run before, each with its life, its days, its owner and its waiver."""
    previous = store.judgements.previous(run.number)
    stored, run_days = store.judgements.findings(previous) if previous else (), {each.day for each in store.runs.all()}
    before = list(with_proved_days(stored, store.rechecks.of_finding, run_days))
    known = frozenset(finding.fingerprint for finding in before if finding.life.is_standing)
    # what only an earlier run's visits show, and no earlier judgement has, comes from a changed rule: it is not new
    present = [
        msgspec.structs.replace(finding, life=Life.UNEXAMINED)
        if known.isdisjoint(finding.names) and examined.only_carried(finding)
        else finding
        for finding in found
    ]
    rechecks = store.rechecks.of_run(previous.run) if previous else []
    closed, found_again = _closed(rechecks), _found_again(rechecks)
    lived = compare_runs(before, _marked(present, known), examined, run=run.number, day=run.day)
    dated = (_last_found_on(_mended_on(finding, run.day, closed), found_again) for finding in lived)
    return assign_owners(waivers.apply_waivers(dated, judgement.waivers, run.day), run.settings.portfolio)


def _marked(findings: Iterable[Finding], known: frozenset[str]) -> Iterator[Finding]:
    """Mark the findings as suspected that may be gone in a while and are seen for the first time.

    ``known`` are the fingerprints that the run before had. What it suspected and this run sees again is confirmed.
    """
    for finding in findings:
        first = _is_suspect(finding) and known.isdisjoint(finding.names)
        yield msgspec.structs.replace(finding, life=Life.SUSPECTED) if first else finding


def _is_suspect(finding: Finding) -> bool:
    """Whether a finding rests on failures only that may be temporary."""
    reasons = {spot.reason for spot in finding.spots}
    return finding.outcome is Outcome.CANT_TELL and bool(reasons) and reasons <= _TEMPORARY_REASONS


def _closed(rechecks: Iterable[Recheck]) -> dict[str, str]:
    """The day on which re-checks proved a finding mended and did not see it again; by fingerprint."""
    days: dict[str, str] = {}
    for recheck in rechecks:
        if recheck.proved_life is Life.FIXED:
            days.setdefault(recheck.fingerprint, recheck.moment[:10])
        elif recheck.proved_life is not Life.UNEXAMINED:
            days.pop(recheck.fingerprint, None)
    return days


def _found_again(rechecks: Iterable[Recheck]) -> dict[str, str]:
    """The last day on which a re-check found a fault unmended; by fingerprint."""
    return {each.fingerprint: each.moment[:10] for each in rechecks if each.proved_life is Life.LASTING}


def _last_found_on(finding: Finding, found_again: dict[str, str]) -> Finding:
    """Date the last time a finding was found to a re-check that found it later than the runs did."""
    day = found_again.get(finding.fingerprint, "")
    if day <= finding.last_seen or (finding.life is Life.FIXED and day > finding.fixed_on):
        return finding
    return msgspec.structs.replace(finding, last_seen=day)


def _mended_on(finding: Finding, day: str, closed: dict[str, str]) -> Finding:
    """Date a finding that this run finds mended to the day on which a re-check found it so."""
    seen = closed.get(finding.fingerprint, "")
    if finding.life is not Life.FIXED or finding.fixed_on != day or not finding.since <= seen < day:
        return finding
    return msgspec.structs.replace(finding, fixed_on=seen, last_good=seen)
