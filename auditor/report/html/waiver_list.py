"""Waivers as every report shows them: what may stay, why, who approved it, until when, and how far it has grown."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from auditor.findings.waivers import WaiverState, ending, precision, waiver_state
from auditor.model import Finding, Life, SiteEvidence, Waiver
from auditor.report.html.views import Column, Figure, Grid, Report, Row, TableCell
from auditor.report.words import Words

_COLUMNS = ("waiver", "site", "check", "waiver_reason", "scope", "approved_by", "until", "waived_places")


def waivers_table(report: Report, sites: Iterable[SiteEvidence]) -> Grid:
    """The waivers over these sites that the judgement knew, in force or ended, the nearest end first."""
    words, day = report.words, report.evidence.run.day
    sites = tuple(sites)
    names = {site.site.id: words.name(site.site) for site in sites}
    known = sorted(_over(report, sites), key=lambda waiver: (waiver.until, waiver.id))
    found = _by_waiver(sites)
    rows = []
    for waiver in (waiver for waiver in known if waiver.granted <= day):
        check = report.checks.get(waiver.check)
        cells = (
            TableCell(names[waiver.site], href=f"sites/{waiver.site}.html"),
            TableCell(words.sentence(check.title, {}) if check else waiver.check, note=waiver.cause),
            TableCell(words.of(waiver.reason), note=waiver.note),
            TableCell(words.of(waiver.scope)),
            TableCell(waiver.approver, note=words("waiver.asked_by", owner=waiver.owner)),
            TableCell(words.day(waiver.until), note=_ends(words, waiver_state(waiver, day))),
            TableCell(words.number(places := sum(found[waiver.id])), note=_growth(words, waiver, places)),
        )
        rows.append(Row(TableCell(waiver.id, code=True), cells))
    columns = tuple(Column(words(f"column.{name}"), numeric=name == "waived_places") for name in _COLUMNS)
    return Grid("waivers", words("caption.waivers"), columns, tuple(rows))


def waiver_figures(report: Report, sites: Iterable[SiteEvidence]) -> tuple[Figure, ...]:
    """How many faults are waived, how many waivers end soon, and how often people called a fault a false alarm."""
    sites = tuple(sites)
    words, known = report.words, _over(report, sites)
    findings = [found for site in sites for found in site.findings]
    rate = precision(findings, known)
    wrong = words.share(rate.false_alarms, rate.reported)
    return (
        Figure(words("figure.waived"), words.number(sum(found.life is Life.WAIVED for found in findings))),
        Figure(words("figure.waivers_ending"), words.number(len(ending(known, report.evidence.run.day)))),
        Figure(words("figure.false_alarms"), wrong, words("figure.false_alarms_note")),
    )


def waiver_history(report: Report, found: Finding) -> list[tuple[str, str]]:
    """What a card says of the waiver over a finding."""
    words = report.words
    waiver = report.waivers.get(found.waiver)
    if waiver is None:
        return []
    said = words(
        "waiver.said",
        reason=words.of(waiver.reason),
        owner=waiver.owner,
        approver=waiver.approver,
        until=words.day(waiver.until),
    )
    covered = words("waiver.covered", n=found.waived_places, places=found.places)
    return [(words("history.waiver"), said + waiver.note), (words("history.waived_places"), covered)]


def _over(report: Report, sites: Iterable[SiteEvidence]) -> list[Waiver]:
    """The waivers over these sites that the judgement knew."""
    ids = {site.site.id for site in sites}
    return [waiver for waiver in report.evidence.judgement.waivers if waiver.site in ids]


def _by_waiver(sites: Iterable[SiteEvidence]) -> defaultdict[str, list[int]]:
    found: defaultdict[str, list[int]] = defaultdict(list)
    for site in sites:
        for finding in site.findings:
            if finding.waiver:
                found[finding.waiver].append(finding.waived_places)
    return found


def _ends(words: Words, state: WaiverState) -> str:
    if state is WaiverState.ENDED:
        return words("waiver.ended")
    return words("waiver.ends_soon") if state is WaiverState.ENDS_SOON else words("waiver.in_force")


def _growth(words: Words, waiver: Waiver, places: int) -> str:
    more = places - waiver.known
    return words("waiver.grown", n=more) if waiver.known and more > 0 else ""
