"""The inventory of names outside all sites: its table in a report, and the sheet that people fill in."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.model import NameDecision, NameState, OutsideName
from auditor.report.exports.opendocument import ods
from auditor.report.exports.spreadsheet import Sheet, csv_bytes
from auditor.report.html.finding_subjects import safe_href
from auditor.report.html.table_builder import ReportTable, TableBuilder, TableCell
from auditor.report.html.views import Report, Status

NAME_SHEETS = {"csv": csv_bytes, "ods": ods}
"""The writer of each format of the sheet, by the ending of the file."""

SHEET_STEM = "names"
"""The path of the sheets in the report's folder, without ending."""

DECISION_COLUMNS = ("owner", "contract_ended", "decision", "decided_by", "decided_on")
"""The columns of the sheet that people fill in; ``auditor names`` reads them back."""

_FACTS = ("name", "kind", "state", "links", "pages", "sites", "first_seen", "last_seen", "title", "address")
_SHEET = (*_FACTS, "signs", "oldest_page", "oldest_day", "years", "ended", *DECISION_COLUMNS)
_MARKS = {
    NameState.TAKEN_OVER: Status.NOT_MET,
    NameState.PARKED: Status.NOT_MET,
    NameState.INJECTED: Status.NOT_MET,
    NameState.UNREGISTERED: Status.NOT_MET,
    NameState.SUSPECTED: Status.CANT_TELL,
}


def names_table(report: Report) -> ReportTable:
    """Return the names, the worst first, with what was found and what people decided."""
    words, decisions = report.words, report.evidence.decisions
    made = TableBuilder(words, "outside-names").texts("name.name", "name.state").numbers("name.links", "name.pages")
    made.texts("name.first_seen", "name.title", "name.ended", "name.decision")
    for name in report.evidence.names:
        decided = decisions.get(name.name, NameDecision(name.name))
        made.row(
            TableCell(name.name, code=True, note=words.of(name.kind)),
            TableCell(words.of(name.state), status=_MARKS.get(name.state), note=_signs(report, name)),
            name.links,
            TableCell(words.number(name.pages), note=words("name.on_sites", n=len(name.sites))),
            TableCell(words.day(name.first_seen), note=words.day(name.last_seen)),
            TableCell(name.title or name.address, href=safe_href(name.address), outside=True),
            _ended(report, name) or words("phrase.none"),
            TableCell(decided.decision or words("name.undecided"), note=_deciders(report, decided)),
        )
    return made.table()


def name_sheet_files(report: Report) -> Iterator[tuple[str, bytes]]:
    """Yield the sheet of names in every format, as (path in the report's folder, bytes)."""
    words = report.words
    sheet = Sheet(
        words("page.names"),
        tuple(words(f"name.{column}") for column in _SHEET),
        tuple(_row(report, name) for name in report.evidence.names),
        report.evidence.run.day,
    )
    for ending, write in NAME_SHEETS.items():
        yield f"{SHEET_STEM}.{ending}", write(sheet)


def _row(report: Report, name: OutsideName) -> tuple[str | int, ...]:
    words, decided = report.words, report.evidence.decisions.get(name.name, NameDecision(name.name))
    sites = {site.site.id: words.name(site.site) for site in report.evidence.sites}
    return (
        name.name, words.of(name.kind), words.of(name.state), name.links, name.pages,
        words.joined(sites.get(site, site) for site in name.sites), name.first_seen, name.last_seen, name.title,
        name.address, _signs(report, name), name.oldest_page, name.oldest_day, words.joined(name.years),
        _ended(report, name), *(getattr(decided, column) for column in DECISION_COLUMNS),
    )  # fmt: skip


def _signs(report: Report, name: OutsideName) -> str:
    return report.words.joined(report.words(f"value.signals.{sign}") for sign in name.signs)


def _ended(report: Report, name: OutsideName) -> str:
    return report.words.joined(report.words(f"name_ended.{reason}") for reason in name.ended)


def _deciders(report: Report, decided: NameDecision) -> str:
    return report.words.joined(filter(None, (decided.owner, decided.decided_by, decided.decided_on)), by="part")
