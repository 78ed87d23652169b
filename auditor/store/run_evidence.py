"""Reads everything a report needs from the tables of one judgement."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter

from auditor.model import Evidence, Judgement, Rendered, Screenshot, SiteCoverage, SiteEvidence, SiteState
from auditor.store.judgements import JudgementTables
from auditor.store.queue import Queue
from auditor.store.read_facts import FactReader
from auditor.store.runs import Runs

_BY_PAGE = attrgetter("url")


class EvidenceReader:
    """Joins what the parts of a store hold of a judged run."""

    def __init__(self, runs: Runs, queue: Queue, facts: FactReader, judgements: JudgementTables) -> None:
        self._runs = runs
        self._queue = queue
        self._facts = facts
        self._judgements = judgements

    def of_run(self, run: int, judgement: Judgement | None = None) -> Evidence:
        """Return the evidence of a judgement, the latest unless given, without the rows of the form.

        Raises ``KeyError`` for a run that has not been judged.
        """
        chosen = judgement or self._judgements.latest(run)
        if chosen is None:
            raise KeyError(f"run {run} has not been judged")
        whole = self._runs.find(run)
        coverage = {row.site: row for row in self._runs.site_coverage(run)}
        tallies = self._judgements.site_tallies(chosen)
        skipped = self._queue.skipped(run)
        sites = tuple(
            SiteEvidence(
                site,
                coverage.get(site.id, SiteCoverage(site.id, SiteState.PLANNED)),
                tallies.get(site.id, ()),
                tuple(self._judgements.findings(chosen, site.id)),
                tuple(addresses for addresses in skipped if addresses.site == site.id),
            )
            for site in whole.settings.portfolio.sites
        )
        screenshots = {finding.shot for site in sites for finding in site.findings if finding.shot}
        return Evidence(
            whole,
            chosen,
            sites,
            self._judgements.previous(run),
            tuple(self._runs.hosts(run)),
            self._pictures(run, screenshots),
        )

    def _pictures(self, run: int, screenshots: Iterable[Screenshot]) -> dict[str, bytes]:
        """Return the bytes of pictures by name; those of a visit whose facts were deleted are missing."""
        found: dict[str, bytes] = {}
        for url, named in groupby(sorted(screenshots, key=_BY_PAGE), key=_BY_PAGE):
            seen = self._facts.rendered(self._facts.visit_record(run, url))
            taken = {picture.selector: picture.data for picture in seen.pictures} if isinstance(seen, Rendered) else {}
            found |= {shot.name: taken[shot.selector] for shot in named if shot.selector in taken}
        return found
