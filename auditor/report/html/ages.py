"""Age and repair times of faults as cards, rows and figures show them: days open, days overdue, days to repair."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from auditor.findings.deadlines import days_between, days_open, due_day, overdue, repair_times
from auditor.findings.headline_figures import key_of
from auditor.model import Deadlines, Finding, Life, Outcome, SiteEvidence
from auditor.report.html.figures import found_faults
from auditor.report.html.views import Figure, Report
from auditor.report.words import Words


def age(words: Words, finding: Finding, day: str) -> str:
    """Return the life of a finding and, while it is open, the days since it was first seen."""
    if finding.life is Life.FIXED or not finding.first_seen:
        return words.of(finding.life)
    days = days_between(finding.first_seen, day)
    return words("card.age", life=words.of(finding.life), days=days) if days > 0 else words.of(finding.life)


def deadline_state(report: Report, finding: Finding) -> str:
    """Return the life of a finding, the days it is open, and the days it is overdue."""
    words = report.words
    state, late = age(words, finding, report.evidence.run.day), days_late(report, finding)
    return words.joined((state, words("deadline.late", days=late)), by="clause") if late else state


def days_late(report: Report, finding: Finding) -> int:
    """Return the days since the deadline passed; 0 where it has not."""
    terms, day = _terms(report), report.evidence.run.day
    return days_between(due_day(finding, terms), day) if overdue(finding, terms, day) else 0


def deadline(report: Report, finding: Finding) -> str:
    """Return the deadline of an open fault (ISO), empty where there is none."""
    return due_day(finding, _terms(report)) if finding.life.is_open else ""


def age_figures(report: Report, sites: Iterable[SiteEvidence]) -> tuple[Figure, ...]:
    """Return the days open, the number overdue and the days to repair; medians with their counts."""
    words, day = report.words, report.evidence.run.day
    findings = [finding for site in sites for finding in site.findings]
    days = [days_open(fault, day) for fault in found_faults(findings) if fault.since]
    late = sum(overdue(finding, _terms(report), day) for finding in findings)
    due = sum(bool(deadline(report, fault)) for fault in found_faults(findings))
    longest = words("deadline.longest", days=max(days, default=0))
    return (
        Figure(words("figure.days_open"), words.number(median(days)) if days else words("phrase.none"), longest),
        Figure(words("figure.overdue"), words.number(late), words("deadline.of", n=due)),
        Figure(words("figure.repairs"), _repair_sentence(report, findings)),
    )


def _repair_sentence(report: Report, findings: Iterable[Finding]) -> str:
    """How long mending took what this report's period found mended, in a sentence without its full stop."""
    mended = (finding for finding in findings if key_of(finding) in report.evidence.mended)
    words, times = report.words, repair_times(mended, _terms(report))
    if not times.mended:
        return words("deadline.none_mended")
    clauses = [words("deadline.repairs", n=times.mended, median=times.median, longest=times.longest, gap=times.gap)]
    if times.with_deadline:
        clauses.append(words("deadline.in_time", n=times.in_time, of=times.with_deadline))
    if times.unknown:
        clauses.append(words("deadline.unknown", n=times.unknown))
    return words.joined(clauses, by="clause")


def item_figures(report: Report, sites: Iterable[SiteEvidence]) -> dict[str, str]:
    """Return the figures of items of the form that no check counts, by the item's name in ``indicator.yaml``."""
    return {"days-to-repair": _repair_sentence(report, [finding for site in sites for finding in site.findings])}


def deadline_history(report: Report, finding: Finding) -> list[tuple[str, str]]:
    """Return a card's entry about the deadline of a fault; none where it has no deadline."""
    limit = deadline(report, finding)
    if not limit or finding.outcome is not Outcome.FAILED:
        return []
    words, late = report.words, days_late(report, finding)
    overdue_by = [words("deadline.late", days=late)] if late else []
    return [(words("history.deadline"), words.joined((words.day(limit), *overdue_by), by="clause"))]


def _terms(report: Report) -> Deadlines:
    return report.evidence.run.settings.portfolio.deadlines
