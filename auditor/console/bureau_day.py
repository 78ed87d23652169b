"""The present day by the bureau's zone, as runs count days."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from auditor.report.html.views import Report


def bureau_day(report: Report) -> str:
    """Return today (ISO) in the zone of the configuration; of a store with set dates, the day of its latest run."""
    settings = report.evidence.run.settings
    if settings.today:
        return report.evidence.run.day
    return datetime.now(ZoneInfo(settings.portfolio.time_zone)).date().isoformat()
