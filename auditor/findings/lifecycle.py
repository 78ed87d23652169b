"""Compares the findings of two judgements: which are new, lasting, returned, fixed or unexamined. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence

import msgspec

from auditor.model import Finding, Life, Outcome, fingerprint

Examined = Callable[[Finding], bool]
"""Whether the later run judged the check of an earlier finding at every place of it."""

_KEPT = frozenset({Life.SUSPECTED, Life.UNEXAMINED})
"""Lives that the caller may give a present finding; they stay."""

_STANDING = (Life.LASTING, Life.RETURNED, Life.NEW, Life.UNEXAMINED, Life.WAIVED, Life.SUSPECTED, Life.FIXED)
"""Which life goes on where several findings have become one."""


def compare_runs(
    previous: Iterable[Finding], current: Iterable[Finding], examined: Examined, *, run: int, day: str
) -> Iterator[Finding]:
    """The findings of a run with their life, and the earlier ones that are not there any more.

    ``run`` and ``day`` (ISO) are those of the later run. An absent finding is fixed only where ``examined``
    is true of it; else it is unexamined and stays open. A fixed one is kept, so that it can return; the day it was
    first seen never moves. A fault that failed and cannot be decided now stays open as unexamined beside the question;
    a question that has become a fault continues as the fault. Neither is fixed, and what replaces it is not new.
    A finding continues those to which earlier versions counted its places (``Finding.former``), as the oldest of them:
    they are gone from the list, neither fixed nor new.
    Present findings that the caller marks as suspected (a failure not yet confirmed) or unexamined (seen only in facts
    carried over from an earlier run) stay so, and are never new.
    """
    earlier = {(finding.fingerprint, finding.outcome): finding for finding in previous}
    found = list(current)
    names = {finding.fingerprint for finding in found}
    of_elements = {finding.fingerprint for finding in earlier.values() if finding.cause in _causes_of_elements(finding)}
    seen: set[tuple[str, Outcome]] = set()
    there: set[str] = set()
    for finding in found:
        former = {*finding.former, *_of_elements(finding, of_elements)} - names
        before = _before(earlier, finding, former)
        continued = tuple(sorted(each.fingerprint for each in before if each.fingerprint in former))
        there |= {finding.fingerprint, *continued}
        seen |= {(name, finding.outcome) for name in (finding.fingerprint, *continued)}
        yield _present(_continuing(finding, before, continued), _joined(before), run, day)
    for key, finding in earlier.items():
        if finding.life is Life.FIXED and key not in seen:
            yield finding
        elif finding.fingerprint not in there:
            yield _absent(finding, examined, day)
        elif finding.outcome is Outcome.FAILED and key not in seen:  # an undecided check has not judged it
            yield msgspec.structs.replace(finding, life=Life.UNEXAMINED)


def _before(earlier: Mapping[tuple[str, Outcome], Finding], finding: Finding, former: Collection[str]) -> list[Finding]:
    """The earlier findings that a finding continues: its own first, those of its outcome before others.

    Mended ones are among them only where no other is.
    """
    other = Outcome.CANT_TELL if finding.outcome is Outcome.FAILED else Outcome.FAILED
    names = (finding.fingerprint, *sorted(former))
    found = [earlier.get((name, finding.outcome)) or earlier.get((name, other)) for name in names]
    before = [each for each in found if each and (each.fingerprint == finding.fingerprint or _overlaps(each, finding))]
    return [each for each in before if each.life is not Life.FIXED] or before


def _causes_of_elements(finding: Finding) -> set[str]:
    """The causes that the first versions gave to its places: the page with the element."""
    return {spot.causes_before[1] for spot in finding.spots}


def _of_elements(finding: Finding, known: Collection[str]) -> set[str]:
    """Those of the ``known`` fingerprints that the first versions gave to places of a finding."""
    causes = _causes_of_elements(finding) if known else set()
    return {name for name in (fingerprint(finding.check, finding.site, cause) for cause in causes) if name in known}


def _overlaps(earlier: Finding, finding: Finding) -> bool:
    """Whether a finding was counted to an earlier one before, by its cause then or by a page that both have."""
    pages = {spot.place.url for spot in earlier.spots}
    return any(spot.formerly == earlier.cause or spot.place.url in pages for spot in finding.spots)


def _joined(before: Sequence[Finding]) -> Finding | None:
    """The findings before as one: the days of the oldest, and the life of one that was reported, if there is any."""
    if not before:
        return None
    first = min(before, key=lambda finding: (_STANDING.index(finding.life), finding.first_seen))
    oldest = min(before, key=lambda finding: (finding.first_seen, finding.first_run))
    return msgspec.structs.replace(
        first,
        first_run=oldest.first_run,
        first_seen=oldest.first_seen,
        last_seen=max(finding.last_seen for finding in before),
        last_good=max(finding.last_good for finding in before),
        since=min((finding.since for finding in before if finding.since and finding.life is first.life), default=""),
    )


def _continuing(finding: Finding, before: Iterable[Finding], continued: tuple[str, ...]) -> Finding:
    known = {name for each in before for name in each.continues}
    return msgspec.structs.replace(finding, continues=tuple(sorted({*continued, *known} - {finding.fingerprint})))


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
