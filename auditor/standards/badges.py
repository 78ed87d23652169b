"""The accessibility badge (無障礙標章): what its number tells, and how long it is valid.

Source: 各級機關機構學校網站無障礙檢測及認證標章核發辦法 §5 (three years from the day of issue).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

VALID_YEARS = 3
RENEWAL_DAYS = 180
"""So many days before its end a renewal has to be begun: the two tests and the mending of faults take months."""

_STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})\d{6}")


def applied_on(number: str) -> date | None:
    """The day of application that a certificate number of 14 digits tells; None for any other number."""
    stamp = _STAMP.fullmatch(number)
    try:
        return date(int(stamp[1]), int(stamp[2]), int(stamp[3])) if stamp else None
    except ValueError:
        return None


def valid_until(issued: date) -> date:
    """The last day of a badge that was issued on this day; a 29 February ends on 1 March."""
    try:
        return issued.replace(year=issued.year + VALID_YEARS)
    except ValueError:
        return (issued + timedelta(days=1)).replace(year=issued.year + VALID_YEARS)


def days_left(today: str, last: str) -> int:
    """The days from one ISO day to another, negative when it has passed. Raises ``ValueError`` for what is no day."""
    return (date.fromisoformat(last) - date.fromisoformat(today)).days
