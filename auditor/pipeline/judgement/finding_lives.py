"""The life of a run's findings: compared with the run before, with what re-checks saw, under the waivers in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from auditor.findings import waivers
from auditor.findings.lifecycle import compare_runs
from auditor.findings.owners import assign_owners
from auditor.model import Finding, Judgement, Life, Outcome, Recheck, Run
from auditor.pipeline.judgement.coverage import ExaminedPlaces
from auditor.store import Store

_FOR_THE_MOMENT = frozenset({"not-confirmed", "perhaps-temporary", "rate-limited"})


def with_lifecycle(
    store: Store, run: Run, judgement: Judgement, found: Iterable[Finding], looking: ExaminedPlaces
) -> Iterator[Finding]:
    """What was found and what was found before, each with its life, its days, its owner and its waiver."""
    previous = store.judgements.previous(run.number)
    before = list(store.judgements.findings(previous)) if previous else []
    known = frozenset(finding.fingerprint for finding in before if finding.life.is_open or finding.life is Life.WAIVED)
    # what only an earlier run's visits show, and no earlier judgement has open, comes from a changed rule: no news
    present = [
        msgspec.structs.replace(finding, life=Life.UNEXAMINED)
        if finding.fingerprint not in known and looking.only_carried(finding)
        else finding
        for finding in found
    ]
    closed = _closed(store.rechecks.of_run(previous.run)) if previous else {}
    lived = compare_runs(before, _marked(present, known), looking, run=run.number, day=run.day)
    dated = (_mended_on(finding, run.day, closed) for finding in lived)
    return assign_owners(waivers.apply_waivers(dated, judgement.waivers, run.day), run.settings.portfolio)


def _marked(findings: Iterable[Finding], known: frozenset[str]) -> Iterator[Finding]:
    """The findings, those suspected that are seen for the first time; ``known`` are fingerprints of open ones.

    What an earlier run suspected and this one sees again is no suspicion any more.
    """
    for finding in findings:
        first = _is_suspect(finding) and finding.fingerprint not in known
        yield msgspec.structs.replace(finding, life=Life.SUSPECTED) if first else finding


def _is_suspect(finding: Finding) -> bool:
    """Whether a finding rests on failures alone that may be gone in a while."""
    reasons = {spot.reason for spot in finding.spots}
    return finding.outcome is Outcome.CANT_TELL and bool(reasons) and reasons <= _FOR_THE_MOMENT


def _closed(rechecks: Iterable[Recheck]) -> dict[str, str]:
    """The day on which re-checks saw a finding mended and did not see it again; by fingerprint."""
    days: dict[str, str] = {}
    for one in rechecks:
        if one.life is Life.FIXED:
            days.setdefault(one.fingerprint, one.moment[:10])
        elif one.life.is_open and one.life is not Life.UNEXAMINED:
            days.pop(one.fingerprint, None)
    return days


def _mended_on(finding: Finding, day: str, closed: dict[str, str]) -> Finding:
    """A finding that this run finds mended was mended on the day a re-check saw it."""
    seen = closed.get(finding.fingerprint, "")
    if finding.life is not Life.FIXED or finding.fixed_on != day or not finding.since <= seen < day:
        return finding
    return msgspec.structs.replace(finding, fixed_on=seen, last_good=seen)
