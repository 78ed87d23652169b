"""Holds an audit of the demo network against its manifest: what was found, what was missed, what was made up."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from auditor.demo.faults import Expected
from auditor.model import Check, Finding, Outcome, Scope


class Score(msgspec.Struct, frozen=True):
    """``missed`` were planted and not found; ``false`` were called faults and not planted.

    ``undecided`` were left to a person without a planted reason: no false findings, but work for somebody.
    """

    expected: int
    found: int
    missed: tuple[Expected, ...]
    false: tuple[Expected, ...]
    undecided: tuple[Expected, ...]

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
            group.update(_seen(finding, scopes[finding.check]))
    return Score(
        expected=len(wanted),
        found=len(failed),
        missed=tuple(sorted(wanted - failed - undecided)),
        false=tuple(sorted(failed - wanted)),
        undecided=tuple(sorted(undecided - wanted - failed)),
    )


def _seen(finding: Finding, scope: Scope) -> Iterator[Expected]:
    for spot in finding.spots:
        if scope is Scope.LINK:
            yield Expected(finding.check, finding.site, spot.place.url, str(spot.data.get("target", "")))
        elif scope is Scope.PAGE:
            yield from (Expected(check, finding.site, spot.place.url) for check in (finding.check, *spot.also))
        else:
            yield Expected(finding.check, finding.site)
