"""The life of a run's findings: compared with the run before, with what re-checks saw, under the waivers in force."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from auditor import waivers
from auditor.audit.looking import Looking
from auditor.compare import compare
from auditor.model import Finding, Judgement, Life, Recheck, Run
from auditor.owners import route
from auditor.store import Store


def with_life(
    store: Store, run: Run, judgement: Judgement, found: Iterable[Finding], looking: Looking
) -> Iterator[Finding]:
    """What was found and what was found before, each with its life, its days, its owner and its waiver."""
    previous = store.previous_judgement(run.number)
    before = list(store.findings(previous)) if previous else []
    known = {finding.fingerprint for finding in before if finding.life.is_open or finding.life is Life.WAIVED}
    # what only an earlier run's visits show, and no earlier judgement has open, comes from a changed rule: no news
    present = [
        msgspec.structs.replace(finding, life=Life.UNEXAMINED)
        if finding.fingerprint not in known and looking.only_carried(finding)
        else finding
        for finding in found
    ]
    closed = _closed(store.rechecks_of(previous.run)) if previous else {}
    lived = compare(before, present, looking, run=run.number, day=run.day)
    dated = (_mended_on(finding, run.day, closed) for finding in lived)
    return route(waivers.apply(dated, judgement.waivers, run.day), run.settings.portfolio)


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
