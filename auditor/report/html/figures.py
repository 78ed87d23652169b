"""The figures of a report: counts with their denominators, taken from tallies and findings."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from auditor.findings.headline_figures import link_figures
from auditor.model import Check, Finding, Life, Outcome, Severity, SiteEvidence, SiteState, Topic, Untested

_WEIGHT = {Severity.BLOCKER: 100, Severity.SERIOUS: 30, Severity.MODERATE: 10, Severity.MINOR: 3, Severity.NOTICE: 0}


class Share(msgspec.Struct, frozen=True):
    """``good`` of ``total`` things."""

    good: int = 0
    total: int = 0

    @property
    def bad(self) -> int:
        """Those that are not good."""
        return self.total - self.good

    def __add__(self, other: Share) -> Share:
        return Share(self.good + other.good, self.total + other.total)


def counting(sites: Iterable[SiteEvidence]) -> tuple[SiteEvidence, ...]:
    """The bureau and its units; commissioned sites are counted apart."""
    return tuple(site for site in sites if site.site.kind.counts)


def commissioned(sites: Iterable[SiteEvidence]) -> tuple[SiteEvidence, ...]:
    """The commissioned sites."""
    return tuple(site for site in sites if not site.site.kind.counts)


def audited(sites: Iterable[SiteEvidence]) -> tuple[SiteEvidence, ...]:
    """Those that were looked at."""
    return tuple(site for site in sites if site.run.state is SiteState.AUDITED)


def valid_links_share(site: SiteEvidence) -> Share:
    """Valid link targets of those that were judged; what could not be verified is in neither number."""
    links = link_figures(site)
    return Share(links.valid, links.judged)


def unverified(site: SiteEvidence) -> int:
    """Link targets of which a machine cannot say whether they are valid."""
    return link_figures(site).unverified


def things(site: SiteEvidence, topic: Topic, checks: Mapping[str, Check]) -> Share:
    """Things of a topic that passed, of all that a machine could decide."""
    good = bad = 0
    for tally in site.tallies:
        if (check := checks.get(tally.check)) and check.topic is topic:
            good, bad = good + tally.things.passed, bad + tally.things.failed
    return Share(good, good + bad)


def faults(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings that somebody has to mend, worst and widest first."""
    chosen = [found for found in findings if found.outcome is Outcome.FAILED and found.life.is_open]
    return tuple(sorted(chosen, key=_worst_first))


def questions(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings that a person has to look at, widest first."""
    chosen = [found for found in findings if found.outcome is Outcome.CANT_TELL and found.life.is_open]
    return tuple(sorted(chosen, key=_worst_first))


def ended(findings: Iterable[Finding], life: Life) -> tuple[Finding, ...]:
    """Findings of one kind of end: fixed or waived."""
    return tuple(sorted((found for found in findings if found.life is life), key=_worst_first))


def count_by_life(findings: Iterable[Finding]) -> Counter[Life]:
    """How many faults stand at each point of their life."""
    return Counter(found.life for found in findings if found.outcome is Outcome.FAILED)


def weight(severity: Severity, pages: int, sites: int = 1) -> int:
    """Effect times reach: what mending this would do for visitors."""
    return _WEIGHT[severity] * max(pages, 1) * sites


def untested(sites: Sequence[SiteEvidence]) -> Counter[tuple[str, Untested]]:
    """How many subjects each check could not look at, by check and reason."""
    count: Counter[tuple[str, Untested]] = Counter()
    for site in sites:
        for tally in site.tallies:
            for reason, subjects in tally.untested.items():
                count[tally.check, reason] += subjects
    return count


def _worst_first(found: Finding) -> tuple[int, int, int, str, str]:
    return (found.severity.rank, -found.pages, -found.places, found.check, found.fingerprint)
