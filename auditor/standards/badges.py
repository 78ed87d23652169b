"""The accessibility badge (無障礙標章): the day in its number, and how long it is valid.

Source: 各級機關機構學校網站無障礙檢測及認證標章核發辦法 §5 (three years from the day of issue).
"""

from __future__ import annotations

import re
from datetime import date, timedelta

from auditor.standards import table

VALID_YEARS = 3
RENEWAL_DAYS = 180
"""Days before its end when a renewal has to begin: the two tests and the mending of faults take months."""

_NAME = re.compile(table("words")["badge_text"]["pattern"], re.IGNORECASE)
_STAMP = re.compile(r"(\d{4})(\d{2})(\d{2})\d{6}")


def names_badge(text: str) -> bool:
    """Return whether a text is what the badge's picture is called by."""
    return _NAME.search(text.strip()) is not None


def applied_on(number: str) -> date | None:
    """Return the day of application in a certificate number of 14 digits; None for any other number."""
    stamp = _STAMP.fullmatch(number)
    try:
        return date(int(stamp[1]), int(stamp[2]), int(stamp[3])) if stamp else None
    except ValueError:
        return None


def valid_until(issued: date) -> date:
    """Return the last day of a badge that was issued on this day; a 29 February ends on 1 March."""
    try:
        return issued.replace(year=issued.year + VALID_YEARS)
    except ValueError:
        return (issued + timedelta(days=1)).replace(year=issued.year + VALID_YEARS)


def days_left(today: str, last: str) -> int:
    """Return the days from one ISO day to another, negative when it has passed. Raises ``ValueError``."""
    return (date.fromisoformat(last) - date.fromisoformat(today)).days
