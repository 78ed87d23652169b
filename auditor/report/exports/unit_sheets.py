"""The slip of an owning unit: what to mend where, with its deadline, as rows of a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from auditor.model import Finding, FindingPlace, SiteEvidence
from auditor.report.exports.opendocument import ods
from auditor.report.exports.spreadsheet import Sheet, csv_bytes
from auditor.report.exports.xlsx import xlsx
from auditor.report.html import ages
from auditor.report.html.cards import anchor, card_title, remedy, what_happened
from auditor.report.html.unit_lists import OwningUnit
from auditor.report.html.views import Report

MOST_ROWS = 2_000
"""Rows of a slip: more than that nobody works through by hand; findings.csv has all."""

PLACES = 20
"""Places of one fault on a slip; a fault in a template is mended once and stands there once. findings.csv has all."""

FORMATS = {"csv": csv_bytes, "xlsx": xlsx, "ods": ods}

_COLUMNS = (
    *("site", "fault", "severity", "page", "text", "where", "target", "state", "remedy", "suggested"),
    *("places", "life", "first_seen", "deadline", "days_late", "finding", "mended_by", "mended_on"),
)


def slip(report: Report, unit: OwningUnit) -> Sheet:
    """A unit's slip: one row a place, worst first, with two empty columns for who mended it and when."""
    words = report.words
    rows = tuple(islice((row for site, found in unit.faults for row in _rows(report, site, found)), MOST_ROWS))
    return Sheet(
        words("slip.title", unit=unit.name, period=words.period(report.evidence.run.period)),
        tuple(words(f"slip.{column}") for column in _COLUMNS),
        rows,
        report.evidence.run.day,
    )


def files(report: Report, unit: OwningUnit) -> Iterator[tuple[str, bytes]]:
    """The slip of a unit in every format, as (path in the report's folder, bytes)."""
    made = slip(report, unit)
    for ending, write in FORMATS.items():
        yield f"{unit.stem}.{ending}", write(made)


def _rows(report: Report, site: SiteEvidence, found: Finding) -> Iterator[tuple[str | int, ...]]:
    words, check = report.words, report.checks.get(found.check)
    once = all(spot.place.region.is_template for spot in found.spots)
    for spot in found.spots[: 1 if once else PLACES]:
        yield (
            words.name(site.site),
            card_title(words, check, found),
            words.of(found.severity),
            spot.place.url,
            str(spot.data.get("text", "")),
            _where(report, spot),
            str(spot.data.get("target", "")),
            what_happened(words, str(spot.data.get("detail", ""))),
            remedy(words, check, spot.data),
            _suggested(spot),
            found.places,
            words.of(found.life),
            found.first_seen,
            ages.deadline(report, found),
            ages.days_late(report, found),
            anchor(found).partition("-")[2],
            "",
            "",
        )


def _where(report: Report, spot: FindingPlace) -> str:
    words, place = report.words, spot.place
    line = words("card.line", line=place.line, column=place.column) if place.line else ""
    return words("say.comma").join(part for part in (words.of(place.region), line, place.selector) if part)


def _suggested(spot: FindingPlace) -> str:
    """The address to write instead: the one that the server has named, or where the content may be now."""
    return str(spot.data.get("suggested") or spot.data.get("to") or "")
