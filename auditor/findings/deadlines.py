"""Deadlines of faults: days open, the day due, overdue or not, and how long mending took. Pure."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from statistics import median

import msgspec

from auditor.findings.working_days import add_days
from auditor.model import Deadlines, Finding, Life, Outcome


class Timing(StrEnum):
    """Whether a fault was mended by its deadline, as far as the days of looking at it prove."""

    IN_TIME = "in_time"
    """Found mended on the day after the deadline or before: the night's look after a deadline shows the state at it."""
    LATE = "late"
    """Found unmended after the deadline."""
    UNKNOWN = "unknown"
    """Not looked at between the deadline and a later day on which it was found mended."""
    NO_DEADLINE = "no_deadline"
    """It had none, or is not mended."""


class Repairs(msgspec.Struct, frozen=True):
    """How long mending took.

    A fault was mended after the last day on which it was found, and at the latest on the day on which a run or a
    re-check found it mended: the true time may be shorter than the days given.
    """

    mended: int = 0
    """Faults found mended."""
    median: float = 0
    """The median of their days from open to found mended."""
    longest: int = 0
    """The longest of these times, in days."""
    gap: int = 0
    """The longest time from the last day on which a fault was found to the day on which it was found mended."""
    in_time: int = 0
    """Faults mended by their deadline."""
    late: int = 0
    """Faults mended after it."""
    unknown: int = 0
    """Mended faults with a deadline of which nothing shows whether they were mended by then."""

    @property
    def with_deadline(self) -> int:
        """Mended faults that had a deadline."""
        return self.in_time + self.late + self.unknown


def days_between(first: str, last: str) -> int:
    """Whole days between two days (ISO), never below 0."""
    return max(0, (date.fromisoformat(last[:10]) - date.fromisoformat(first[:10])).days)


def days_open(finding: Finding, day: str) -> int:
    """Days for which a finding has been open on a day without a break; 0 where it was not found open."""
    found = finding.life.is_open and finding.life is not Life.UNEXAMINED
    return days_between(finding.since, day) if finding.since and found else 0


def days_to_repair(finding: Finding) -> int | None:
    """Days from the day a finding was open to the day it was found mended; None where it is not mended."""
    if finding.life is not Life.FIXED or not finding.fixed_on:
        return None
    return days_between(finding.since or finding.first_seen, finding.fixed_on)


def days_unseen(finding: Finding) -> int:
    """Days from the last day on which a mended fault was found to the day on which it was found mended."""
    return days_between(finding.last_seen or finding.fixed_on, finding.fixed_on)


def repair_timing(finding: Finding, terms: Deadlines) -> Timing:
    """Whether a mended fault was mended by its deadline."""
    limit = due_day(finding, terms)
    if not limit or finding.life is not Life.FIXED or not finding.fixed_on:
        return Timing.NO_DEADLINE
    if finding.fixed_on <= add_days(limit, 1, working=False):
        return Timing.IN_TIME
    return Timing.LATE if finding.last_seen > limit else Timing.UNKNOWN


def due_day(finding: Finding, terms: Deadlines) -> str:
    """The day (ISO) until which a fault has to be mended; empty where no deadline is set or nothing is to mend."""
    allowed = terms.days(finding.severity)
    if not allowed or not finding.since or finding.outcome is not Outcome.FAILED:
        return ""
    return add_days(finding.since, allowed, working=terms.working_days)


def overdue(finding: Finding, terms: Deadlines, day: str) -> bool:
    """Whether a fault that was found should have been mended before this day (ISO); not known of an unexamined one."""
    return finding.life.is_open and finding.life is not Life.UNEXAMINED and "" < due_day(finding, terms) < day


def repair_times(findings: Iterable[Finding], terms: Deadlines) -> Repairs:
    """Measure how long mending took, over the mended faults among ``findings``."""
    faults = (finding for finding in findings if finding.outcome is Outcome.FAILED)
    mended = [fault for fault in faults if fault.life is Life.FIXED and fault.fixed_on]
    if not mended:
        return Repairs()
    days = [took for fault in mended if (took := days_to_repair(fault)) is not None]
    gap, timings = max(map(days_unseen, mended)), Counter(repair_timing(fault, terms) for fault in mended)
    counts = (timings[timing] for timing in (Timing.IN_TIME, Timing.LATE, Timing.UNKNOWN))
    return Repairs(len(mended), median(days), max(days), gap, *counts)
