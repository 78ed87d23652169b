"""Texts of the mails of a run: each unit's list for the month, and what is overdue; links only, no personal data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from auditor.model import Finding, MailKind, SiteEvidence
from auditor.report.exports.unit_sheets import FORMATS, unit_sheet
from auditor.report.html import ages
from auditor.report.html.finding_texts import finding_title
from auditor.report.html.unit_lists import OwningUnit, units_with_faults
from auditor.report.html.views import Report
from auditor.standards.personal_numbers import masked

LISTED_FAULTS = 20
"""Faults named in a mail; the unit's own page has all."""

_TYPES = {
    "csv": ("text", "csv"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    "ods": ("application", "vnd.oasis.opendocument.spreadsheet"),
}


class Attachment(msgspec.Struct, frozen=True):
    """A file attached to a mail."""

    name: str
    """Its file name."""

    kind: tuple[str, str]
    """Its media type and subtype."""

    body: bytes
    """Its content."""


class MailDraft(msgspec.Struct, frozen=True):
    """A mail before it is sent."""

    kind: MailKind
    """A unit's list, or what is overdue."""

    unit: str
    """The owning unit; empty for what is overdue."""

    address: str
    """The recipient; empty where no address of the unit is configured."""

    subject: str
    """The subject, on one line."""

    text: str
    """The body, as plain text."""

    attached: tuple[Attachment, ...] = ()
    """The files attached."""


def mail_drafts(report: Report, home: str, attach: str = "") -> Iterator[MailDraft]:
    """Yield a mail to each unit that has something to mend, and one about what is overdue.

    ``home`` is the address where the report can be read; ``attach`` a format of unit sheets (``FORMATS``) or empty.
    """
    units = units_with_faults(report)
    for unit in units:
        if unit.owner:
            files = (_attached(report, unit, attach),) if attach else ()
            yield MailDraft(MailKind.DIGEST, unit.owner, unit.email, *_digest(report, unit, home), files)
    late = [unit for unit in units if _late(report, unit) or not unit.email]
    to = report.evidence.run.settings.portfolio.deadlines.escalation
    if late and to:
        yield MailDraft(MailKind.ESCALATION, "", to, *_escalation(report, late, home))


def _digest(report: Report, unit: OwningUnit, home: str) -> tuple[str, str]:
    words, late = report.words, _late(report, unit)
    period = words.period(report.evidence.run.period)
    lines = [
        words("mail.greeting", unit=unit.owner),
        words("mail.found", period=period, n=len(unit.faults), sites=unit.sites, late=len(late)),
        "",
        *(line for site, fault in unit.faults[:LISTED_FAULTS] for line in _fault(report, site, fault)),
    ]
    if len(unit.faults) > LISTED_FAULTS:
        lines.append(words("mail.more", n=len(unit.faults) - LISTED_FAULTS))
    whole_list = words("mail.list" if home else "mail.list_in_report", address=f"{home}{unit.stem}.html")
    lines += ["", whole_list, words("mail.after"), words("page.foot")]
    subject = words("mail.subject", period=period, unit=unit.owner, n=len(unit.faults), late=len(late))
    return _letter(report, subject, lines)


def _escalation(report: Report, late: Sequence[OwningUnit], home: str) -> tuple[str, str]:
    words, period = report.words, report.words.period(report.evidence.run.period)
    count = sum(len(_late(report, unit)) for unit in late)
    lines = [words("mail.overdue", period=period, n=count, units=sum(bool(_late(report, unit)) for unit in late)), ""]
    for unit in late:
        longest = max((ages.days_late(report, fault) for fault in _late(report, unit)), default=0)
        lines.append(words("mail.overdue_unit", unit=unit.name, n=len(_late(report, unit)), days=longest))
        if not unit.email:
            lines.append(words("mail.no_address"))
        lines.append(f"  {home}{unit.stem}.html")
    return _letter(report, words("mail.overdue_subject", period=period, n=count), lines)


def _letter(report: Report, subject: str, lines: Sequence[str]) -> tuple[str, str]:
    """Subject and text; both state it where the date of the run was set."""
    if report.evidence.run.settings.today:
        subject, lines = report.words("mail.set_date") + subject, (report.words("page.set_date"), "", *lines)
    return _one_line(subject), masked("\n".join([*lines, ""]))


def _fault(report: Report, site: SiteEvidence, fault: Finding) -> Iterator[str]:
    words, late = report.words, ages.days_late(report, fault)
    limit = ages.deadline(report, fault)
    facts = [words.of(fault.severity), finding_title(words, report.checks.get(fault.check), fault)]
    facts.append(words.name(site.site))
    facts += [words("mail.due", day=words.day(limit))] if limit else []
    facts += [words("deadline.late", days=late)] if late else []
    yield _one_line(words("mail.item", what=words.joined(facts, by="clause")))
    if fault.spots:
        yield f"  {_one_line(fault.spots[0].place.url)}"


def _late(report: Report, unit: OwningUnit) -> list[Finding]:
    return [fault for _, fault in unit.faults if ages.days_late(report, fault)]


def _attached(report: Report, unit: OwningUnit, ending: str) -> Attachment:
    name = f"{report.evidence.run.period}-{unit.stem.rpartition('/')[2]}.{ending}"
    return Attachment(name, _TYPES[ending], FORMATS[ending](unit_sheet(report, unit)))


def _one_line(text: str) -> str:
    return masked(" ".join(text.split()))
