"""Findings as JSON by the schema findings-1: one document, or written finding by finding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import IO

import msgspec

from auditor import __version__
from auditor.findings.deadlines import days_open, days_to_repair, due_day, overdue
from auditor.judging.deduplication import criteria_of
from auditor.model import Check, Evidence, Finding, FindingPlace, Outcome, Run, SiteEvidence
from auditor.report.exports.findings_schema import (
    FINDINGS_SCHEMA,
    FindingExport,
    FindingsExport,
    PlaceExport,
    SiteExport,
    UntestedExport,
    VerdictExport,
)
from auditor.report.html.finding_texts import finding_title, remedy_text
from auditor.report.html.views import Report
from auditor.report.words import Words, words_in
from auditor.standards.personal_numbers import masked_values

_VISIT = "browser-visit"
"""Stands in place of a check where a part of a page was examined by none."""


def findings_document(evidence: Evidence, checks: Sequence[Check], language: str = "zh-TW") -> FindingsExport:
    """Return everything that was found. Raises ``LookupError`` for a language that is not there."""
    words, known = words_in(language), {check.id: check for check in checks}
    findings = tuple(_finding_export(words, known, evidence.run, finding) for finding in in_order(evidence))
    return msgspec.structs.replace(_frame(words, evidence), findings=findings)


def write_json(report: Report, stream: IO[bytes]) -> None:
    """Write the document of a report, one finding a line, so that two months can be compared line by line."""
    stream.write(_encoded(_frame(report.words, report.evidence)).removesuffix(b"]}"))
    for number, finding in enumerate(in_order(report.evidence)):
        stream.write(b",\n" if number else b"\n")
        stream.write(_encoded(_finding_export(report.words, report.checks, report.evidence.run, finding)))
    stream.write(b"\n]}\n")


def _encoded(export: msgspec.Struct) -> bytes:
    """JSON without personal numbers."""
    return msgspec.json.encode(masked_values(msgspec.to_builtins(export, order="deterministic")))


def _finding_export(words: Words, checks: Mapping[str, Check], run: Run, finding: Finding) -> FindingExport:
    """A finding with its verdicts, each complete in itself; its days are those of the run."""
    terms = run.settings.portfolio.deadlines
    return FindingExport(
        fingerprint=finding.fingerprint,
        site=finding.site,
        check=finding.check,
        cause=finding.cause,
        outcome=finding.outcome,
        severity=finding.severity.value,
        life=finding.life.value,
        first_seen=finding.first_seen,
        last_seen=finding.last_seen,
        last_good=finding.last_good,
        fixed_on=finding.fixed_on,
        owner=finding.owner,
        shared=finding.shared,
        places=finding.places,
        pages=finding.pages,
        verdicts=tuple(_verdict(words, checks, finding, place) for place in finding.spots),
        since=finding.since,
        deadline=due_day(finding, terms),
        overdue=overdue(finding, terms, run.day),
        days_open=days_open(finding, run.day),
        days_to_repair=days_to_repair(finding),
        waiver=finding.waiver,
        waived_places=finding.waived_places,
    )


def in_order(evidence: Evidence) -> Iterator[Finding]:
    """Yield all findings: by site as configured, the worst first."""
    for site in evidence.sites:
        yield from sorted(
            site.findings, key=lambda finding: (finding.severity.rank, finding.check, finding.fingerprint)
        )


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
        simulated=bool(run.settings.today),
        sites=tuple(_site(words, site) for site in evidence.sites),
        untested=tuple(untested for site in evidence.sites for untested in _untested(site)),
        findings=(),
    )


def _verdict(words: Words, checks: Mapping[str, Check], finding: Finding, place: FindingPlace) -> VerdictExport:
    at, check = place.place, checks.get(finding.check)
    return VerdictExport(
        check=finding.check,
        outcome=finding.outcome,
        severity=finding.severity.value,
        wcag=criteria_of(checks, (finding.check, *place.also)),
        taiwan=check.taiwan if check else {},
        place=PlaceExport(at.url, at.selector, at.line, at.column, at.snippet),
        cause=finding.cause,
        data=place.data,
        title=finding_title(words, check, finding, place),
        remedy=remedy_text(words, check, finding, place),
        reason=place.reason,
        also=place.also,
    )


def _untested(site: SiteEvidence) -> Iterator[UntestedExport]:
    for tally in sorted(site.tallies, key=lambda tally: tally.check):
        for reason, subjects in sorted(tally.untested.items()):
            yield UntestedExport(tally.check, Outcome.UNTESTED, site.site.id, reason, subjects)
    for part in site.run.parts:
        yield UntestedExport(_VISIT, Outcome.UNTESTED, site.site.id, part.reason, part.count)


def _site(words: Words, site: SiteEvidence) -> SiteExport:
    name, run = words.name(site.site), site.run
    return SiteExport(site.site.id, name, run.state.value, run.reason, run.pages, run.targets, run.visits)
