"""The store: one door to runs, queue, judgements and blobs. Only the coordinator of a run writes."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from pathlib import Path
from typing import Self

import msgspec

from auditor.model import (
    Evidence,
    FailureReason,
    FetchFailure,
    FetchRecord,
    Judgement,
    LinkState,
    Page,
    PageFacts,
    Rendered,
    Screenshot,
    SiteCoverage,
    SiteEvidence,
    SiteState,
    Untested,
    VisitFailure,
    VisitRecord,
)
from auditor.store.blobs import Blobs
from auditor.store.database import StoreDatabase
from auditor.store.judgements import JudgementTables
from auditor.store.leases import Leases
from auditor.store.maintenance import Upkeep
from auditor.store.queue import Queue
from auditor.store.read_facts import FactReader
from auditor.store.rechecks import Rechecks
from auditor.store.runs import Runs
from auditor.store.sent_letters import Letters

_BY_PAGE = attrgetter("url")
_NO_ANSWER = {FailureReason.TIMEOUT: Untested.TIMED_OUT, FailureReason.OWN_NETWORK: Untested.OWN_NETWORK}


class Store(Runs, Leases, Queue, FactReader, JudgementTables, Rechecks, Letters, Upkeep):
    """A database and a folder of blobs. Use as a context manager, or call ``close``."""

    def __init__(self, database: StoreDatabase, blobs: Blobs) -> None:
        self._database = database
        self.put = blobs.put
        self.keep = blobs.keep
        self.get = blobs.get
        self.sweep = blobs.sweep
        self.folder = blobs.folder
        self.telling = blobs.telling
        self._let_go = blobs.close

    @classmethod
    def open(cls, url: str, folder: Path) -> Self:
        """Open (and make, and migrate) a store: a database URL, and the folder of its blobs.

        Raises ``StoreError`` when either cannot be used.
        """
        return cls(StoreDatabase(url), Blobs(folder))

    def close(self) -> None:
        """Let go of the database and of the blobs; whoever asks again opens them again."""
        self._database.close()
        self._let_go()

    @property
    def outlives(self) -> bool:
        """Whether other processes can read the store: all but one in memory."""
        return self._database.outlives

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def page_facts(self, fetched: FetchRecord, visited: VisitRecord | None) -> PageFacts:
        """All facts of a page: what was read, what a browser saw, and for each missing part the reason."""
        return PageFacts(
            url=fetched.url,
            site=fetched.site,
            answer=fetched.answer,
            page=self._page(fetched),
            rendered=self._rendered(visited),
            depth=fetched.depth,
            start=fetched.start,
            carried_from=visited.carried_from if visited else 0,
        )

    def evidence(self, run: int, judgement: Judgement | None = None) -> Evidence:
        """Everything a report is made of, but for the rows of the form. Raises ``KeyError`` for a run not judged."""
        chosen = judgement or self.latest_judgement(run)
        if chosen is None:
            raise KeyError(f"run {run} has not been judged")
        whole = self.find_run(run)
        coverage = {row.site: row for row in self.site_runs(run)}
        tallies = self.site_tallies(chosen)
        skipped = self.skipped(run)
        sites = tuple(
            SiteEvidence(
                site,
                coverage.get(site.id, SiteCoverage(site.id, SiteState.PLANNED)),
                tallies.get(site.id, ()),
                tuple(self.findings(chosen, site.id)),
                tuple(one for one in skipped if one.site == site.id),
            )
            for site in whole.settings.portfolio.sites
        )
        shots = {finding.shot for site in sites for finding in site.findings if finding.shot}
        return Evidence(
            whole, chosen, sites, self.previous_judgement(run), tuple(self.hosts(run)), self._pictures(run, shots)
        )

    def _pictures(self, run: int, shots: Iterable[Screenshot]) -> dict[str, bytes]:
        """The bytes of pictures by name; those of a visit that was let go are missing."""
        found: dict[str, bytes] = {}
        for url, named in groupby(sorted(shots, key=_BY_PAGE), key=_BY_PAGE):
            visited = self.visited(run, url)
            seen = self._rendered(visited)
            taken = {one.selector: one.data for one in seen.pictures} if isinstance(seen, Rendered) else {}
            found |= {shot.name: taken[shot.selector] for shot in named if shot.selector in taken}
        return found

    def _page(self, fetched: FetchRecord) -> Page | Untested:
        if fetched.page:
            return msgspec.msgpack.decode(self.get(fetched.page), type=Page)
        return _why_no_page(fetched)

    def _rendered(self, visited: VisitRecord | None) -> Rendered | VisitFailure | Untested:
        if visited is None:
            return Untested.NOT_VISITED
        if visited.failure or not visited.rendered:
            return visited.failure or Untested.NOT_VISITED
        return msgspec.msgpack.decode(self.get(visited.rendered), type=Rendered)


def _why_no_page(fetched: FetchRecord) -> Untested:
    """Why nothing was read from an answer."""
    if fetched.target.unread is not None:
        return fetched.target.unread
    if isinstance(fetched.answer, FetchFailure):
        return _NO_ANSWER.get(fetched.answer.reason, Untested.FETCH_FAILED)
    if fetched.target.state is LinkState.BLOCKED:
        return Untested.BLOCKED
    return Untested.FETCH_FAILED if fetched.answer.status >= 400 else Untested.NOT_HTML
