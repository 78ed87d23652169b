"""What was said of the ACT test cases, as EARL for W3C's list of implementations: one assertion a case."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from auditor.model import Check, Outcome, Run, SiteEvidence, SiteState
from auditor.report.exports.earl import ASSERTOR, OUTCOMES, EarlNode, assertor, requirements

WEB = "https://www.w3.org/WAI/"
"""Where the cases are published; a case is named by its public address, not by where it was served."""


class Case(Protocol):
    """What has to be known of a test case."""

    @property
    def rule_id(self) -> str: ...  # noqa: D102
    @property
    def rule_name(self) -> str: ...  # noqa: D102
    @property
    def url(self) -> str: ...  # noqa: D102
    @property
    def relative_path(self) -> str: ...  # noqa: D102
    @property
    def criteria(self) -> frozenset[str]: ...  # noqa: D102


def nodes(
    run: Run, cases: Iterable[Case], seen: Mapping[str, SiteEvidence], checks: Mapping[str, Check]
) -> Iterator[EarlNode]:
    """The graph: who asserts, and for each case the outcome by its rule. ``seen`` is by the case's path."""
    yield assertor(run)
    for case in cases:
        site = seen.get(case.relative_path)
        said = outcome(case.criteria, site, checks) if site else Outcome.UNTESTED
        yield {
            "@type": "Assertion",
            "assertedBy": ASSERTOR,
            "mode": "earl:automatic",
            "subject": {"@type": "TestSubject", "source": case.url},
            "test": {
                "@id": f"{WEB}standards-guidelines/act/rules/{case.rule_id}/",
                "@type": "TestCriterion",
                "title": case.rule_name,
                "isPartOf": requirements(sorted(case.criteria)),
            },
            "result": {"@type": "TestResult", "outcome": OUTCOMES[said], "date": run.day},
        }


def outcome(criteria: frozenset[str], site: SiteEvidence, checks: Mapping[str, Check]) -> Outcome:
    """What our checks of a rule's criteria say together: the worst that any says; untested where none could look.

    A rule without criteria, and a case that could not be read, are untested: nothing is claimed of them.
    """
    meant = {check.id for check in checks.values() if criteria & set(check.wcag)}
    if site.run.state is not SiteState.AUDITED or not site.run.pages or not meant:
        return Outcome.UNTESTED
    found = {one.outcome for one in site.findings if meant & set(one.checks)}
    for worst in (Outcome.FAILED, Outcome.CANT_TELL):
        if worst in found:
            return worst
    tallies = [tally for tally in site.tallies if tally.check in meant]
    if any(tally.things.passed for tally in tallies):
        return Outcome.PASSED
    return Outcome.UNTESTED if any(tally.untested for tally in tallies) else Outcome.INAPPLICABLE
