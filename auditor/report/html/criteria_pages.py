"""Each criterion of a site's standard: tested by machine, for a person, or not tested; and the person's checklist.

What a machine can test at all is derived from the checks that name the criterion, axe-core's rules among them.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from enum import StrEnum

import msgspec

from auditor.judging import deduplication
from auditor.model import Check, Finding, Scope, SiteEvidence, SiteTally
from auditor.report.html.cards import anchor, card_title, cause_words
from auditor.report.html.figures import faults, questions
from auditor.report.html.views import Anchor, Column, Grid, Report, Row, Status, TableCell
from auditor.report.words import Words
from auditor.standards import taiwan
from auditor.standards.criteria import criteria_up_to

MOST_CANDIDATES = 10
"""Candidates named under one criterion; the rest are counted."""


class Reach(StrEnum):
    """How far a machine came with a criterion on one site."""

    FAULTS = "faults"
    MACHINE = "machine"
    PERSON = "person"
    NOTHING = "nothing"


_MARKS = {Reach.FAULTS: Status.NOT_MET, Reach.PERSON: Status.CANT_TELL, Reach.NOTHING: Status.UNTESTED}
"""No mark where nothing was found: a machine that finds nothing has not proved a criterion met."""


class CriterionCoverage(msgspec.Struct, frozen=True):
    """A criterion on one site.

    ``pages`` is the number looked at by the check that saw most of them; ``things`` counts every look of every check,
    so that an element looked at by two checks is counted twice.
    """

    number: str
    level: str
    name: str
    tested: Reach
    pages: int = 0
    things: int = 0
    faults: tuple[Finding, ...] = ()
    questions: tuple[Finding, ...] = ()


class Chapter(msgspec.Struct, frozen=True):
    """One criterion of the checklist: its heading, the table to fill in, and where to begin looking."""

    key: str
    title: str
    grid: Grid
    candidates: tuple[Anchor, ...]
    more: str = ""


def criteria_coverage(report: Report, site: SiteEvidence) -> tuple[CriterionCoverage, ...]:
    """Every criterion that the site's version and level ask for, in the order of WCAG."""
    asked = criteria_up_to(site.site.level, taiwan.wcag_version(site.site.version))
    able: dict[str, list[Check]] = defaultdict(list)
    for check in report.checks.values():
        for number in check.wcag:
            able[number].append(check)
    found = _by_criterion(report, faults(site.findings)), _by_criterion(report, questions(site.findings))
    tallies = {tally.check: tally for tally in site.tallies}
    judged = set(report.evidence.judgement.checks)
    made = []
    for number, row in asked.items():
        looked = [one for one in able[number] if one.id in judged and _looked(tallies.get(one.id))]
        seen = [(one, tallies[one.id]) for one in looked if one.id in tallies]
        of_it = found[0].get(number, ()), found[1].get(number, ())
        made.append(
            CriterionCoverage(
                number=number,
                level=row["level"],
                name=report.words.pick(row),
                tested=_tested(able[number], looked, *of_it),
                pages=max((tally.looked_at for check, tally in seen if check.scope is Scope.PAGE), default=0),
                things=sum(tally.things.examined for _, tally in seen),
                faults=tuple(of_it[0]),
                questions=tuple(of_it[1]),
            )
        )
    return tuple(made)


def criteria_table(report: Report, site: SiteEvidence, covered: Iterable[CriterionCoverage]) -> Grid:
    """The criteria as a table: what was tested how, on how many pages, and what is left to a person."""
    words = report.words
    columns = (
        Column(words("column.criterion")),
        Column(words("column.tested")),
        *(
            Column(words(f"column.{key}"), numeric=True)
            for key in ("pages", "looks", "faults", "questions", "people_codes")
        ),
    )
    people = taiwan.people_by_criterion(site.site.version, site.site.level)
    rows = []
    for one in covered:
        counts = (one.pages, one.things, len(one.faults), len(one.questions), len(people.get(one.number, ())))
        numbers = tuple(TableCell(words.number(count)) for count in counts)
        state = TableCell(words.of(one.tested), status=_MARKS.get(one.tested))
        rows.append(Row(TableCell(f"{one.number} {one.name}", note=one.level), (state, *numbers)))
    caption = words("caption.criteria", version=taiwan.wcag_version(site.site.version), level=site.site.level)
    return Grid("criteria", caption, columns, tuple(rows))


def checklist_pages(
    report: Report, site: SiteEvidence, covered: Iterable[CriterionCoverage], page: dict[str, str]
) -> list[Chapter]:
    """The human part: a chapter for each criterion that has codes people judge, or places that a machine left open.

    ``page`` leads from a finding's anchor to the path of the page that its card stands on.
    """
    words = report.words
    people = taiwan.people_by_criterion(site.site.version, site.site.level)
    chapters = []
    for one in covered:
        codes = people.get(one.number, ())
        if not codes and not one.questions and one.tested is not Reach.PERSON:
            continue
        name = f"{one.number} {one.name} ({one.level})"
        candidates = tuple(_candidate(report, found, page) for found in one.questions[:MOST_CANDIDATES])
        left = len(one.questions) - len(candidates)
        chapters.append(
            Chapter(
                key=f"c-{one.number.replace('.', '-')}",
                title=name,
                grid=_form(words, site.site.version, one, codes),
                candidates=candidates,
                more=words("criteria.more", n=left) if left else "",
            )
        )
    return chapters


def _form(words: Words, version: str, one: CriterionCoverage, codes: tuple[tuple[str, str], ...]) -> Grid:
    """A row for each code, else one for the criterion itself, with a box for each answer."""
    columns = (Column(words("column.code")), Column(words("column.asks")), Column(words("column.answer")))
    answers = TableCell(words("criteria.answers"))
    rows = []
    for code, text in codes:
        official = taiwan.official_page(version, code)
        rows.append(
            Row(TableCell(code, code=True), (TableCell(text or code, href=official, outside=bool(official)), answers))
        )
    if not rows:
        rows.append(Row(TableCell(one.number), (TableCell(one.name), answers)))
    return Grid(
        f"c-{one.number.replace('.', '-')}", words("caption.checklist", number=one.number), columns, tuple(rows)
    )


def _candidate(report: Report, found: Finding, page: dict[str, str]) -> Anchor:
    words, name = report.words, anchor(found)
    what = card_title(words, report.checks.get(found.check), found)
    text = words("criteria.candidate", what=what, cause=cause_words(words, found), places=found.places)
    return Anchor(text, f"{page[name]}#{name}")


def _by_criterion(report: Report, findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    groups: dict[str, list[Finding]] = defaultdict(list)
    for found in findings:
        for number in deduplication.criteria_of(report.checks, found.checks):
            groups[number].append(found)
    return groups


def _looked(tally: SiteTally | None) -> bool:
    """Whether a check looked; one that was run and has no tally found nothing to look at."""
    return tally is None or tally.looked_at > 0 or not tally.untested


def _tested(able: list[Check], looked: list[Check], faulty: Iterable[Finding], asked: Iterable[Finding]) -> Reach:
    if faulty:
        return Reach.FAULTS
    if asked or not able:
        return Reach.PERSON
    return Reach.MACHINE if looked else Reach.NOTHING
