"""Texts of the mails of a run: each unit's list for the month, and what is overdue; links only, no personal data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import msgspec

from auditor.findings.headline_figures import CHANGED_NAME_CHECKS, fault_figures
from auditor.model import Finding, Life, MailKind, SiteEvidence
from auditor.report.exports.unit_sheets import FORMATS, unit_sheet
from auditor.report.html import ages
from auditor.report.html.agency_groups import SiteGroup, group_title, site_groups, unit_groups
from auditor.report.html.figures import audited, counting
from auditor.report.html.finding_texts import finding_title
from auditor.report.html.summary import topics_left_out
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
    """A unit's list, the overview of an agency or branch, or what is overdue."""

    unit: str
    """The owning unit, agency or branch; empty for what is overdue."""

    address: str
    """The recipient; empty where no address of the unit is configured."""

    subject: str
    """The subject, on one line."""

    text: str
    """The body, as plain text."""

    attached: tuple[Attachment, ...] = ()
    """The files attached."""


def mail_drafts(report: Report, home: str, attach: str = "") -> Iterator[MailDraft]:
    """Yield a mail to each unit that has something to mend, to each agency and branch, and one of what is overdue.

    Agencies and branches get theirs where an address of them is configured.

    ``home`` is the address where the report can be read; ``attach`` a format of unit sheets (``FORMATS``) or empty.
    """
    units = units_with_faults(report)
    for unit in units:
        if unit.owner:
            files = (_attached(report, unit, attach),) if attach else ()
            yield MailDraft(MailKind.DIGEST, unit.owner, unit.email, *_digest(report, unit, home), files)
    yield from _overviews(report, units, home)
    late = [unit for unit in units if _late(report, unit) or not unit.email]
    to = report.evidence.run.settings.portfolio.deadlines.escalation
    if late and to:
        yield MailDraft(MailKind.ESCALATION, "", to, *_escalation(report, late, home))


def _digest(report: Report, unit: OwningUnit, home: str) -> tuple[str, str]:
    words, late = report.words, _late(report, unit)
    period = words.period(report.evidence.run.period)
    lines = [
        words("mail.greeting", unit=unit.owner),
        *(words("mail.belongs", group=group.title) for group in unit_groups(report, [unit])),
        words("mail.found", period=period, n=unit.count.open, sites=unit.sites, late=len(late)),
        words("mail.mended", mended=unit.count.mended, unexamined=unit.count.unexamined),
        *([words("mail.topics_left_out", topics=left_out)] if (left_out := topics_left_out(report)) else []),
        *([words("mail.changed_names", n=changed)] if (changed := _changed_names(unit)) else []),
        "",
        *(line for site, fault in unit.faults[:LISTED_FAULTS] for line in _fault(report, site, fault)),
    ]
    if len(unit.faults) > LISTED_FAULTS:
        lines.append(words("mail.more", n=len(unit.faults) - LISTED_FAULTS))
    whole_list = words("mail.list" if home else "mail.list_in_report", address=f"{home}{unit.stem}.html")
    lines += ["", whole_list, words("mail.after"), words("page.foot")]
    subject = words("mail.subject", period=period, unit=unit.owner, n=unit.count.open, late=len(late))
    return _letter(report, subject, lines)


def _changed_names(unit: OwningUnit) -> int:
    """The unit's links to names that changed hands."""
    return sum(fault.check in CHANGED_NAME_CHECKS for _, fault in unit.faults)


def _escalation(report: Report, late: Sequence[OwningUnit], home: str) -> tuple[str, str]:
    words, period = report.words, report.words.period(report.evidence.run.period)
    count = sum(len(_late(report, unit)) for unit in late)
    lines = [words("mail.overdue", period=period, n=count, units=sum(bool(_late(report, unit)) for unit in late)), ""]
    for group in unit_groups(report, late):
        lines.append(words("mail.group", group=group.title))
        for unit in group.units:
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


def _overviews(report: Report, units: Sequence[OwningUnit], home: str) -> Iterator[MailDraft]:
    """The overview of each agency and of each branch with an address, over the units of its sites."""
    groups = site_groups(report, counting(report.evidence.sites))
    for agency in dict.fromkeys(group.agency for group in groups):
        members = [group for group in groups if group.agency == agency]
        if address := next((group.emails[0] for group in members if group.emails[0]), ""):
            yield MailDraft(MailKind.OVERVIEW, agency, address, *_overview(report, members, agency, units, home))
        for group in (group for group in members if group.emails[1]):
            title = group_title(report.words, agency, group.branch)
            text = _overview(report, [group], title, units, home)
            yield MailDraft(MailKind.OVERVIEW, title, group.emails[1], *text)


def _overview(
    report: Report, groups: Sequence[SiteGroup], title: str, units: Sequence[OwningUnit], home: str
) -> tuple[str, str]:
    words, period = report.words, report.words.period(report.evidence.run.period)
    sites = [site for group in groups for site in group.sites]
    rows = [(unit, _within(unit, sites)) for unit in units]
    rows = [(unit, found) for unit, found in rows if found]
    count = sum(len(found) for _, found in rows)
    late = sum(bool(ages.days_late(report, fault)) for _, found in rows for fault in found)
    lines = [words("mail.greeting", unit=title)]
    lines.append(
        words(
            "mail.overview",
            period=period,
            group=title,
            sites=len(sites),
            audited=len(audited(sites)),
            n=count,
            late=late,
        )
    )
    figures = fault_figures((finding for site in sites for finding in site.findings), report.evidence.mended)
    lines.append(words("mail.mended", mended=figures.mended, unexamined=figures.unexamined))
    for unit, found in rows:
        overdue = sum(bool(ages.days_late(report, fault)) for fault in found)
        lines += [
            "",
            words("mail.overview_unit", unit=unit.name, n=len(found), late=overdue),
            f"  {home}{unit.stem}.html",
        ]
    lines += ["", words("page.foot")] if rows else ["", words("mail.overview_none"), words("page.foot")]
    subject = words("mail.overview_subject", period=period, group=title, n=count, late=late)
    return _letter(report, subject, lines)


def _within(unit: OwningUnit, sites: Sequence[SiteEvidence]) -> list[Finding]:
    ids = {site.site.id for site in sites}
    found = ((site, fault) for site, fault in unit.faults if fault.life is not Life.UNEXAMINED)
    return [fault for site, fault in found if site.site.id in ids]


def _fault(report: Report, site: SiteEvidence, fault: Finding) -> Iterator[str]:
    words, late = report.words, ages.days_late(report, fault)
    limit = ages.deadline(report, fault)
    facts = [words.of(fault.severity), finding_title(words, report.checks.get(fault.check), fault)]
    facts.append(words.name(site.site))
    facts += [words.of(fault.life)] if fault.life is Life.UNEXAMINED else []
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
