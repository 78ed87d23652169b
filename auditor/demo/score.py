"""Compares an audit of the demo network with its manifest: findings found, missed and false."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from auditor.demo.faults import Expected
from auditor.model import Check, Finding, Outcome, Scope


class Score(msgspec.Struct, frozen=True):
    """The result of a comparison."""

    expected: int
    """Number of findings that an audit must make."""
    found: int
    """Number of findings reported as failed."""
    missed: tuple[Expected, ...]
    """Planted, and neither failed nor undecided."""
    false: tuple[Expected, ...]
    """Failed, and not planted."""
    undecided: tuple[Expected, ...]
    """Left to a person, and not planted: not false, but work for people."""

    @property
    def recall(self) -> float:
        """The share of planted faults that were found."""
        return 1.0 - len(self.missed) / max(self.expected, 1)

    @property
    def precision(self) -> float:
        """The share of reported faults that were planted."""
        return 1.0 - len(self.false) / max(self.found, 1)


def score(expected: Iterable[Expected], findings: Iterable[Finding], checks: Iterable[Check]) -> Score:
    """Compare findings with what the manifest expects, page by page and target by target."""
    scopes = {check.id: check.scope for check in checks}
    wanted = frozenset(expected)
    failed: set[Expected] = set()
    undecided: set[Expected] = set()
    for finding in findings:
        if finding.life.is_open:
            group = failed if finding.outcome is Outcome.FAILED else undecided
            group.update(_reported(finding, scopes[finding.check]))
    return Score(
        expected=len(wanted),
        found=len(failed),
        missed=tuple(sorted(wanted - failed - undecided)),
        false=tuple(sorted(failed - wanted)),
        undecided=tuple(sorted(undecided - wanted - failed)),
    )


def _reported(finding: Finding, scope: Scope) -> Iterator[Expected]:
    for spot in finding.spots:
        if scope is Scope.LINK:
            yield Expected(finding.check, finding.site, spot.place.url, str(spot.data.get("target", "")))
        elif scope is Scope.PAGE:
            yield from (Expected(check, finding.site, spot.place.url) for check in (finding.check, *spot.also))
        else:
            yield Expected(finding.check, finding.site)
