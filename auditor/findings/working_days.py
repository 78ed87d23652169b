"""Working days of Taiwan's offices. Imports the holidays library."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays


def add_days(day: str, count: int, *, working: bool) -> str:
    """Add ``count`` days to a day (ISO); with ``working`` only days on which offices are open count."""
    end = date.fromisoformat(day)
    if not working:
        return (end + timedelta(count)).isoformat()
    while count > 0:
        end += timedelta(1)
        count -= is_working_day(end)
    return end.isoformat()


@cache
def is_working_day(day: date) -> bool:
    """Whether Taiwan's offices are open: no weekend, no public holiday, but a working day made up for one."""
    return bool(_holidays().is_working_day(day))


@cache
def _holidays() -> holidays.HolidayBase:
    return holidays.country_holidays("TW", language="zh_TW")
