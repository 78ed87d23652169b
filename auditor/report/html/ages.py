"""How long faults are open and how fast they are mended, as cards, rows and figures say it."""

from __future__ import annotations

from collections.abc import Iterable
from statistics import median

from auditor.findings.deadlines import days_between, days_open, due_day, overdue, repair_times
from auditor.model import Deadlines, Finding, Life, Outcome, SiteEvidence
from auditor.report.html.figures import faults
from auditor.report.html.views import Figure, Report
from auditor.report.words import Words


def age(words: Words, found: Finding, day: str) -> str:
    """How long ago a fault was first seen, in whole days."""
    if found.life is Life.FIXED or not found.first_seen:
        return words.of(found.life)
    days = days_between(found.first_seen, day)
    return words("card.age", life=words.of(found.life), days=days) if days > 0 else words.of(found.life)


def deadline_state(report: Report, found: Finding) -> str:
    """The life of a finding, how long it is open, and by how many days it is overdue."""
    words, day = report.words, report.evidence.run.day
    said = age(words, found, day)
    late = days_late(report, found)
    return words("say.clause").join([said, words("deadline.late", days=late)]) if late else said


def days_late(report: Report, found: Finding) -> int:
    """Days since the deadline passed; 0 where it has not."""
    terms, day = _terms(report), report.evidence.run.day
    return days_between(due_day(found, terms), day) if overdue(found, terms, day) else 0


def deadline(report: Report, found: Finding) -> str:
    """The deadline of an open fault (ISO), empty where there is none."""
    return due_day(found, _terms(report)) if found.life.is_open else ""


def age_figures(report: Report, sites: Iterable[SiteEvidence]) -> tuple[Figure, ...]:
    """Days open, what is overdue, and how fast what was mended was mended; medians with their counts."""
    words, day = report.words, report.evidence.run.day
    findings = [found for site in sites for found in site.findings]
    open_ = [days_open(found, day) for found in faults(findings) if found.since]
    late = sum(overdue(found, _terms(report), day) for found in findings)
    due_ = sum(bool(deadline(report, found)) for found in faults(findings))
    longest = words("deadline.longest", days=max(open_, default=0))
    return (
        Figure(words("figure.days_open"), words.number(median(open_)) if open_ else words("say.none"), longest),
        Figure(words("figure.overdue"), words.number(late), words("deadline.of", n=due_)),
        Figure(words("figure.repairs"), repaired(report, findings)),
    )


def repaired(report: Report, findings: Iterable[Finding]) -> str:
    """How long mending took, in a sentence without its full stop."""
    words, took = report.words, repair_times(findings, _terms(report))
    if not took.mended:
        return words("deadline.none_mended")
    said = words("deadline.repairs", n=took.mended, median=took.median, longest=took.longest)
    if not took.with_deadline:
        return said
    return words("say.clause").join([said, words("deadline.in_time", n=took.in_time, of=took.with_deadline)])


def item_figures(report: Report, sites: Iterable[SiteEvidence]) -> dict[str, str]:
    """Figures for items of the form that no check counts, by the item's name in ``indicator.yaml``."""
    return {"days-to-repair": repaired(report, [found for site in sites for found in site.findings])}


def deadline_history(report: Report, found: Finding) -> list[tuple[str, str]]:
    """What a card says of a fault's deadline."""
    limit = deadline(report, found)
    if not limit or found.outcome is not Outcome.FAILED:
        return []
    words = report.words
    late = days_late(report, found)
    said = [words.day(limit), words("deadline.late", days=late)] if late else [words.day(limit)]
    return [(words("history.deadline"), words("say.clause").join(said))]


def _terms(report: Report) -> Deadlines:
    return report.evidence.run.settings.portfolio.deadlines
