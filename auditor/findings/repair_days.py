"""Corrects days of repair that rest on a re-check without evidence. Pure."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator

import msgspec

from auditor.model import Finding, Life, Recheck


def with_proved_days(
    findings: Iterable[Finding], rechecks_of: Callable[[str], Iterable[Recheck]], run_days: Collection[str]
) -> Iterator[Finding]:
    """The findings, each mended one dated to the first run or re-check that proves it.

    ``rechecks_of`` finds the re-checks of a fingerprint; ``run_days`` are the days (ISO) of all runs. A day on which no
    run was and no re-check proved the repair came from one without evidence: the run that followed is the proof.
    """
    days = sorted(run_days)
    for finding in findings:
        day = finding.fixed_on
        if finding.life is Life.FIXED and day and day not in run_days and not _is_proved(rechecks_of, finding):
            proof = next((later for later in days if later > day), day)
            yield msgspec.structs.replace(finding, fixed_on=proof, last_good=proof)
        else:
            yield finding


def _is_proved(rechecks_of: Callable[[str], Iterable[Recheck]], finding: Finding) -> bool:
    rechecks = (made for name in (finding.fingerprint, *finding.continues) for made in rechecks_of(name))
    return any(made.proved_life is Life.FIXED and made.moment[:10] == finding.fixed_on for made in rechecks)
