"""Deadlines: by severity, on the calendar or on working days, and how long mending took."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.findings.deadlines import (
    Repairs,
    Timing,
    days_open,
    days_to_repair,
    due_day,
    overdue,
    repair_times,
    repair_timing,
)
from auditor.findings.working_days import add_days, is_working_day
from auditor.model import Deadlines, Finding, Life, Outcome, Severity

TERMS = Deadlines()
WORKING = Deadlines(working_days=True)


def found(
    since: str = "2026-11-02",
    severity: Severity = Severity.SERIOUS,
    life: Life = Life.LASTING,
    fixed_on: str = "",
    last_seen: str = "",
    outcome: Outcome = Outcome.FAILED,
) -> Finding:
    return Finding(
        f"f-{since}-{fixed_on}", "x", "a", "c", outcome, severity, (), 1, 1, life=life, since=since,
        first_seen="2026-10-01", fixed_on=fixed_on, last_seen=last_seen or since,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("severity", "day"),
    [
        (Severity.BLOCKER, "2026-11-03"),
        (Severity.SERIOUS, "2026-11-03"),
        (Severity.MODERATE, "2026-11-04"),
        (Severity.MINOR, "2026-11-04"),
        (Severity.NOTICE, ""),
    ],
)
def test_a_fault_is_due_by_its_severity(severity: Severity, day: str) -> None:
    assert due_day(found(severity=severity), TERMS) == day


def test_a_fault_is_overdue_on_the_day_after() -> None:
    assert [overdue(found(), TERMS, day) for day in ("2026-11-03", "2026-11-04")] == [False, True]
    for life in (Life.FIXED, Life.WAIVED):
        assert not overdue(found(life=life), TERMS, "2026-12-31")
    assert not overdue(found(since="", life=Life.SUSPECTED), TERMS, "2026-12-31")
    assert not overdue(found(outcome=Outcome.CANT_TELL), TERMS, "2026-12-31")


def test_working_days_leave_out_weekends_and_taiwanese_holidays() -> None:
    assert due_day(found(since="2026-10-30"), WORKING) == "2026-11-02"  # a Friday, then a Monday
    assert due_day(found(since="2026-02-13", severity=Severity.MODERATE), WORKING) > "2026-02-20"  # Lunar New Year
    assert not is_working_day(date(2026, 10, 10))
    assert is_working_day(date(2026, 11, 2))


def test_days_are_counted_from_the_day_it_is_open_without_a_break() -> None:
    assert days_open(found(), "2026-11-30") == 28
    assert days_open(found(since="", life=Life.SUSPECTED), "2026-11-30") == 0
    assert days_open(found(life=Life.WAIVED), "2026-11-30") == 0


def test_repairs_give_the_median_the_longest_and_how_many_were_in_time() -> None:
    mended = [
        found("2026-11-02", life=Life.FIXED, fixed_on="2026-11-03"),
        found("2026-11-02", life=Life.FIXED, fixed_on="2026-11-06"),
        found("2026-10-01", life=Life.FIXED, fixed_on="2026-11-06"),
        found("2026-10-01", Severity.NOTICE, Life.FIXED, "2026-11-06"),
        found("2026-10-01"),
        found("2026-10-01", life=Life.FIXED, fixed_on="2026-11-06", outcome=Outcome.CANT_TELL),
    ]
    assert repair_times(mended, TERMS) == Repairs(mended=4, median=20, longest=36, gap=36, in_time=1, unknown=2)
    assert repair_times(mended, TERMS).with_deadline == 3
    assert repair_times([found()], TERMS) == Repairs()
    assert days_to_repair(found()) is None


@given(st.dates(date(2020, 1, 1), date(2030, 12, 31)), st.integers(0, 30))
def test_working_days_are_never_shorter_and_end_on_an_open_day(day: date, count: int) -> None:
    plain, working = (add_days(day.isoformat(), count, working=which) for which in (False, True))
    assert plain <= working
    assert count == 0 or is_working_day(date.fromisoformat(working))


@pytest.mark.parametrize(
    ("last_seen", "fixed_on", "timing"),
    [
        ("2026-11-02", "2026-11-03", Timing.IN_TIME),
        ("2026-11-03", "2026-11-04", Timing.IN_TIME),  # the night after the deadline shows the state at it
        ("2026-11-03", "2026-11-05", Timing.UNKNOWN),  # mended on the 3rd, 4th or 5th
        ("2026-11-02", "2026-12-02", Timing.UNKNOWN),
        ("2026-11-04", "2026-11-05", Timing.LATE),
        ("2026-11-02", "", Timing.NO_DEADLINE),
    ],
)
def test_a_deadline_is_kept_or_missed_only_where_a_look_proves_it(
    last_seen: str, fixed_on: str, timing: Timing
) -> None:
    life = Life.FIXED if fixed_on else Life.LASTING
    assert repair_timing(found(life=life, fixed_on=fixed_on, last_seen=last_seen), TERMS) is timing
    notice = found(severity=Severity.NOTICE, life=life, fixed_on=fixed_on, last_seen=last_seen)
    assert repair_timing(notice, TERMS) is Timing.NO_DEADLINE
