"""Lines over the months of a period: a month without a run is a gap, never joined by the line."""

from __future__ import annotations

from itertools import pairwise

import msgspec

from auditor.findings.history import History, Round
from auditor.model import SiteState
from auditor.report.compliance.trend import COUNTED, round_counts
from auditor.report.html.views import Report
from auditor.report.words import Words

_TOP, _BASE = 2.0, 8.0
"""Height of the greatest value and of zero, in rem from the upper edge."""


class MonthPoint(msgspec.Struct, frozen=True):
    """One month of a line."""

    x: float
    """Its centre in percent of the width."""

    label: str
    """The month in short."""

    title: str
    """Month, value and number of sites in words."""

    value: str
    """The figure of its last run; empty: there was no run."""

    y: float
    """Its height in rem from the upper edge; 0 without a run."""

    part: bool
    """Whether only some of the listed sites were audited."""


class LineChart(msgspec.Struct, frozen=True):
    """One figure over the months."""

    key: str
    """Its id on the page, without the prefix ``c-``."""

    title: str
    """What is counted."""

    summary: str
    """What it shows, with the months that are missing."""

    points: tuple[MonthPoint, ...]
    """The months in their order."""

    lines: tuple[tuple[MonthPoint, MonthPoint], ...]
    """Neighbouring months that both have a figure."""

    band: float
    """The width of a month in percent."""


def month_lines(report: Report, history: History) -> tuple[LineChart, ...]:
    """Return lines of dead links, open and fixed faults over the months; none for a period of one month or no run."""
    if len(history.months) < 2 or not history.rounds:
        return ()
    return tuple(_line(report.words, history, name) for name in ("dead", "open", "fixed"))


def _line(words: Words, history: History, name: str) -> LineChart:
    last = {run.day[:7]: run for run in history.rounds if _audited(run)}
    values = {month: round_counts(run)[COUNTED.index(name)] for month, run in last.items()}
    most, band = max(1, *values.values(), 1), 100 / len(history.months)
    points = tuple(
        _point(words, month, last.get(month), values.get(month, 0) / most, words.number(values.get(month, 0)))
        for month in history.months
    )
    placed = tuple(
        msgspec.structs.replace(point, x=round(band * (number + 0.5), 2)) for number, point in enumerate(points)
    )
    lines = tuple((one, two) for one, two in pairwise(placed) if one.value and two.value)
    label = words(f"trend.{name}")
    seen = [point for point in placed if point.value]
    clauses = [words("trend.line", what=label, months=len(placed), n=len(seen))]
    if seen:
        clauses.append(words("trend.line_values", first=seen[0].value, last=seen[-1].value))
    if len(seen) < len(placed):
        clauses.append(words("trend.line_gaps", n=len(placed) - len(seen)))
    if partly := sum(point.part for point in seen):
        clauses.append(words("trend.line_partly", n=partly))
    summary = words.joined(clauses, by="clause") + words("punctuation.full_stop")
    return LineChart(f"line-{name}", label, summary, placed, lines, round(band, 2))


def _point(words: Words, month: str, run: Round | None, share: float, value: str) -> MonthPoint:
    label = words("trend.month", year=words.year(int(month[:4])), n=int(month[5:]))
    if run is None:
        title = words("trend.point_missing", month=words.period(month))
        return MonthPoint(0, label, title, "", 0, part=False)
    sites, listed = len(_audited(run)), len(run.counting())
    title = words("trend.point", month=words.period(month), value=value, sites=sites, listed=listed)
    return MonthPoint(0, label, title, value, round(_BASE - (_BASE - _TOP) * share, 2), part=sites < listed)


def _audited(run: Round) -> list[str]:
    return [site.site for site in run.counting() if site.state is SiteState.AUDITED]
