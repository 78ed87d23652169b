"""Effect of a new version of the 網站無障礙規範 on one site: its faults in the codes of the old and the new version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

import msgspec

from auditor.model import Check, Finding, Site, SiteEvidence
from auditor.report.html.figures import faults
from auditor.report.html.finding_texts import anchor, finding_subject, finding_title
from auditor.report.html.table_builder import ReportTable, TableBuilder, TableCell
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

    plan: str
    """How many faults have to be mended before the badge is applied for."""

    to_mend: ReportTable
    """These faults, what software tests first; a row each."""

    codes: ReportTable
    """The codes that came and went between the versions, up to the site's level."""


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


def changes_of_version(report: Report, site: SiteEvidence, pages: Mapping[str, str]) -> Changes:
    """Return what counts under one version only or under both, among the site's open faults, up to its level.

    ``pages`` leads from a finding's anchor to the page of its card.
    """
    words, level = report.words, site.site.level
    checks = sorted(_checks(site, report.checks), key=lambda row: (bool(row.old) + bool(row.new), row.check.id))
    kinds = [(bool(row.old), bool(row.new)) for row in checks for _ in row.findings]
    counts = {"both": kinds.count((True, True)), "old": kinds.count((True, False)), "new": kinds.count((False, True))}
    sentences = (
        *_versions(words, site.site, report.evidence.run.day),
        words("change.counts", level=level, **counts),
        words("change.people", level=level, **_people(level)),
        words("change.codes", level=level, **{key: len(taiwan_codes(level)) for key, taiwan_codes in _CODES.items()}),
    )
    made = TableBuilder(words, "changes", words("change.caption")).texts("change.problem")
    made.headed(*(words("change.version", version=version) for version in (OLD, NEW))).numbers("change.places")
    for row in checks[:_MOST_ROWS]:
        places = sum(finding.places for finding in row.findings)
        made.row(words.text(row.check.title), _codes_text(words, row.old), _codes_text(words, row.new), places)
    plan, to_mend = _plan(report, checks, pages)
    return Changes(sentences, made.table(), plan, to_mend, _codes_table(report, site, checks))


def version_effect(words: Words, check: Check, level: str) -> str:
    """Return what the change of version means for the faults of a check on a site of this level."""
    old, new = (_codes(check, version, level) for version in (OLD, NEW))
    if old and new:
        renamed = {*map(taiwan.renumbered, (*old[0], *old[1]))} != {*old[0], *old[1]}
        return words(
            "change.effect_renumbered" if renamed else "change.effect_both", code=words.joined(new[0] or new[1])
        )
    if new:
        return words("change.effect_new" if new[0] else "change.effect_new_people", version=NEW)
    if old:
        return words("change.effect_old", version=NEW, before=OLD)
    higher = any(version in codes for version in (OLD, NEW) for codes in (check.taiwan, check.manual_codes))
    return words("change.effect_level" if higher else "change.effect_none", level=level)


_CODES = {"added": taiwan.codes_added, "dropped": taiwan.codes_dropped}


def _plan(report: Report, checks: list[_CheckCodes], pages: Mapping[str, str]) -> tuple[str, ReportTable]:
    """The faults that count under the version of an application on the day of the run, what software tests first."""
    words, version = report.words, taiwan.applied_by(report.evidence.run.day)
    counted = [(row, row.new if version == NEW else row.old) for row in checks]
    rows = sorted(
        ((codes, row, finding) for row, codes in counted if codes for finding in row.findings),
        key=lambda item: (not item[0][0], item[2].severity.rank, -item[2].pages, item[2].fingerprint),
    )
    made = TableBuilder(words, "plan", words("change.plan_caption", version=version)).texts("change.problem")
    made.headed(words("change.version", version=version)).texts("change.effect").numbers("change.places")
    for codes, row, finding in rows[:_MOST_ROWS]:
        page, name = pages.get(anchor(finding), ""), anchor(finding)
        header = TableCell(
            finding_title(words, row.check, finding),
            href=f"{page}#{name}" if page else "",
            note=finding_subject(words, finding),
        )
        only = words("change.only", version=version) if not (row.old and row.new) else words("change.both_versions")
        made.row(header, _codes_text(words, codes), only, finding.places)
    machine = sum(bool(codes[0]) for codes, _, _ in rows)
    counts = {"n": len(rows), "machine": machine, "people": len(rows) - machine}
    return words("change.plan" if rows else "change.plan_none", version=version, **counts), made.table()


def _codes_table(report: Report, site: SiteEvidence, checks: list[_CheckCodes]) -> ReportTable:
    """The codes that came and went, each with what this site's audit states of it."""
    words, level = report.words, site.site.level
    open_ = {code: row for row in checks for codes in (row.old, row.new) if codes for code in (*codes[0], *codes[1])}
    judged = {
        code
        for check in report.checks.values()
        if check.id in report.evidence.judgement.checks
        for codes in (check.taiwan, check.manual_codes)
        for version in (OLD, NEW)
        for code in codes.get(version, ())
    }
    made = TableBuilder(words, "codes", words("change.codes_caption", level=level))
    made.texts("code", "change.kind", "to_judge", "change.result")
    for key, version in (("added", NEW), ("dropped", OLD)):
        for code in _CODES[key](level):
            text = taiwan.code_title(version, code) or words.pick(taiwan.description(code))
            official = taiwan.official_page(version, code)
            result = words("change.not_judged")
            if code in open_:
                result = words("change.found", n=len(open_[code].findings))
            elif code in judged:
                result = words("change.nothing_found")
            title = TableCell(text, href=official, outside=bool(official))
            made.row(TableCell(code, code=True), words(f"change.{key}"), title, result)
    return made.table()


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
    judged, now = site.version, taiwan.applied_by(day)
    other = NEW if judged != NEW else OLD
    key = "change.judged_badge" if site.badge and site.badge.version == judged else "change.judged_standard"
    yield words(key, version=judged, other=other)
    if key == "change.judged_standard" and judged == now == NEW:
        yield words("change.why_new", day=words.day(taiwan.CHANGEOVER), version=NEW)
    begun = "change.after" if day >= taiwan.CHANGEOVER else "change.before"
    yield words(begun, day=words.day(taiwan.CHANGEOVER), version=NEW)
    if site.badge and site.badge.expires:
        left = (date.fromisoformat(site.badge.expires) - date.fromisoformat(day)).days
        renewed = taiwan.applied_by(max(site.badge.expires, day))
        key = "change.ends" if left >= 0 else "change.ended"
        yield words(key, day=words.day(site.badge.expires), days=abs(left), version=renewed)
    elif site.badge:
        yield words("change.end_unknown")
    yield words("change.applied", day=words.day(day), version=now)


def _people(level: str) -> dict[str, int]:
    old, new = (frozenset(taiwan.people_codes(version, level)) for version in (OLD, NEW))
    return {"old": len(old), "new": len(new), "added": len(new - old)}


def _codes_text(words: Words, codes: _Codes | None) -> str:
    if codes is None:
        return words("change.none")
    machine, people = map(words.joined, codes)
    return machine or words("change.by_people", codes=people)
