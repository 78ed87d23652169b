"""The words of letters: a unit's list for the month, and what is overdue for those above. Links, no personal data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from auditor.model import Finding, MailKind, SiteEvidence
from auditor.report.exports.unit_sheets import FORMATS, slip
from auditor.report.html import ages
from auditor.report.html.cards import card_title
from auditor.report.html.unit_lists import OwningUnit, units_with_faults
from auditor.report.html.views import Report

LISTED = 20
"""Faults named in a letter; the unit's own page has all."""

_TYPES = {
    "csv": ("text", "csv"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": ("application", "vnd.oasis.opendocument.spreadsheet"),
}


class Attachment(msgspec.Struct, frozen=True):
    """A file that goes with a letter."""

    name: str
    kind: tuple[str, str]
    body: bytes


class MailDraft(msgspec.Struct, frozen=True):
    """A letter as it will go. ``address`` is empty where nobody knows the unit's."""

    kind: MailKind
    unit: str
    address: str
    subject: str
    text: str
    attached: tuple[Attachment, ...] = ()


def drafts(report: Report, home: str, attach: str = "") -> Iterator[MailDraft]:
    """A letter to each unit that has something to mend, and one about what is overdue.

    ``home`` is where the report can be read; ``attach`` is a format of slips or empty.
    """
    all_units = units_with_faults(report)
    for unit in all_units:
        if unit.owner:
            files = (_attached(report, unit, attach),) if attach else ()
            yield MailDraft(MailKind.DIGEST, unit.owner, unit.email, *_digest(report, unit, home), files)
    late = [unit for unit in all_units if _late(report, unit) or not unit.email]
    to = report.evidence.run.settings.portfolio.deadlines.escalation
    if late and to:
        yield MailDraft(MailKind.ESCALATION, "", to, *_escalation(report, late, home))


def _digest(report: Report, unit: OwningUnit, home: str) -> tuple[str, str]:
    words, late = report.words, _late(report, unit)
    period = words.period(report.evidence.run.period)
    lines = [
        words("letter.greeting", unit=unit.owner),
        words("letter.found", period=period, n=len(unit.faults), sites=unit.sites, late=len(late)),
        "",
        *(line for site, found in unit.faults[:LISTED] for line in _fault(report, site, found)),
    ]
    if len(unit.faults) > LISTED:
        lines.append(words("letter.more", n=len(unit.faults) - LISTED))
    page = f"{home}{unit.stem}.html"
    where = words("letter.list" if home else "letter.list_in_report", address=page)
    lines += ["", where, words("letter.after"), words("page.foot")]
    subject = words("letter.subject", period=period, unit=unit.owner, n=len(unit.faults), late=len(late))
    return _one_line(subject), "\n".join(lines) + "\n"


def _escalation(report: Report, late: Sequence[OwningUnit], home: str) -> tuple[str, str]:
    words, period = report.words, report.words.period(report.evidence.run.period)
    count = sum(len(_late(report, unit)) for unit in late)
    lines = [words("letter.overdue", period=period, n=count, units=sum(bool(_late(report, unit)) for unit in late)), ""]
    for unit in late:
        longest = max((ages.days_late(report, found) for found in _late(report, unit)), default=0)
        lines.append(words("letter.overdue_unit", unit=unit.name, n=len(_late(report, unit)), days=longest))
        if not unit.email:
            lines.append(words("letter.no_address"))
        lines.append(f"  {home}{unit.stem}.html")
    return _one_line(words("letter.overdue_subject", period=period, n=count)), "\n".join([*lines, ""])


def _fault(report: Report, site: SiteEvidence, found: Finding) -> Iterator[str]:
    words, late = report.words, ages.days_late(report, found)
    limit = ages.deadline(report, found)
    told = [words.of(found.severity), card_title(words, report.checks.get(found.check), found), words.name(site.site)]
    told += [words("letter.due", day=words.day(limit))] if limit else []
    told += [words("deadline.late", days=late)] if late else []
    yield _one_line(words("letter.item", what=words("say.clause").join(told)))
    if found.spots:
        yield f"  {_one_line(found.spots[0].place.url)}"


def _late(report: Report, unit: OwningUnit) -> list[Finding]:
    return [found for _, found in unit.faults if ages.days_late(report, found)]


def _attached(report: Report, unit: OwningUnit, ending: str) -> Attachment:
    name = f"{report.evidence.run.period}-{unit.stem.rpartition('/')[2]}.{ending}"
    return Attachment(name, _TYPES[ending], FORMATS[ending](slip(report, unit)))


def _one_line(text: str) -> str:
    return " ".join(text.split())
