"""Effect of a new version of the 網站無障礙規範 on one site: its faults in the codes of the old and the new version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from auditor.model import Check, Finding, Site, SiteEvidence
from auditor.report.html.figures import faults
from auditor.report.html.table_builder import ReportTable, TableBuilder
from auditor.report.html.views import Report
from auditor.report.words import Words
from auditor.standards import taiwan
from auditor.standards.criteria import levels_up_to

OLD, NEW = taiwan.VERSIONS[-2:]
_MOST_ROWS = 200

_Codes = tuple[tuple[str, ...], tuple[str, ...]]
"""Codes of one version: tested by software, judged by people."""


class Changes(msgspec.Struct, frozen=True):
    """The section about the change of version."""

    sentences: tuple[str, ...]
    """By which version the site is judged, when the new one begins to count, and the counts."""

    table: ReportTable
    """A row for each check that found faults."""


class _CheckCodes(msgspec.Struct, frozen=True):
    """A check with open faults, and the codes that they count under."""

    check: Check
    """The check."""

    findings: tuple[Finding, ...]
    """Its open faults."""

    old: _Codes | None
    """Its codes of the old version; None where it has none."""

    new: _Codes | None
    """Its codes of the new version; None where it has none."""


def changes_of_version(report: Report, site: SiteEvidence) -> Changes:
    """Return what counts under one version only or under both, among the site's open faults, up to its level."""
    words, level = report.words, site.site.level
    checks = sorted(_checks(site, report.checks), key=lambda row: (bool(row.old) + bool(row.new), row.check.id))
    kinds = [(bool(row.old), bool(row.new)) for row in checks for _ in row.findings]
    counts = {"both": kinds.count((True, True)), "old": kinds.count((True, False)), "new": kinds.count((False, True))}
    sentences = (
        *_versions(words, site.site, report.evidence.run.day),
        words("change.counts", level=level, **counts),
        words("change.people", level=level, **_people(level)),
    )
    made = TableBuilder(words, "changes", words("change.caption")).texts("change.problem")
    made.headed(*(words("change.version", version=version) for version in (OLD, NEW))).numbers("change.places")
    for row in checks[:_MOST_ROWS]:
        places = sum(finding.places for finding in row.findings)
        made.row(words.text(row.check.title), _codes_text(words, row.old), _codes_text(words, row.new), places)
    return Changes(sentences, made.table())


def _checks(site: SiteEvidence, checks: Mapping[str, Check]) -> Iterator[_CheckCodes]:
    by_check: dict[str, list[Finding]] = {}
    for finding in faults(site.findings):
        by_check.setdefault(finding.check, []).append(finding)
    for name, findings in by_check.items():
        check = checks.get(name)
        old, new = (_codes(check, version, site.site.level) if check else None for version in (OLD, NEW))
        if check and (old or new):
            yield _CheckCodes(check, tuple(findings), old, new)


def _codes(check: Check, version: str, level: str) -> _Codes | None:
    """The check's codes of a version up to a level; None where it has none."""
    reached = levels_up_to(level)
    machine, people = (
        tuple(code for code in codes.get(version, ()) if taiwan.level_of(version, code) in reached)
        for codes in (check.taiwan, check.manual_codes)
    )
    return (machine, people) if machine or people else None


def _versions(words: Words, site: Site, day: str) -> Iterator[str]:
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


def _codes_text(words: Words, codes: _Codes | None) -> str:
    if codes is None:
        return words("change.none")
    machine, people = map(words.joined, codes)
    return machine or words("change.by_people", codes=people)
