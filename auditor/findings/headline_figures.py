"""The headline figures of month, half year and mail: link targets, and faults that are open, mended or unexamined."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

import msgspec

from auditor.model import Finding, Life, Outcome, SiteEvidence, Tally

LINK_BROKEN = "link-broken"
INVALID_LINK_CHECKS = (LINK_BROKEN, "link-unreachable")
"""The checks whose failures count as invalid links; one target fails at most one of them."""

UNVERIFIED_LINK_CHECKS = (*INVALID_LINK_CHECKS, "link-server-error", "link-blocked")
"""The checks that are undecided where a target refused, erred, did not answer for certain or may be another page."""

CHANGED_NAME_CHECKS = ("link-taken-over", "link-parked", "link-content-injected")
"""The checks whose failures are links to names that changed hands; one target fails at most one of them."""

Key = tuple[str, Outcome]
"""What a finding is recognised by from run to run: its fingerprint and outcome."""

Lives = Mapping[Key, Life]


class FaultFigures(msgspec.Struct, frozen=True):
    """Faults after a run. A fault is in one of these numbers, or is waived, or was mended in an earlier run."""

    open: int
    """Faults that the run found, and nobody waived."""
    mended: int
    """Faults that the run before had, and that this one found mended."""
    unexamined: int
    """Faults of earlier runs that this one could not examine again: neither known to be there nor mended."""


class LinkFigures(msgspec.Struct, frozen=True):
    """Link targets of one site, each counted once."""

    valid: int
    """Targets that answered with what was linked to."""
    invalid: int
    """Targets that fail a check of ``INVALID_LINK_CHECKS``."""
    unverified: int
    """Targets of which a machine cannot decide whether they are valid; they are in neither of the other two."""

    changed: int = 0
    """Targets that fail a check of ``CHANGED_NAME_CHECKS``: neither valid nor broken, and on a line of their own."""

    @property
    def judged(self) -> int:
        """The denominator of the headline share: valid and invalid targets, and those whose name changed hands."""
        return self.valid + self.invalid + self.changed

    def __add__(self, other: LinkFigures) -> LinkFigures:
        return LinkFigures(
            self.valid + other.valid,
            self.invalid + other.invalid,
            self.unverified + other.unverified,
            self.changed + other.changed,
        )


def link_figures(site: SiteEvidence) -> LinkFigures:
    """Count a site's link targets for the headline share, from its tallies."""
    checks = (*UNVERIFIED_LINK_CHECKS, *CHANGED_NAME_CHECKS)
    things = {check: tally.things if (tally := site.tally(check)) else Tally() for check in checks}
    return LinkFigures(
        valid=things[LINK_BROKEN].passed,
        invalid=sum(things[check].failed for check in INVALID_LINK_CHECKS),
        unverified=sum(tally.cant_tell for tally in things.values()),
        changed=sum(things[check].failed for check in CHANGED_NAME_CHECKS),
    )


def key_of(finding: Finding) -> Key:
    """What a finding is recognised by from run to run."""
    return finding.fingerprint, finding.outcome


def lives_by_key(findings: Iterable[Finding]) -> dict[Key, Life]:
    """The life of each finding by its key."""
    return {key_of(finding): finding.life for finding in findings}


def mended_since(findings: Iterable[Finding], before: Lives) -> frozenset[Key]:
    """The findings that are mended and stood in the judgement before: each repair is counted once, in its run."""
    fixed = (key_of(finding) for finding in findings if finding.life is Life.FIXED)
    return frozenset(key for key in fixed if key in before and before[key].is_standing)


def fault_figures(findings: Iterable[Finding], mended: Collection[Key]) -> FaultFigures:
    """Count the faults among findings; ``mended`` are those that this run found mended."""
    faults = [finding for finding in findings if finding.outcome is Outcome.FAILED]
    return FaultFigures(
        open=sum(fault.life.is_open and fault.life is not Life.UNEXAMINED for fault in faults),
        mended=sum(fault.life is Life.FIXED and key_of(fault) in mended for fault in faults),
        unexamined=sum(fault.life is Life.UNEXAMINED for fault in faults),
    )
