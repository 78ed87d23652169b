"""Counts of a report with their denominators, from tallies and findings; and which findings stand in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import msgspec

from auditor.findings.headline_figures import LinkFigures, link_figures
from auditor.model import Check, Finding, Life, Outcome, Severity, SiteEvidence, SiteState, Topic, Untested

_WEIGHT = {Severity.BLOCKER: 100, Severity.SERIOUS: 30, Severity.MODERATE: 10, Severity.MINOR: 3, Severity.NOTICE: 0}


class CountedShare(msgspec.Struct, frozen=True):
    """A share of things, of which sums can be made."""

    good: int = 0
    """How many passed."""

    total: int = 0
    """How many were judged."""

    @property
    def bad(self) -> int:
        """Return how many are not good."""
        return self.total - self.good

    def __add__(self, other: CountedShare) -> CountedShare:
        return CountedShare(self.good + other.good, self.total + other.total)


def counting(sites: Iterable[SiteEvidence]) -> tuple[SiteEvidence, ...]:
    """Return the sites of the bureau and its units; commissioned sites are counted apart."""
    return tuple(site for site in sites if site.site.kind.counts)


def commissioned(sites: Iterable[SiteEvidence]) -> tuple[SiteEvidence, ...]:
    """Return the commissioned sites."""
    return tuple(site for site in sites if not site.site.kind.counts)


def audited(sites: Iterable[SiteEvidence]) -> tuple[SiteEvidence, ...]:
    """Return the sites that were audited."""
    return tuple(site for site in sites if is_audited(site))


def is_audited(site: SiteEvidence) -> bool:
    """Return whether the site was audited in this run."""
    return site.run.state is SiteState.AUDITED


def valid_links_share(site: SiteEvidence) -> CountedShare:
    """Return the valid link targets of those that were judged; what could not be verified is in neither number."""
    links = link_figures(site)
    return CountedShare(links.valid, links.judged)


def links_of(sites: Iterable[SiteEvidence]) -> LinkFigures:
    """Return the link targets of sites, counted site by site."""
    return sum(map(link_figures, sites), LinkFigures(0, 0, 0))


def unverified(site: SiteEvidence) -> int:
    """Return the number of link targets that a machine could neither call valid nor invalid."""
    return link_figures(site).unverified


def passed_share(site: SiteEvidence, topic: Topic, checks: Mapping[str, Check]) -> CountedShare:
    """Return the things of a topic that passed, of all that a machine could decide."""
    good = bad = 0
    for tally in site.tallies:
        if (check := checks.get(tally.check)) and check.topic is topic:
            good, bad = good + tally.things.passed, bad + tally.things.failed
    return CountedShare(good, good + bad)


def faults(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the open faults, worst and widest first."""
    chosen = [finding for finding in findings if finding.outcome is Outcome.FAILED and finding.life.is_open]
    return tuple(sorted(chosen, key=_worst_first))


def found_faults(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the open faults that the run found, without those that it could not examine again."""
    return tuple(fault for fault in faults(findings) if fault.life is not Life.UNEXAMINED)


def questions(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return the open findings that a person has to decide, worst and widest first."""
    chosen = [finding for finding in findings if finding.outcome is Outcome.CANT_TELL and finding.life.is_open]
    return tuple(sorted(chosen, key=_worst_first))


def ended(findings: Iterable[Finding], life: Life) -> tuple[Finding, ...]:
    """Return the findings of one life, such as fixed or waived, worst and widest first."""
    return tuple(sorted((finding for finding in findings if finding.life is life), key=_worst_first))


def count_by_life(findings: Iterable[Finding]) -> Counter[Life]:
    """Return the number of faults of each life."""
    return Counter(finding.life for finding in findings if finding.outcome is Outcome.FAILED)


def weight(severity: Severity, pages: int, sites: int = 1) -> int:
    """Return effect times reach: what mending this would do for visitors."""
    return _WEIGHT[severity] * max(pages, 1) * sites


def untested(sites: Sequence[SiteEvidence]) -> Counter[tuple[str, Untested]]:
    """Return how many subjects each check could not examine, by check and reason."""
    count: Counter[tuple[str, Untested]] = Counter()
    for site in sites:
        for tally in site.tallies:
            for reason, subjects in tally.untested.items():
                count[tally.check, reason] += subjects
    return count


def _worst_first(finding: Finding) -> tuple[int, int, int, str, str]:
    return (finding.severity.rank, -finding.pages, -finding.places, finding.check, finding.fingerprint)
