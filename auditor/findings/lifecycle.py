"""Compares the findings of two judgements: which are new, lasting, returned, fixed or unexamined. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from auditor.model import Finding, Life, Outcome

Examined = Callable[[Finding], bool]
"""Whether the later run judged the check of an earlier finding at every place of it."""

_KEPT = frozenset({Life.SUSPECTED, Life.UNEXAMINED})
"""Lives that the caller may give a present finding; they stay."""


def compare_runs(
    previous: Iterable[Finding], current: Iterable[Finding], examined: Examined, *, run: int, day: str
) -> Iterator[Finding]:
    """The findings of a run with their life, and the earlier ones that are not there any more.

    ``run`` and ``day`` (ISO) are those of the later run. An absent finding is fixed only where ``examined``
    is true of it; else it is unexamined and stays open. A fixed one is kept, so that it can return; the day it was
    first seen never moves. A fault that failed and cannot be decided now stays open as unexamined beside the question;
    a question that has become a fault continues as the fault. Neither is fixed, and what replaces it is not new.
    Present findings that the caller marks as suspected (a failure not yet confirmed) or unexamined (seen only in facts
    carried over from an earlier run) stay so, and are never new.
    """
    earlier = {(finding.fingerprint, finding.outcome): finding for finding in previous}
    seen: set[tuple[str, Outcome]] = set()
    there: set[str] = set()
    for finding in current:
        seen.add((finding.fingerprint, finding.outcome))
        there.add(finding.fingerprint)
        yield _present(finding, _before(earlier, finding), run, day)
    for key, finding in earlier.items():
        if finding.life is Life.FIXED and key not in seen:
            yield finding
        elif finding.fingerprint not in there:
            yield _absent(finding, examined, day)
        elif finding.outcome is Outcome.FAILED and key not in seen:  # an undecided check has not judged it
            yield msgspec.structs.replace(finding, life=Life.UNEXAMINED)


def _before(earlier: dict[tuple[str, Outcome], Finding], finding: Finding) -> Finding | None:
    same = earlier.get((finding.fingerprint, finding.outcome))
    other = Outcome.CANT_TELL if finding.outcome is Outcome.FAILED else Outcome.FAILED
    return same or earlier.get((finding.fingerprint, other))


def _present(finding: Finding, before: Finding | None, run: int, day: str) -> Finding:
    if before is None:
        life = finding.life if finding.life in _KEPT else Life.NEW
        since = day if life is Life.NEW else ""
        return msgspec.structs.replace(finding, life=life, first_run=run, first_seen=day, last_seen=day, since=since)
    life = _life(finding, before)
    return msgspec.structs.replace(
        finding,
        life=life,
        since=_since(before, life, day),
        first_run=before.first_run,
        first_seen=before.first_seen,
        # a clock that was put back does not turn back what was seen
        last_seen=before.last_seen if finding.life is Life.UNEXAMINED else max(day, before.last_seen),
        last_good=before.last_good,
        fixed_on="",
    )


def _life(finding: Finding, before: Finding) -> Life:
    unsure = before.life in {Life.SUSPECTED, Life.FIXED}  # not reported to anybody, or reported as mended
    if finding.life is Life.UNEXAMINED or (finding.life is Life.SUSPECTED and unsure):
        return finding.life
    if not unsure:
        return Life.LASTING
    return Life.RETURNED if before.last_good else Life.NEW


def _since(before: Finding, life: Life, day: str) -> str:
    """The day from which it is open: what is only suspected, or was waived until now, nobody has to mend."""
    if life in {Life.NEW, Life.RETURNED} or before.life is Life.WAIVED:
        return day
    return "" if life is Life.SUSPECTED else before.since or before.first_seen


def _absent(finding: Finding, examined: Examined, day: str) -> Finding:
    if examined(finding):
        return msgspec.structs.replace(finding, life=Life.FIXED, fixed_on=day, last_good=day)
    return msgspec.structs.replace(finding, life=Life.UNEXAMINED)
