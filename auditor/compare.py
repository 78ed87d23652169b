"""Two judgements compared: what is new, lasting, returned, mended, and what was not looked at. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from auditor.model.finding import Finding, Life
from auditor.model.verdict import Outcome

Looked = Callable[[Finding], bool]
"""Whether the later run truly judged the check of an earlier finding at all places where it was."""


def compare(
    previous: Iterable[Finding], current: Iterable[Finding], looked: Looked, *, run: int, day: str
) -> Iterator[Finding]:
    """The findings of a run with their life, and the earlier ones that are not there any more.

    ``run`` and ``day`` (ISO) are those of the later run. A finding is fixed only where ``looked`` says so; else it
    is unexamined and stays open. A fixed one is kept, so that it can return; the day it was first seen never moves.
    """
    earlier = {(finding.fingerprint, finding.outcome): finding for finding in previous}
    seen: set[tuple[str, Outcome]] = set()
    for finding in current:
        key = (finding.fingerprint, finding.outcome)
        seen.add(key)
        yield _present(finding, earlier.get(key), run, day)
    for key, finding in earlier.items():
        if key not in seen:
            yield _absent(finding, looked, day)


def _present(finding: Finding, before: Finding | None, run: int, day: str) -> Finding:
    if before is None:
        return msgspec.structs.replace(finding, life=Life.NEW, first_run=run, first_seen=day, last_seen=day)
    life = Life.RETURNED if before.life is Life.FIXED else Life.LASTING
    return msgspec.structs.replace(
        finding,
        life=life,
        first_run=before.first_run,
        first_seen=before.first_seen,
        last_seen=day,
        last_good=before.fixed_on or before.last_good,
    )


def _absent(finding: Finding, looked: Looked, day: str) -> Finding:
    if finding.life is Life.FIXED:
        return finding
    if looked(finding):
        return msgspec.structs.replace(finding, life=Life.FIXED, fixed_on=day, last_good=day)
    return msgspec.structs.replace(finding, life=Life.UNEXAMINED)
