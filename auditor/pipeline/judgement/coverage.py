"""Did this run truly look where an earlier finding was? Only then may what is gone be called fixed."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.model import Check, Finding, Judged, NotJudged, Outcome, Rendered, Scope
from auditor.pipeline.judgement.link_targets import TargetJudging
from auditor.pipeline.judgement.site_judging import JudgedSite

_AS_DELIVERED, _AS_RENDERED = "delivered", "rendered"


class ExaminedPlaces:
    """Tells for an earlier finding, which is not there any more, whether this run truly looked where it was.

    A check of pages must have looked at every page of the finding, one of all sites must have passed there. A target
    must have passed, or no link of the site points to it any more and every page was read where one stood. A page
    whose browser visit is used again, one that was not reached and a check that could not tell are no looks.
    """

    def __init__(self, checks: tuple[Check, ...], targets: TargetJudging) -> None:
        self._scopes = {check.id: check.scope for check in checks}
        self._targets = targets
        self._looked: set[tuple[str, str]] = set()
        self._pointed: dict[str, set[str]] = {}
        self._carried: set[str] = set()
        self._rendered = {check.id for check in checks if Rendered in check.needs.values()}

    def take(self, site: str, judged: JudgedSite, checks: tuple[Check, ...]) -> None:
        """Take up where a site was looked at; ``checks`` are those that its level asks for."""
        page_checks = [check.id for check in checks if check.scope is Scope.PAGE]
        pages = judged.pages
        self._pointed[site] = pages.pointed
        # what a file links to has no line either
        self._looked |= {(url, _AS_RENDERED) for url in pages.visited | pages.files}
        if pages.tallies:
            self._looked |= {(site, total.check) for total in judged.tallies if not total.untested}
        for page in pages.tallies:
            self._looked.add((page.url, _AS_DELIVERED))
            self._carried |= {page.url} if page.carried_from else set()
            if not page.carried_from:
                counts = ((check, page.counts.get(check)) for check in page_checks)
                self._looked |= {(page.url, check) for check, said in counts if said is None or said.untested is None}

    def take_portfolio(self, judged: Iterable[Judged | NotJudged]) -> None:
        """Take up what the checks of all sites together found in order."""
        for one in judged:
            verdicts = one.verdicts if isinstance(one, Judged) else ()
            self._looked |= {(seen.place.url, one.check) for seen in verdicts if seen.outcome is Outcome.PASSED}

    def __call__(self, finding: Finding) -> bool:
        """Whether the finding may be called fixed."""
        match self._scopes.get(finding.check):
            case None:
                return False
            case Scope.LINK:
                return self._targets.passed(finding.check, finding.cause) or self._unlinked(finding)
            case Scope.PAGE | Scope.PORTFOLIO:
                return all((spot.place.url, finding.check) in self._looked for spot in finding.spots)
            case Scope.SITE:
                return (finding.site, finding.check) in self._looked

    def only_carried(self, finding: Finding) -> bool:
        """Whether a finding was seen only by browser visits of an earlier run, used again."""
        return finding.check in self._rendered and all(spot.place.url in self._carried for spot in finding.spots)

    def _unlinked(self, finding: Finding) -> bool:
        """Whether no link leads to the cause any more, on pages that were read as they were then."""
        if finding.cause in self._pointed.get(finding.site, ()):
            return False
        # only what scripts put into a page has no line
        ways = ((spot.place.url, _AS_DELIVERED if spot.place.line else _AS_RENDERED) for spot in finding.spots)
        return all(way in self._looked for way in ways)
