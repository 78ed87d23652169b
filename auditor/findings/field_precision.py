"""Counts what people made of the findings of each rule, and names the rules that are wrong too often. Pure.

A fault that was mended or that is waived as planned, archived or somebody else's was there; one that is waived as a
false alarm was not. This is the effective precision of Sadowski et al. 2018 ("Lessons from building static analysis
tools at Google"): a finding that people act on is right.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from auditor.model import FieldPrecision, Waiver, WaiverReason

LEAST_JUDGED = 20
"""So many findings of a rule have to be judged before its precision counts."""

LEAST_PRECISION = 0.8
"""A rule that is right less often than this only asks questions."""


def field_precision(waivers: Iterable[Waiver], mended: Mapping[str, int]) -> tuple[FieldPrecision, ...]:
    """Return the precision of every rule of which something was judged, by id.

    ``mended`` are the faults of each rule that were mended. A fault that was waived several times counts once, by its
    last waiver, whether that is still in force or not; so does a whole site that is waived for a rule.
    """
    last: dict[tuple[str, str, str], Waiver] = {}
    for waiver in sorted(waivers, key=lambda waiver: (waiver.granted, waiver.id)):
        last[waiver.site, waiver.check, waiver.cause] = waiver
    wrong = Counter(waiver.check for waiver in last.values() if waiver.reason is WaiverReason.FALSE_ALARM)
    right = Counter(waiver.check for waiver in last.values() if waiver.reason is not WaiverReason.FALSE_ALARM)
    return tuple(
        FieldPrecision(check, mended.get(check, 0), right[check], wrong[check])
        for check in sorted({*mended, *wrong, *right})
    )


def is_doubted(precision: FieldPrecision) -> bool:
    """Whether a rule is right too seldom to report faults, by enough findings that people judged."""
    return precision.judged >= LEAST_JUDGED and precision.share < LEAST_PRECISION
