"""Sheet of an owning unit as a spreadsheet: what to mend where, with its deadline, one row a place."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from auditor.model import Finding, FindingPlace, SiteEvidence
from auditor.report.exports.opendocument import ods
from auditor.report.exports.spreadsheet import Sheet, csv_bytes
from auditor.report.exports.xlsx import xlsx
from auditor.report.html import ages
from auditor.report.html.finding_texts import anchor, finding_title, link_detail_text, remedy_text
from auditor.report.html.unit_lists import OwningUnit
from auditor.report.html.views import Report

MOST_ROWS = 2_000
"""Rows of a sheet: more than that nobody works through by hand; findings.csv has all."""

MOST_PLACES = 20
"""Places of one fault on a sheet; a fault in a template is mended once and listed once. findings.csv has all."""

FORMATS = {"csv": csv_bytes, "xlsx": xlsx, "ods": ods}
"""The writer of each format, by the ending of the file."""

_COLUMNS = (
    *("site", "fault", "severity", "page", "text", "where", "target", "state", "remedy", "suggested"),
    *("places", "life", "first_seen", "deadline", "days_late", "finding", "mended_by", "mended_on"),
)


def unit_sheet(report: Report, unit: OwningUnit) -> Sheet:
    """Return a unit's sheet: one row a place, worst first, with two empty columns for who mended it and when."""
    words = report.words
    rows = (row for site, fault in unit.faults for row in _rows(report, site, fault))
    return Sheet(
        words("unit_sheet.title", unit=unit.name, period=words.period(report.evidence.run.period)),
        tuple(words(f"unit_sheet.{column}") for column in _COLUMNS),
        tuple(islice(rows, MOST_ROWS)),
        report.evidence.run.day,
    )


def unit_sheet_files(report: Report, unit: OwningUnit) -> Iterator[tuple[str, bytes]]:
    """Yield the sheet of a unit in every format, as (path in the report's folder, bytes)."""
    sheet = unit_sheet(report, unit)
    for ending, write in FORMATS.items():
        yield f"{unit.stem}.{ending}", write(sheet)


def _rows(report: Report, site: SiteEvidence, fault: Finding) -> Iterator[tuple[str | int, ...]]:
    words, check = report.words, report.checks.get(fault.check)
    in_template = all(place.place.region.is_template for place in fault.spots)
    for place in fault.spots[: 1 if in_template else MOST_PLACES]:
        yield (
            words.name(site.site),
            finding_title(words, check, fault),
            words.of(fault.severity),
            place.place.url,
            str(place.data.get("text", "")),
            _position(report, place),
            str(place.data.get("target", "")),
            link_detail_text(words, str(place.data.get("detail", ""))),
            remedy_text(words, check, fault, place),
            _suggested(place),
            fault.places,
            words.of(fault.life),
            fault.first_seen,
            ages.deadline(report, fault),
            ages.days_late(report, fault),
            anchor(fault).partition("-")[2],
            "",
            "",
        )


def _position(report: Report, place: FindingPlace) -> str:
    words, at = report.words, place.place
    line = words("card.line", line=at.line, column=at.column) if at.line else ""
    return words.joined(part for part in (words.of(at.region), line, at.selector) if part)


def _suggested(place: FindingPlace) -> str:
    """The address to write instead: the one that the server has named, or where the content may be now."""
    return str(place.data.get("suggested") or place.data.get("to") or "")
