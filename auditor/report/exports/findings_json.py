"""Every finding with every place as JSON, by the schema ``docs/schema/findings-1.json``."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import IO

import msgspec

from auditor import __version__
from auditor.findings.deadlines import days_open, days_to_repair, due_day, overdue
from auditor.judging.deduplication import criteria_of
from auditor.model import Check, Evidence, Finding, FindingPlace, Outcome, Run, SiteEvidence, Untested, Value
from auditor.report.html.cards import remedy
from auditor.report.html.views import Report
from auditor.report.words import Words, words_in

FINDINGS_SCHEMA = "findings-1"


class PlaceExport(msgspec.Struct, frozen=True):
    """Where a verdict was given; ``line`` and ``column`` are 0 where they are unknown."""

    url: str
    selector: str
    line: int
    column: int
    snippet: str


class VerdictExport(msgspec.Struct, frozen=True):
    """One verdict as the schema has it; ``also`` are other checks that say the same of the place."""

    check: str
    outcome: Outcome
    severity: str
    wcag: tuple[str, ...]
    taiwan: dict[str, tuple[str, ...]]
    place: PlaceExport
    cause: str
    data: dict[str, Value]
    title: str
    remedy: str
    reason: str = ""
    also: tuple[str, ...] = ()


class FindingExport(msgspec.Struct, frozen=True):
    """One finding with the verdicts at all its places that were kept."""

    fingerprint: str
    site: str
    check: str
    cause: str
    outcome: Outcome
    severity: str
    life: str
    first_seen: str
    last_seen: str
    last_good: str
    fixed_on: str
    owner: str
    shared: str
    places: int
    pages: int
    verdicts: tuple[VerdictExport, ...]
    since: str = ""
    deadline: str = ""
    overdue: bool = False
    days_open: int = 0
    days_to_repair: int | None = None
    waiver: str = ""
    waived_places: int = 0


class UntestedExport(msgspec.Struct, frozen=True):
    """A check that could not look at ``subjects`` pages, targets or sites, and why."""

    check: str
    outcome: Outcome
    site: str
    reason: Untested
    subjects: int


class SiteExport(msgspec.Struct, frozen=True):
    """One site with its state and what was read of it."""

    id: str
    name: str
    state: str
    reason: str
    pages: int
    targets: int
    visits: int = 0


class FindingsExport(msgspec.Struct, frozen=True):
    """The whole export; ``period``, ``run`` and ``judgement`` are empty or 0 outside a run."""

    schema: str
    tool: str
    language: str
    period: str
    day: str
    run: int
    judgement: int
    ruleset: str
    sites: tuple[SiteExport, ...]
    untested: tuple[UntestedExport, ...]
    findings: tuple[FindingExport, ...]


def findings_document(evidence: Evidence, checks: Sequence[Check], language: str = "zh-TW") -> FindingsExport:
    """Everything that was found, as the schema has it. Raises ``LookupError`` for a language that is not there."""
    words, known = words_in(language), {check.id: check for check in checks}
    findings = tuple(finding_export(words, known, evidence.run, found) for found in in_order(evidence))
    return msgspec.structs.replace(_frame(words, evidence), findings=findings)


def write_json(report: Report, stream: IO[bytes]) -> None:
    """Write the document of a report, one finding a line, so that two months can be compared by line."""
    encode = msgspec.json.Encoder(order="deterministic").encode
    stream.write(msgspec.json.encode(_frame(report.words, report.evidence)).removesuffix(b"]}"))
    for number, found in enumerate(in_order(report.evidence)):
        stream.write(b",\n" if number else b"\n")
        stream.write(encode(finding_export(report.words, report.checks, report.evidence.run, found)))
    stream.write(b"\n]}\n")


def finding_export(words: Words, checks: Mapping[str, Check], run: Run, found: Finding) -> FindingExport:
    """A finding with its verdicts, each complete in itself; its days are those of the run."""
    terms = run.settings.portfolio.deadlines
    return FindingExport(
        fingerprint=found.fingerprint,
        site=found.site,
        check=found.check,
        cause=found.cause,
        outcome=found.outcome,
        severity=found.severity.value,
        life=found.life.value,
        first_seen=found.first_seen,
        last_seen=found.last_seen,
        last_good=found.last_good,
        fixed_on=found.fixed_on,
        owner=found.owner,
        shared=found.shared,
        places=found.places,
        pages=found.pages,
        verdicts=tuple(_verdict(words, checks, found, spot) for spot in found.spots),
        since=found.since,
        deadline=due_day(found, terms),
        overdue=overdue(found, terms, run.day),
        days_open=days_open(found, run.day),
        days_to_repair=days_to_repair(found),
        waiver=found.waiver,
        waived_places=found.waived_places,
    )


def in_order(evidence: Evidence) -> Iterator[Finding]:
    """All findings: by site as configured, the worst first."""
    for site in evidence.sites:
        yield from sorted(site.findings, key=lambda found: (found.severity.rank, found.check, found.fingerprint))


def _frame(words: Words, evidence: Evidence) -> FindingsExport:
    run, judgement = evidence.run, evidence.judgement
    return FindingsExport(
        schema=FINDINGS_SCHEMA,
        tool=f"auditor {__version__}",
        language=words.language,
        period=run.period,
        day=run.day,
        run=run.number,
        judgement=judgement.number,
        ruleset=judgement.ruleset,
        sites=tuple(_site(words, site) for site in evidence.sites),
        untested=tuple(each for site in evidence.sites for each in _untested(site)),
        findings=(),
    )


def _verdict(words: Words, checks: Mapping[str, Check], found: Finding, spot: FindingPlace) -> VerdictExport:
    place, check = spot.place, checks.get(found.check)
    return VerdictExport(
        check=found.check,
        outcome=found.outcome,
        severity=found.severity.value,
        wcag=criteria_of(checks, (found.check, *spot.also)),
        taiwan=check.taiwan if check else {},
        place=PlaceExport(place.url, place.selector, place.line, place.column, place.snippet),
        cause=found.cause,
        data=spot.data,
        title=words.sentence(check.title, spot.data) if check else found.check,
        remedy=remedy(words, check, spot.data),
        reason=spot.reason,
        also=spot.also,
    )


def _untested(site: SiteEvidence) -> Iterator[UntestedExport]:
    for tally in sorted(site.tallies, key=lambda tally: tally.check):
        for reason, subjects in sorted(tally.untested.items()):
            yield UntestedExport(tally.check, Outcome.UNTESTED, site.site.id, reason, subjects)


def _site(words: Words, site: SiteEvidence) -> SiteExport:
    name, run = words.name(site.site), site.run
    return SiteExport(site.site.id, name, run.state.value, run.reason, run.pages, run.targets, run.visits)
