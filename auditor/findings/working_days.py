"""The days on which Taiwan's offices are open. The door to the holidays library."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays


def add_days(day: str, count: int, *, working: bool) -> str:
    """The day (ISO) that is ``count`` days later; with ``working`` only days on which offices are open count."""
    end = date.fromisoformat(day)
    if not working:
        return (end + timedelta(count)).isoformat()
    while count > 0:
        end += timedelta(1)
        count -= is_working_day(end)
    return end.isoformat()


@cache
def is_working_day(day: date) -> bool:
    """Whether Taiwan's offices are open: no weekend, no public holiday; made-up workdays where the library has them."""
    return bool(_holidays().is_working_day(day))


@cache
def _holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("TW", language="zh_TW")
