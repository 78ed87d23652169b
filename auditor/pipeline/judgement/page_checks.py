"""Runs the page checks over one page; where only its links were indexed, reads again the links that a check faults."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import msgspec

from auditor.extract.html.link_details import LinkDetails
from auditor.judging import run_checks
from auditor.judging.deduplication import deduplicate
from auditor.model import Check, Context, DeadLinks, Document, Judged, NotJudged, Outcome, Page, PageFacts, Place, Site


class CheckedPage(msgspec.Struct, frozen=True):
    """One page with the results of its checks."""

    document: Document | None
    """What the checks were given as the page's document."""
    details: LinkDetails | None
    """Reads links of the page in full; None where the document holds them in full already."""
    results: list[Judged | NotJudged]
    """One result for each page check."""
    faults: list[Judged]
    """Results with failed and undecided verdicts only, without those that a preferred check gives too."""


class PageChecks:
    """Runs the page checks of one site on one day."""

    def __init__(self, site: Site, day: str, checks: tuple[Check, ...]) -> None:
        self._site = site
        self._day = day
        self._checks = checks
        self._preferred = {check.id: check.same_as for check in checks if check.same_as}

    def check(
        self, facts: PageFacts, body: Callable[[], bytes], is_dead: Callable[[str], bool] = lambda _: False
    ) -> CheckedPage:
        """Run all checks over a page; ``body`` reads the page's body. Raises ``StoreError`` for a damaged body.

        ``is_dead`` returns whether an address without fragment leads nowhere.
        """
        page = facts.page if isinstance(facts.page, Page) else Page()
        details = LinkDetails(page.sketch, body) if page.sketch else None
        document = details.document() if details else page.document
        dead = _dead_links(document, is_dead)
        results = self._run(facts, document, dead)
        if details and (bare := [place for place in _fault_places(results) if not place.line]):
            document = details.document(bare)
            results = self._run(facts, document, dead)
        kept = deduplicate((result for result in results if isinstance(result, Judged)), self._preferred)
        return CheckedPage(document, details, results, [faults for result in kept if (faults := _faults_of(result))])

    def _run(self, facts: PageFacts, document: Document | None, dead: DeadLinks) -> list[Judged | NotJudged]:
        if document is not None and isinstance(facts.page, Page) and facts.page.sketch:
            facts = msgspec.structs.replace(facts, page=Page(document))
        return run_checks.judge_page(self._checks, facts, Context(self._site, self._day, facts.start), dead)


def _dead_links(document: Document | None, is_dead: Callable[[str], bool]) -> DeadLinks:
    addresses = {link.url.partition("#")[0] for link in document.links} if document else set()
    return DeadLinks(frozenset(filter(is_dead, addresses)))


def _fault_places(results: Iterable[Judged | NotJudged]) -> Iterator[Place]:
    for result in results:
        verdicts = result.verdicts if isinstance(result, Judged) else ()
        yield from (verdict.place for verdict in verdicts if verdict.outcome is not Outcome.PASSED)


def _faults_of(result: Judged) -> Judged | None:
    """The result with its failed and undecided verdicts only; None where it has none."""
    faults = tuple(verdict for verdict in result.verdicts if verdict.outcome is not Outcome.PASSED)
    return msgspec.structs.replace(result, verdicts=faults) if faults else None
