"""Periods of a report: a month, a half year, a year, or from one day to another. Pure."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date

import msgspec

_MONTH = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_HALF = re.compile(r"(\d{4})H([12])", re.IGNORECASE)
_YEAR = re.compile(r"(\d{4})")
_DAYS = re.compile(r"(\d{4}-\d{2}-\d{2})\.\.(\d{4}-\d{2}-\d{2})")


class Period(msgspec.Struct, frozen=True):
    """From a first to a last day."""

    name: str
    """The name of its folder among the reports."""
    first: str
    """The first day (ISO), included."""
    last: str
    """The last day (ISO), included."""

    def holds(self, day: str) -> bool:
        """Whether a day (ISO) lies within."""
        return self.first <= day[:10] <= self.last

    @property
    def months(self) -> tuple[str, ...]:
        """Every month of which a day lies within, such as ``2026-01``."""
        year, month, found = int(self.first[:4]), int(self.first[5:7]), list[str]()
        while (name := f"{year:04}-{month:02}") <= self.last[:7]:
            found.append(name)
            year, month = (year, month + 1) if month < 12 else (year + 1, 1)
        return tuple(found)


def parse_period(text: str) -> Period:
    """Parse a period: ``2026-11``, ``2026H1``, ``2026`` or ``2026-01-01..2026-03-31``.

    Raises ``ValueError`` with the forms that can be written.
    """
    if found := _MONTH.fullmatch(text):
        return _of_months(text, int(found[1]), int(found[2]), int(found[2]))
    if found := _HALF.fullmatch(text):
        return _of_months(text.upper(), int(found[1]), *((1, 6) if found[2] == "1" else (7, 12)))
    if found := _YEAR.fullmatch(text):
        return _of_months(text, int(found[1]), 1, 12)
    if found := _DAYS.fullmatch(text):
        first, last = date.fromisoformat(found[1]), date.fromisoformat(found[2])
        if first <= last:
            return Period(f"{first}--{last}", first.isoformat(), last.isoformat())
    raise ValueError(f"{text}: write a period as 2026-11, 2026H1, 2026 or 2026-01-01..2026-03-31")


def _of_months(name: str, year: int, first: int, last: int) -> Period:
    return Period(name, f"{year:04}-{first:02}-01", f"{year:04}-{last:02}-{monthrange(year, last)[1]:02}")
