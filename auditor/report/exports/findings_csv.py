"""Every place of every finding as a row of a spreadsheet."""

from __future__ import annotations

import csv
from typing import IO

from auditor.findings.deadlines import days_open, days_to_repair, due_day, overdue
from auditor.judging.deduplication import criteria_of
from auditor.model import Finding, FindingPlace
from auditor.report.exports.findings_json import in_order
from auditor.report.html.cards import card_title, remedy
from auditor.report.html.views import Report

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_COLUMNS = (
    *("site", "site_id", "check", "title", "outcome", "severity", "life", "cause", "url", "region", "selector", "line"),
    *("column", "snippet", "data", "wcag", "taiwan", "remedy", "owner", "first_seen", "last_seen", "fingerprint"),
    *("since", "deadline", "overdue", "days_open", "days_to_repair", "waiver"),
)


def write_csv(report: Report, stream: IO[str]) -> None:
    """Write one row a place, with a byte order mark so that spreadsheets read Chinese, and no cell a formula."""
    words = report.words
    names = {site.site.id: words.name(site.site) for site in report.evidence.sites}
    stream.write("\ufeff")
    rows = csv.writer(stream, lineterminator="\r\n")
    rows.writerow([words(f"export.{column}") for column in _COLUMNS])
    for found in in_order(report.evidence):
        days = _days(report, found)
        for spot in found.spots:
            cells = (names[found.site], *_cells(report, found, spot), *days)
            rows.writerow([defused(cell) for cell in cells])


def defused(cell: str) -> str:
    """A cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _days(report: Report, found: Finding) -> tuple[str, ...]:
    run, took = report.evidence.run, days_to_repair(found)
    terms = run.settings.portfolio.deadlines
    late = report.words("say.yes" if overdue(found, terms, run.day) else "say.no")
    return (
        found.since,
        due_day(found, terms),
        late,
        str(days_open(found, run.day)),
        "" if took is None else str(took),
        found.waiver,
    )


def _cells(report: Report, found: Finding, spot: FindingPlace) -> tuple[str, ...]:
    words, check = report.words, report.checks.get(found.check)
    place, codes = spot.place, check.taiwan if check else {}
    return (
        found.site,
        found.check,
        card_title(words, check, found),
        words.of(found.outcome),
        words.of(found.severity),
        words.of(found.life),
        found.cause,
        place.url,
        words.of(place.region),
        place.selector,
        str(place.line or ""),
        str(place.column or ""),
        place.snippet,
        "; ".join(f"{name}={words.value(value)}" for name, value in sorted(spot.data.items())),
        " ".join(criteria_of(report.checks, (found.check, *spot.also))),
        "; ".join(f"{version}: {' '.join(names)}" for version, names in sorted(codes.items())),
        remedy(words, check, spot.data),
        found.owner,
        found.first_seen,
        found.last_seen,
        found.fingerprint,
    )
