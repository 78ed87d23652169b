"""Figures taken apart for evaluators: dead links by kind, accessibility faults by rule with its codes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from auditor.findings.headline_figures import INVALID_LINK_CHECKS, UNVERIFIED_LINK_CHECKS
from auditor.model import Finding, Outcome, SiteEvidence, Tally, Topic
from auditor.report.html.cards import what_happened
from auditor.report.html.views import Column, Grid, Report, Row, TableCell


def links_by_kind(report: Report, sites: Iterable[SiteEvidence]) -> Grid:
    """Open dead links by what happened, and apart from them those that could not be judged."""
    words = report.words
    count: Counter[tuple[str, str]] = Counter()
    for found in (one for site in sites for one in site.findings if one.life.is_open):
        if found.check in INVALID_LINK_CHECKS and found.outcome is Outcome.FAILED:
            count["dead", _kind(report, found)] += 1
        elif found.check in UNVERIFIED_LINK_CHECKS and found.outcome is Outcome.CANT_TELL:
            count["unverified", _kind(report, found)] += 1
    rows = tuple(
        Row(TableCell(kind), (TableCell(words(f"kind.{group}")), TableCell(words.number(n))))
        for (group, kind), n in sorted(count.items(), key=lambda item: (item[0][0], -item[1], item[0][1]))
    )
    columns = (Column(words("column.kind")), Column(words("column.counted_as")), Column(words("kind.n"), numeric=True))
    return Grid("link-kinds", words("caption.link_kinds"), columns, rows)


def accessibility_by_rule(report: Report, sites: Iterable[SiteEvidence]) -> Grid:
    """Every accessibility rule that something failed, with its codes and the counts over all sites."""
    sites = tuple(sites)
    words, things, where = report.words, Counter[str](), Counter[str]()
    told = {found.check for site in sites for found in site.findings}
    totals: dict[str, Tally] = {}
    for tally in (tally for site in sites for tally in site.tallies):
        check = report.checks.get(tally.check)
        if check is None or check.topic is not Topic.ACCESSIBILITY or (check.same_as and check.id not in told):
            continue  # what an engine's rule says no more than its twin is told once, in the twin's row
        before = totals.get(tally.check, Tally())
        totals[tally.check] = Tally(before.passed + tally.things.passed, before.failed + tally.things.failed)
        things[tally.check] += tally.failed
        where[tally.check] += bool(tally.things.failed)
    rows = []
    for name, total in sorted(totals.items(), key=lambda item: (-item[1].failed, item[0])):
        if not total.failed:
            continue
        check = report.checks[name]
        codes = (f"{version}：{words('say.comma').join(codes)}" for version, codes in sorted(check.taiwan.items()))
        cells = (
            TableCell(words("say.comma").join(check.wcag) or words("say.none")),
            TableCell(words("say.semicolon").join(codes) or words("say.none")),
            TableCell(words.of(check.severity)),
            TableCell(words.number(total.failed), note=words("kind.of", n=total.failed + total.passed)),
            TableCell(words.number(things[name])),
            TableCell(words.number(where[name])),
        )
        rows.append(Row(TableCell(words.sentence(check.title, {}), note=name), cells))
    columns = [Column(words(f"column.{key}")) for key in ("check", "wcag", "codes", "severity")]
    columns += [
        Column(words(f"column.{key}"), numeric=True) for key in ("failed_things", "failed_pages", "failed_sites")
    ]
    return Grid("accessibility-rules", words("caption.accessibility_rules"), tuple(columns), tuple(rows))


def _kind(report: Report, found: Finding) -> str:
    detail = str(found.spots[0].data.get("detail", "")) if found.spots else ""
    check = report.checks.get(found.check)
    known = what_happened(report.words, detail)
    return known or (report.words.sentence(check.title, {}) if check else found.check)
