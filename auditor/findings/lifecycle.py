"""Two judgements compared: what is new, lasting, returned, mended, and what was not looked at. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from auditor.model import Finding, Life, Outcome

Looked = Callable[[Finding], bool]
"""Whether the later run truly judged the check of an earlier finding at all places where it was."""

_KEPT = frozenset({Life.SUSPECTED, Life.UNEXAMINED})
"""What the caller may say of a present finding beforehand, and what then stays."""


def compare_runs(
    previous: Iterable[Finding], current: Iterable[Finding], looked: Looked, *, run: int, day: str
) -> Iterator[Finding]:
    """The findings of a run with their life, and the earlier ones that are not there any more.

    ``run`` and ``day`` (ISO) are those of the later run. A finding is fixed only where ``looked`` says so; else it
    is unexamined and stays open. A fixed one is kept, so that it can return; the day it was first seen never moves.
    A fault that failed and cannot be told now stays open as unexamined beside the question; a question that has become
    a fault goes on as the fault. Neither is fixed, and what comes in its place is not new. Present findings that the
    caller hands in as suspected (a failure not yet confirmed) or unexamined (seen only in facts carried over from an
    earlier run) stay so, and are never new.
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
            yield _absent(finding, looked, day)
        elif finding.outcome is Outcome.FAILED and key not in seen:  # a check that cannot tell has not judged it
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
        last_seen=before.last_seen if finding.life is Life.UNEXAMINED else day,
        last_good=before.last_good,
        fixed_on="",
    )


def _life(finding: Finding, before: Finding) -> Life:
    unsure = before.life in {Life.SUSPECTED, Life.FIXED}  # nobody has been told of it, or that it is mended
    if finding.life is Life.UNEXAMINED or (finding.life is Life.SUSPECTED and unsure):
        return finding.life
    if not unsure:
        return Life.LASTING
    return Life.RETURNED if before.last_good else Life.NEW


def _since(before: Finding, life: Life, day: str) -> str:
    """From which day it is open: nobody has to mend what is only suspected, or what was waived until now."""
    if life in {Life.NEW, Life.RETURNED} or before.life is Life.WAIVED:
        return day
    return "" if life is Life.SUSPECTED else before.since or before.first_seen


def _absent(finding: Finding, looked: Looked, day: str) -> Finding:
    if looked(finding):
        return msgspec.structs.replace(finding, life=Life.FIXED, fixed_on=day, last_good=day)
    return msgspec.structs.replace(finding, life=Life.UNEXAMINED)
