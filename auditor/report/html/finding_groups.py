"""Findings of a site under their headings: by severity, questions, waived and fixed; many of one rule in one card."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import groupby

from auditor.model import Finding, Life, SiteEvidence
from auditor.report.html.card_views import RuleCard
from auditor.report.html.figures import ended, faults, questions
from auditor.report.html.finding_texts import finding_title
from auditor.report.html.views import FindingGroup, Report
from auditor.report.render import Renderer

MOST_OF_RULE = 5
"""Findings of one rule under one heading that stand as cards of their own; more are in one card of the rule."""


def groups_of(site: SiteEvidence) -> dict[str, list[Finding]]:
    """Return the findings of a site by the key of their heading; those of a rule with many stand together."""
    by_severity = groupby(faults(site.findings), key=lambda fault: fault.severity)
    groups = {
        **{f"severity.{severity.value}": list(members) for severity, members in by_severity},
        "group.questions": list(questions(site.findings)),
        "group.waived": list(ended(site.findings, Life.WAIVED)),
        "group.fixed": list(ended(site.findings, Life.FIXED)),
    }
    return {key: _together(members) for key, members in groups.items()}


def finding_groups(
    report: Report,
    renderer: Renderer,
    shown: Sequence[tuple[str, Finding, str]],
    groups: Mapping[str, Sequence[Finding]],
) -> Iterator[FindingGroup]:
    """Yield the headings of a page with their cards; ``shown``: key of the heading, finding and card of each."""
    for key, of_group in groupby(shown, key=lambda each: each[0]):
        title = report.words("group.title", name=report.words(key), n=len(groups[key]))
        cards: list[str] = []
        for check, of_rule in groupby(of_group, key=lambda each: each[1].check):
            members = list(of_rule)
            many = sum(finding.check == check for finding in groups[key]) > MOST_OF_RULE
            cards += [_rule_card(report, renderer, members)] if many else [html for _, _, html in members]
        yield FindingGroup(key.replace(".", "-"), title, tuple(cards))


def _together(members: list[Finding]) -> list[Finding]:
    """The same findings, those of one rule that has many at the place of the first of them."""
    count: dict[str, int] = {}
    first: dict[str, int] = {}
    for number, finding in enumerate(members):
        count[finding.check] = count.get(finding.check, 0) + 1
        first.setdefault(finding.check, number)
    places = [first[each.check] if count[each.check] > MOST_OF_RULE else number for number, each in enumerate(members)]
    order = sorted(range(len(members)), key=lambda number: (places[number], number))
    return [members[number] for number in order]


def _rule_card(report: Report, renderer: Renderer, members: Sequence[tuple[str, Finding, str]]) -> str:
    words, findings = report.words, [finding for _, finding, _ in members]
    check = report.checks.get(findings[0].check)
    counts = {
        "n": len(findings),
        "places": sum(each.places for each in findings),
        "pages": sum(each.pages for each in findings),
    }
    title = words.sentence(check.title, {}) if check else finding_title(words, check, findings[0])
    severity = findings[0].severity
    made = RuleCard(
        title,
        severity.value,
        words.of(severity),
        words("card.of_rule", **counts),
        check.topic.value if check else "",
        any(finding.life is Life.NEW for finding in findings),
        tuple(html for _, _, html in members),
    )
    return renderer.part("rule", made)
