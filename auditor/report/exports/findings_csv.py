"""Findings as CSV: a row for each place of each finding."""

from __future__ import annotations

import csv
from typing import IO

from auditor.findings.deadlines import days_open, days_to_repair, due_day, overdue
from auditor.judging.deduplication import criteria_of
from auditor.model import Finding, FindingPlace
from auditor.report.exports.findings_json import in_order
from auditor.report.exports.spreadsheet import csv_cell
from auditor.report.html.finding_texts import finding_title, remedy_text
from auditor.report.html.views import Report

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
    for finding in in_order(report.evidence):
        days = _days(report, finding)
        for place in finding.spots:
            cells = (names[finding.site], *_cells(report, finding, place), *days)
            rows.writerow([csv_cell(cell) for cell in cells])


def _days(report: Report, finding: Finding) -> tuple[str, ...]:
    run, took = report.evidence.run, days_to_repair(finding)
    terms = run.settings.portfolio.deadlines
    late = report.words.value(overdue(finding, terms, run.day))
    return (
        finding.since,
        due_day(finding, terms),
        late,
        str(days_open(finding, run.day)),
        "" if took is None else str(took),
        finding.waiver,
    )


def _cells(report: Report, finding: Finding, place: FindingPlace) -> tuple[str, ...]:
    words, check = report.words, report.checks.get(finding.check)
    at, codes = place.place, check.taiwan if check else {}
    return (
        finding.site,
        finding.check,
        finding_title(words, check, finding),
        words.of(finding.outcome),
        words.of(finding.severity),
        words.of(finding.life),
        finding.cause,
        at.url,
        words.of(at.region),
        at.selector,
        str(at.line or ""),
        str(at.column or ""),
        at.snippet,
        "; ".join(f"{name}={words.value(value)}" for name, value in sorted(place.data.items())),
        " ".join(criteria_of(report.checks, (finding.check, *place.also))),
        "; ".join(f"{version}: {' '.join(names)}" for version, names in sorted(codes.items())),
        remedy_text(words, check, finding, place),
        finding.owner,
        finding.first_seen,
        finding.last_seen,
        finding.fingerprint,
    )
