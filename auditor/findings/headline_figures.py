"""The headline figures of a report: valid, invalid and unverified link targets of a site, and the checks they count."""

from __future__ import annotations

import msgspec

from auditor.model import SiteEvidence, Tally

LINK_BROKEN = "link-broken"
INVALID_LINK_CHECKS = (LINK_BROKEN, "link-unreachable")
"""The checks whose failures count as invalid links; one target fails at most one of them."""

UNVERIFIED_LINK_CHECKS = (*INVALID_LINK_CHECKS, "link-server-error", "link-blocked")
"""The checks that are undecided where a target refused, erred, did not answer for certain or may be another page."""


class LinkFigures(msgspec.Struct, frozen=True):
    """Link targets of one site, each counted once."""

    valid: int
    """Targets that answered with what was linked to."""
    invalid: int
    """Targets that fail a check of ``INVALID_LINK_CHECKS``."""
    unverified: int
    """Targets of which a machine cannot decide whether they are valid; they are in neither of the other two."""

    @property
    def judged(self) -> int:
        """The denominator of the headline share: valid and invalid targets."""
        return self.valid + self.invalid


def link_figures(site: SiteEvidence) -> LinkFigures:
    """Count a site's link targets for the headline share, from its tallies."""
    things = {check: tally.things if (tally := site.tally(check)) else Tally() for check in UNVERIFIED_LINK_CHECKS}
    return LinkFigures(
        valid=things[LINK_BROKEN].passed,
        invalid=sum(things[check].failed for check in INVALID_LINK_CHECKS),
        unverified=sum(tally.cant_tell for tally in things.values()),
    )
