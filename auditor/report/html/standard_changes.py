"""What a change of version of the 網站無障礙規範 means for one site: its faults in the codes of both versions."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from auditor.model import Check, Finding, Site, SiteEvidence
from auditor.report.html.figures import faults
from auditor.report.html.views import Column, Grid, Report, Row, TableCell
from auditor.report.words import Words
from auditor.standards import taiwan
from auditor.standards.criteria import levels_up_to

OLD, NEW = taiwan.VERSIONS[-2:]
_MOST_ROWS = 200


class Changes(msgspec.Struct, frozen=True):
    """The sentences of the section, and its table: one row for each check that found faults."""

    sentences: tuple[str, ...]
    grid: Grid


def changes_of_version(report: Report, site: SiteEvidence) -> Changes:
    """What counts under one version only or under both, among the site's open faults, by the codes up to its level."""
    words, level = report.words, site.site.level
    rows = sorted(_counted(site, report.checks), key=lambda row: (bool(row.old) + bool(row.new), row.check.id))
    kinds = [(bool(row.old), bool(row.new)) for row in rows for _ in row.findings]
    counts = {"both": kinds.count((True, True)), "old": kinds.count((True, False)), "new": kinds.count((False, True))}
    sentences = (
        *_terms(words, site.site, report.evidence.run.day),
        words("change.counts", level=level, **counts),
        words("change.people", level=level, **_people(level)),
    )
    columns = (
        Column(words("change.problem")),
        *(Column(words("change.version", version=version)) for version in (OLD, NEW)),
        Column(words("change.places"), numeric=True),
    )
    shown = tuple(_row(words, row) for row in rows[:_MOST_ROWS])
    return Changes(sentences, Grid("changes", words("change.caption"), columns, shown))


class _Counted(msgspec.Struct, frozen=True):
    """A check with open faults, and the codes of each version that they count under: tested by software, by people."""

    check: Check
    findings: tuple[Finding, ...]
    old: tuple[tuple[str, ...], tuple[str, ...]] | None
    new: tuple[tuple[str, ...], tuple[str, ...]] | None


def _counted(site: SiteEvidence, checks: Mapping[str, Check]) -> Iterator[_Counted]:
    by_check: dict[str, list[Finding]] = {}
    for found in faults(site.findings):
        by_check.setdefault(found.check, []).append(found)
    for name, findings in by_check.items():
        check = checks.get(name)
        old, new = (_codes(check, version, site.site.level) if check else None for version in (OLD, NEW))
        if check and (old or new):
            yield _Counted(check, tuple(findings), old, new)


def _codes(check: Check, version: str, level: str) -> tuple[tuple[str, ...], tuple[str, ...]] | None:
    """The check's codes of a version up to a level: tested by software, judged by people; None where it has none."""
    reached = levels_up_to(level)
    machine, people = (
        tuple(code for code in named.get(version, ()) if taiwan.level_of(version, code) in reached)
        for named in (check.taiwan, check.manual_codes)
    )
    return (machine, people) if machine or people else None


def _terms(words: Words, site: Site, day: str) -> Iterator[str]:
    """By which version the site is judged and why, and when the newer one begins to count."""
    judged = site.version
    other = NEW if judged != NEW else OLD
    yield words("change.judged_badge" if site.badge else "change.judged_standard", version=judged, other=other)
    begun = "change.after" if day >= taiwan.CHANGEOVER else "change.before"
    yield words(begun, day=words.day(taiwan.CHANGEOVER), version=NEW)
    if site.badge and site.badge.expires:
        renewed = taiwan.applied_by(site.badge.expires)
        yield words("change.ends", day=words.day(site.badge.expires), version=renewed)


def _people(level: str) -> dict[str, int]:
    old, new = (frozenset(taiwan.people_codes(version, level)) for version in (OLD, NEW))
    return {"old": len(old), "new": len(new), "added": len(new - old)}


def _row(words: Words, row: _Counted) -> Row:
    cells = (_cell(words, codes) for codes in (row.old, row.new))
    places = sum(found.places for found in row.findings)
    return Row(TableCell(words.text(row.check.title)), (*cells, TableCell(words.number(places))))


def _cell(words: Words, codes: tuple[tuple[str, ...], tuple[str, ...]] | None) -> TableCell:
    if codes is None:
        return TableCell(words("change.none"))
    machine, people = (words("say.comma").join(part) for part in codes)
    return TableCell(machine or words("change.by_people", codes=people))
