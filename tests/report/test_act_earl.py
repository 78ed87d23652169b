"""EARL of the ACT cases: a case gets the worst outcome of its criteria's checks, and no claim without examination."""

from __future__ import annotations

import pytest
from report_evidence import CHECKS, evidence

from auditor.model import Outcome, SiteEvidence, SiteTally, Tally, Untested
from benchmarks.act.earl import outcome

FULL = evidence(sites=1, audited=1, findings=30).sites[0]
KNOWN = {check.id: check for check in CHECKS}
IMAGES = frozenset({"1.1.1"})
SEEN = SiteTally("image-alt-missing", Tally(passed=2), 1, 0)
NOT_SEEN = SiteTally("image-alt-missing", Tally(), 0, 0, {Untested.NOT_VISITED: 1})


@pytest.mark.parametrize(
    ("criteria", "tallies", "findings", "expected"),
    [
        (IMAGES, (SEEN,), FULL.findings, Outcome.FAILED),
        (IMAGES, (SEEN,), (), Outcome.PASSED),
        (IMAGES, (), (), Outcome.INAPPLICABLE),
        (IMAGES, (NOT_SEEN,), (), Outcome.UNTESTED),
        (frozenset(), (SEEN,), FULL.findings, Outcome.UNTESTED),
        (frozenset({"1.2.1"}), (SEEN,), FULL.findings, Outcome.UNTESTED),
    ],
)
def test_the_outcome_of_a_case(
    criteria: frozenset[str], tallies: tuple[SiteTally, ...], findings: tuple[object, ...], expected: Outcome
) -> None:
    site = SiteEvidence(FULL.site, FULL.run, tallies, findings)  # type: ignore[arg-type]
    assert outcome(criteria, site, KNOWN) is expected
