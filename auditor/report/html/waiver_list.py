"""Waivers in a report: what may stay, why, who approved it, until when, and by how many places it has grown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from auditor.findings.waivers import WaiverState, ending, precision, waiver_state
from auditor.model import Finding, Life, SiteEvidence, Waiver
from auditor.report.html.finding_texts import finding_subject
from auditor.report.html.table_builder import ReportTable, TableBuilder, TableCell
from auditor.report.html.views import Figure, Report
from auditor.report.words import Words


def waivers_table(report: Report, sites: Iterable[SiteEvidence]) -> ReportTable:
    """Return the waivers over these sites that the judgement knew, in force or ended, the nearest end first."""
    words, day, sites = report.words, report.evidence.run.day, tuple(sites)
    names = {site.site.id: words.name(site.site) for site in sites}
    known = sorted(_over(report, sites), key=lambda waiver: (waiver.until, waiver.id))
    waived, holders = _waived_places(sites), _waived_sites(sites)
    subjects = {
        finding.waiver: finding_subject(words, finding) for site in sites for finding in site.findings if finding.waiver
    }
    made = TableBuilder(words, "waivers").texts("waiver", "site", "check", "waiver_reason", "scope", "approved_by")
    made.texts("until").numbers("waived_places")
    for waiver in (waiver for waiver in known if waiver.granted <= day):
        check, places = report.checks.get(waiver.check), waived[waiver.id]
        site = holders.get(waiver.id, waiver.site)
        made.row(
            TableCell(waiver.id, code=True),
            TableCell(names[site], href=f"sites/{site}.html"),
            TableCell(words.sentence(check.title, {}) if check else waiver.check, note=subjects.get(waiver.id, "")),
            TableCell(words.of(waiver.reason), note=waiver.note),
            words.of(waiver.scope),
            TableCell(waiver.approver, note=words("waiver.requested_by", owner=waiver.owner)),
            TableCell(words.day(waiver.until), note=_state(words, waiver_state(waiver, day))),
            TableCell(words.number(places), note=_growth(words, waiver, places)),
        )
    return made.table()


def waiver_figures(report: Report, sites: Iterable[SiteEvidence]) -> tuple[Figure, ...]:
    """Return how many faults are waived, how many waivers end soon, and how many faults people called false alarms."""
    sites = tuple(sites)
    words, known = report.words, _over(report, sites)
    findings = [finding for site in sites for finding in site.findings]
    measured = precision(findings, known)
    wrong = words.share(measured.false_alarms, measured.reported)
    return (
        Figure(words("figure.waived"), words.number(sum(finding.life is Life.WAIVED for finding in findings))),
        Figure(words("figure.waivers_ending"), words.number(len(ending(known, report.evidence.run.day)))),
        Figure(words("figure.false_alarms"), wrong, words("figure.false_alarms_note")),
    )


def waiver_history(report: Report, finding: Finding) -> list[tuple[str, str]]:
    """Return a card's entries about the waiver over a finding; none where there is no waiver."""
    words = report.words
    waiver = report.waivers.get(finding.waiver)
    if waiver is None:
        return []
    summary = words(
        "waiver.summary",
        reason=words.of(waiver.reason),
        owner=waiver.owner,
        approver=waiver.approver,
        until=words.day(waiver.until),
    )
    covered = words("waiver.covered", n=finding.waived_places, places=finding.places)
    return [(words("history.waiver"), summary + waiver.note), (words("history.waived_places"), covered)]


def _over(report: Report, sites: Iterable[SiteEvidence]) -> list[Waiver]:
    """The waivers over these sites that the judgement knew."""
    sites = tuple(sites)
    ids, holders = {site.site.id for site in sites}, _waived_sites(sites)
    return [waiver for waiver in report.evidence.judgement.waivers if waiver.site in ids or waiver.id in holders]


def _waived_sites(sites: Iterable[SiteEvidence]) -> dict[str, str]:
    """The site with which the finding under a waiver is reported, by the waiver's id."""
    return {finding.waiver: site.site.id for site in sites for finding in site.findings if finding.waiver}


def _waived_places(sites: Iterable[SiteEvidence]) -> Counter[str]:
    """How many places each waiver covers now, by its id."""
    places = Counter[str]()
    for finding in (finding for site in sites for finding in site.findings if finding.waiver):
        places[finding.waiver] += finding.waived_places
    return places


def _state(words: Words, state: WaiverState) -> str:
    if state is WaiverState.ENDED:
        return words("waiver.ended")
    return words("waiver.ends_soon") if state is WaiverState.ENDS_SOON else words("waiver.in_force")


def _growth(words: Words, waiver: Waiver, places: int) -> str:
    more = places - waiver.known
    return words("waiver.grown", n=more) if waiver.known and more > 0 else ""
