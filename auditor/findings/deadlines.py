"""Deadlines of faults: days open, the day due, overdue or not, and how long mending took. Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from statistics import median

import msgspec

from auditor.findings.working_days import add_days
from auditor.model import Deadlines, Finding, Life, Outcome


class Repairs(msgspec.Struct, frozen=True):
    """How long mending took.

    A fault counts as mended on the day on which a run or a re-check found it mended, so the true time may be shorter.
    """

    mended: int = 0
    """Faults found mended."""
    median: float = 0
    """The median of their days from open to mended."""
    longest: int = 0
    """The longest of these times, in days."""
    in_time: int = 0
    """Faults mended by their deadline."""
    with_deadline: int = 0
    """Mended faults that had a deadline."""


def days_between(first: str, last: str) -> int:
    """Whole days between two days (ISO), never below 0."""
    return max(0, (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days)


def days_open(finding: Finding, day: str) -> int:
    """Days for which a finding has been open on a day without a break; 0 where it is not open."""
    return days_between(finding.since, day) if finding.since and finding.life.is_open else 0


def days_to_repair(finding: Finding) -> int | None:
    """Days from the day a finding was open to the day it was found mended; None where it is not mended."""
    if finding.life is not Life.FIXED or not finding.fixed_on:
        return None
    return days_between(finding.since or finding.first_seen, finding.fixed_on)


def due_day(finding: Finding, terms: Deadlines) -> str:
    """The day (ISO) until which a fault has to be mended; empty where no deadline is set or nothing is to mend."""
    allowed = terms.days(finding.severity)
    if not allowed or not finding.since or finding.outcome is not Outcome.FAILED:
        return ""
    return add_days(finding.since, allowed, working=terms.working_days)


def overdue(finding: Finding, terms: Deadlines, day: str) -> bool:
    """Whether an open fault should have been mended before this day (ISO)."""
    return finding.life.is_open and "" < due_day(finding, terms) < day


def repair_times(findings: Iterable[Finding], terms: Deadlines) -> Repairs:
    """Measure how long mending took, over the mended faults among ``findings``."""
    faults = (finding for finding in findings if finding.outcome is Outcome.FAILED)
    mended = [fault for fault in faults if fault.life is Life.FIXED and fault.fixed_on]
    if not mended:
        return Repairs()
    days = [took for fault in mended if (took := days_to_repair(fault)) is not None]
    limits = [(fault.fixed_on, limit) for fault in mended if (limit := due_day(fault, terms))]
    return Repairs(len(mended), median(days), max(days), sum(on <= limit for on, limit in limits), len(limits))
