"""Lines over months: gaps stay gaps, heights are right, partly audited months are marked."""

from __future__ import annotations

import msgspec
import pytest
from report_evidence import evidence

from auditor.findings.history import History, HistoryBuilder
from auditor.findings.periods import parse_period
from auditor.model import SiteState
from auditor.report.compliance.month_lines import month_lines
from auditor.report.compliance.trend import trend_charts
from auditor.report.html.views import Report
from auditor.report.render import Renderer

MADE = evidence()


def history_of(*months: str) -> History:
    """A half year with a run in each of these months."""
    writer = HistoryBuilder(parse_period("2026H1"), {})
    for number, month in enumerate(months, start=1):
        run = msgspec.structs.replace(MADE.run, number=number, period=month, day=f"{month}-15")
        writer.add(msgspec.structs.replace(MADE, run=run))
    return writer.history()


def with_dead(history: History, *dead: int) -> History:
    """The same history with so many dead links on the first audited site of each run, and none on the others."""
    rounds = []
    for run, count in zip(history.rounds, dead, strict=True):
        first = next(site.site for site in run.counting() if site.state is SiteState.AUDITED)
        sites = (msgspec.structs.replace(site, dead=count if site.site == first else 0) for site in run.sites)
        rounds.append(msgspec.structs.replace(run, sites=tuple(sites)))
    return msgspec.structs.replace(history, rounds=tuple(rounds))


def test_a_month_without_a_run_breaks_the_line(report: Report) -> None:
    history = with_dead(history_of("2026-01", "2026-02", "2026-05", "2026-06"), 40, 20, 10, 0)
    line = month_lines(report, history)[0]
    assert [point.value for point in line.points] == ["40", "20", "", "", "10", "0"]
    assert [(one.label, two.label) for one, two in line.lines] == [("115/1", "115/2"), ("115/5", "115/6")]
    assert [point.y for point in line.points if point.value] == [2.0, 5.0, 6.5, 8.0]
    assert line.points[0].x == pytest.approx(100 / 12, abs=0.01)
    assert "由 40 變為 0" in line.summary
    assert "2 個月沒有檢測" in line.summary
    html = Renderer(report.words).part("month_line", line)
    assert html.count('class="gap"') == 2
    assert html.count('class="step"') == 2


def test_months_with_some_sites_only_are_marked(report: Report) -> None:
    line = month_lines(report, history_of("2026-01", "2026-02"))[0]
    assert [point.part for point in line.points[:2]] == [True, True]  # few of the 53 sites are audited
    assert "2 個月只檢測了部分網站" in line.summary


def test_runs_of_one_month_are_bars_and_of_several_months_lines(report: Report) -> None:
    several = history_of("2026-01", "2026-02")
    assert trend_charts(report, several) == ()
    month = msgspec.structs.replace(several, span=parse_period("2026-01"))
    assert month_lines(report, month) == ()
    assert len(trend_charts(report, month)) == 3
    assert month_lines(report, msgspec.structs.replace(several, rounds=())) == ()
