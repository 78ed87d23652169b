"""Criteria of a site's standard: tested by machine, for a person, or not tested; and the checklist for the person.

Which criteria a machine can test at all follows from the checks that name them, axe-core's rules among them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from enum import StrEnum

import msgspec

from auditor.judging import deduplication
from auditor.model import Check, Finding, Scope, SiteEvidence, SiteTally
from auditor.report.html.figures import faults, questions
from auditor.report.html.finding_texts import anchor, finding_subject, finding_title
from auditor.report.html.table_builder import ReportTable, TableBuilder, TableCell
from auditor.report.html.views import Anchor, Report, Status
from auditor.report.words import Words
from auditor.standards import taiwan
from auditor.standards.criteria import criteria_up_to

MOST_CANDIDATES = 10
"""Candidates named under one criterion; the rest are counted."""


class CriterionResult(StrEnum):
    """What the checks found about a criterion on one site."""

    FAULTS = "faults"
    MACHINE = "machine"
    PERSON = "person"
    NOTHING = "nothing"


_MARKS = {
    CriterionResult.FAULTS: Status.NOT_MET,
    CriterionResult.PERSON: Status.CANT_TELL,
    CriterionResult.NOTHING: Status.UNTESTED,
}
"""No mark where nothing was found: a machine that finds nothing has not proved a criterion met."""


class CriterionCoverage(msgspec.Struct, frozen=True):
    """A criterion on one site."""

    number: str
    """Its number in WCAG, such as ``1.4.3``."""

    level: str
    """Its level: A, AA or AAA."""

    name: str
    """Its name in the report's language."""

    tested: CriterionResult
    """What the checks that name it found."""

    pages: int = 0
    """Pages examined, by the check that examined most."""

    things: int = 0
    """Things examined, added over all checks: an element that two checks examined counts twice."""

    faults: tuple[Finding, ...] = ()
    """The open faults, worst first."""

    questions: tuple[Finding, ...] = ()
    """The open findings that a person has to decide."""


class Chapter(msgspec.Struct, frozen=True):
    """One criterion of the checklist."""

    key: str
    """The id of its heading."""

    title: str
    """Its number, name and level."""

    table: ReportTable
    """The form to fill in, a row for each code."""

    candidates: tuple[Anchor, ...]
    """Findings that a machine left open, as links to their cards."""

    more: str = ""
    """How many further findings there are; empty: none."""


def criteria_coverage(report: Report, site: SiteEvidence) -> tuple[CriterionCoverage, ...]:
    """Return every criterion that the site's version and level require, in the order of WCAG."""
    required = criteria_up_to(site.site.level, taiwan.wcag_version(site.site.version))
    checks: dict[str, list[Check]] = defaultdict(list)
    for check in report.checks.values():
        for number in check.wcag:
            checks[number].append(check)
    failed = _by_criterion(report, faults(site.findings))
    undecided = _by_criterion(report, questions(site.findings))
    tallies = {tally.check: tally for tally in site.tallies}
    judged = set(report.evidence.judgement.checks)
    coverage = []
    for number, row in required.items():
        run = [check for check in checks[number] if check.id in judged and _examined(tallies.get(check.id))]
        examined = [(check, tallies[check.id]) for check in run if check.id in tallies]
        found = failed.get(number, ()), undecided.get(number, ())
        coverage.append(
            CriterionCoverage(
                number=number,
                level=row["level"],
                name=report.words.pick(row),
                tested=_result(checks[number], run, *found),
                pages=max((tally.looked_at for check, tally in examined if check.scope is Scope.PAGE), default=0),
                things=sum(tally.things.examined for _, tally in examined),
                faults=tuple(found[0]),
                questions=tuple(found[1]),
            )
        )
    return tuple(coverage)


def criteria_table(report: Report, site: SiteEvidence, coverage: Iterable[CriterionCoverage]) -> ReportTable:
    """Return the criteria as a table: what was tested how, on how many pages, and what is left to a person."""
    words, level = report.words, site.site.level
    caption = words("caption.criteria", version=taiwan.wcag_version(site.site.version), level=level)
    made = TableBuilder(words, "criteria", caption).texts("criterion", "tested")
    made.numbers("pages", "examined", "faults", "questions", "people_codes")
    people = taiwan.people_by_criterion(site.site.version, level)
    for criterion in coverage:
        made.row(
            TableCell(f"{criterion.number} {criterion.name}", note=criterion.level),
            TableCell(words.of(criterion.tested), status=_MARKS.get(criterion.tested)),
            criterion.pages,
            criterion.things,
            len(criterion.faults),
            len(criterion.questions),
            len(people.get(criterion.number, ())),
        )
    return made.table()


def checklist_chapters(
    report: Report, site: SiteEvidence, coverage: Iterable[CriterionCoverage], pages: dict[str, str]
) -> list[Chapter]:
    """Return a chapter for each criterion that has codes people judge, or places that a machine left open.

    ``pages`` leads from a finding's anchor to the path of the page that its card stands on.
    """
    words = report.words
    people = taiwan.people_by_criterion(site.site.version, site.site.level)
    chapters = []
    for criterion in coverage:
        codes = people.get(criterion.number, ())
        if not codes and not criterion.questions and criterion.tested is not CriterionResult.PERSON:
            continue
        left = len(criterion.questions) - MOST_CANDIDATES
        chapters.append(
            Chapter(
                key=f"c-{criterion.number.replace('.', '-')}",
                title=f"{criterion.number} {criterion.name} ({criterion.level})",
                table=_form(words, site.site.version, criterion, codes),
                candidates=tuple(_candidate(report, found, pages) for found in criterion.questions[:MOST_CANDIDATES]),
                more=words("criteria.more", n=left) if left > 0 else "",
            )
        )
    return chapters


def _form(words: Words, version: str, criterion: CriterionCoverage, codes: tuple[tuple[str, str], ...]) -> ReportTable:
    """A row for each code, else one for the criterion itself, with a box for each answer."""
    key, caption = f"c-{criterion.number.replace('.', '-')}", words("caption.checklist", number=criterion.number)
    made = TableBuilder(words, key, caption).texts("code", "to_judge", "answer")
    answers = words("criteria.answers")
    for code, text in codes:
        official = taiwan.official_page(version, code)
        own = words.pick(taiwan.description(code))
        shown = text or (words("criteria.own_words", text=own) if own else code)
        made.row(TableCell(code, code=True), TableCell(shown, href=official, outside=bool(official)), answers)
    if not codes:
        made.row(criterion.number, criterion.name, answers)
    return made.table()


def _candidate(report: Report, finding: Finding, pages: dict[str, str]) -> Anchor:
    words, name = report.words, anchor(finding)
    what = finding_title(words, report.checks.get(finding.check), finding)
    text = words("criteria.candidate", what=what, cause=finding_subject(words, finding), places=finding.places)
    return Anchor(text, f"{pages[name]}#{name}")


def _by_criterion(report: Report, findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    groups: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        for number in deduplication.criteria_of(report.checks, finding.checks):
            groups[number].append(finding)
    return groups


def _examined(tally: SiteTally | None) -> bool:
    """Whether a check examined something; one that was run and has no tally found nothing to examine."""
    return tally is None or tally.looked_at > 0 or not tally.untested


def _result(
    able: Sequence[Check], run: Sequence[Check], faulty: Sequence[Finding], undecided: Sequence[Finding]
) -> CriterionResult:
    if faulty:
        return CriterionResult.FAULTS
    if undecided or not able:
        return CriterionResult.PERSON
    return CriterionResult.MACHINE if run else CriterionResult.NOTHING
