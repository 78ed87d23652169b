"""Decides whether a run re-examined every place of an earlier finding; only then may a missing one be marked fixed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from auditor.findings.causes import is_element
from auditor.model import Check, Finding, Judged, NotJudged, Outcome, Place, Rendered, Scope
from auditor.pipeline.judgement.link_targets import TargetJudging
from auditor.pipeline.judgement.site_judging import JudgedSite

_AS_DELIVERED, _AS_RENDERED = "delivered", "rendered"


class ExaminedPlaces:
    """Collects what a run examined, and decides for earlier findings whether all their places are among it.

    A check of pages must have judged every page of the finding. One of a site must have judged it in a run that
    crawled it whole. One of all sites must have passed there, with every site audited that the run before audited. A
    target must have passed, or no link of the site points to it any more and every page was read on which one was. A
    page that was taken down holds no fault any more. A page whose browser visit is used again, one that was not
    reached and an undecided check were not examined.
    """

    def __init__(self, checks: tuple[Check, ...], targets: TargetJudging) -> None:
        self._scopes = {check.id: check.scope for check in checks}
        self._targets = targets
        self._examined: set[tuple[str, str]] = set()
        self._linked: dict[str, set[str]] = {}
        self._carried: set[str] = set()
        self._rendered = {check.id for check in checks if Rendered in check.needs.values()}

    def add_site(self, site: str, judged: JudgedSite, checks: tuple[Check, ...]) -> None:
        """Add the places that were examined on a site; ``checks`` are those of its level."""
        page_checks = [check.id for check in checks if check.scope is Scope.PAGE]
        pages = judged.pages
        self._linked[site] = pages.linked
        # a place in a file has no line either, one in a style sheet or sitemap has
        self._examined |= {(url, _AS_RENDERED) for url in pages.visited | pages.files}
        self._examined |= {(url, _AS_DELIVERED) for url in pages.files}
        # what stood on a page that was taken down is gone with it
        levels = (_AS_DELIVERED, _AS_RENDERED, *page_checks)
        self._examined |= {(url, level) for url in pages.gone for level in levels}
        if pages.tallies:
            self._examined |= {(site, total.check) for total in judged.tallies if not total.untested}
        for page in pages.tallies:
            self._examined.add((page.url, _AS_DELIVERED))
            self._carried |= {page.url} if page.carried_from else set()
            if not page.carried_from:
                counts = ((check, page.counts.get(check)) for check in page_checks)
                self._examined |= {
                    (page.url, check) for check, tally in counts if tally is None or tally.untested is None
                }

    def add_portfolio(
        self, results: Iterable[Judged | NotJudged], missing: Collection[str], systems: Mapping[str, str]
    ) -> None:
        """Add the places that the checks of all sites together passed.

        ``missing`` are sites that the run before audited and this one did not: without them a pass proves nothing.
        ``systems`` holds ids by address; each system is examined by itself, wherever it was before.
        """
        for result in results:
            verdicts = result.verdicts if isinstance(result, Judged) else ()
            passed = {verdict.place.url for verdict in verdicts if verdict.outcome is Outcome.PASSED}
            known = {systems[url] for url in passed & systems.keys()}
            self._examined |= {(name, result.check) for name in (known if missing else passed | known)}

    def __call__(self, finding: Finding) -> bool:
        """Whether every place of the finding was examined."""
        match self._scopes.get(finding.check):
            case None:
                return False
            case Scope.LINK:
                return all(self._link_examined(finding, *group) for group in _by_target(finding).items())
            case Scope.PORTFOLIO if (finding.cause, finding.check) in self._examined:
                return True
            case Scope.PAGE | Scope.PORTFOLIO:
                return all((spot.place.url, finding.check) in self._examined for spot in finding.spots)
            case Scope.SITE:
                return (finding.site, finding.check) in self._examined

    def only_carried(self, finding: Finding) -> bool:
        """Whether a finding was seen only by browser visits of an earlier run, used again."""
        return finding.check in self._rendered and all(spot.place.url in self._carried for spot in finding.spots)

    def _link_examined(self, finding: Finding, target: str, places: Sequence[Place]) -> bool:
        """Whether a target passed, or no link leads to it any more on pages that were read as they were then."""
        if self._targets.passed(finding.check, target):
            return True
        if target in self._linked.get(finding.site, ()):
            return False
        # only what scripts put into a page has no line
        read = ((place.url, _AS_DELIVERED if place.line else _AS_RENDERED) for place in places)
        return all(each in self._examined for each in read)


def _by_target(finding: Finding) -> dict[str, list[Place]]:
    """The places of a finding about links by the target: its cause, or of an element what the link there leads to."""
    places: dict[str, list[Place]] = defaultdict(list)
    for spot in finding.spots:
        target = spot.data.get("target", finding.cause) if is_element(finding.cause) else finding.cause
        places[str(target)].append(spot.place)
    return places
