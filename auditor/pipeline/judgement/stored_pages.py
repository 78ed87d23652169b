"""Reads the pages of a stretch that are judged, each with its facts, its browser visit and the blob of its body."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from auditor.model import Download, FetchFailure, LinkDetail, PageFacts, Response, Run, StyleSheet
from auditor.pipeline.judgement.probe_representatives import Representatives
from auditor.pipeline.judgement.survey import Survey
from auditor.store import Store, Stretch

_GONE = frozenset({404, 410})


class StoredPage(msgspec.Struct, frozen=True):
    """One page of a site as the run stored it."""

    facts: PageFacts
    body: str
    """The name of the blob that holds its body."""


class StoredPages:
    """The pages of one stretch; iterate once, then read what else the stretch holds."""

    def __init__(self, store: Store, run: Run, survey: Survey, stretch: Stretch) -> None:
        self.downloads: dict[str, Download] = {}
        """Files that were read, by address; complete after the iteration."""
        self.sheets: dict[str, StyleSheet] = {}
        """Style sheets, by address; complete after the iteration."""
        self.unread: set[str] = set()
        """Addresses that answered with an error other than 404 and 410, or not at all; complete after the iteration."""
        self.refused: dict[str, LinkDetail] = {}
        """Addresses that a firewall, a test for robots or a limit answered, with its detail; complete then."""
        self.gone: set[str] = set()
        """Addresses whose server answers that there is no such page (404, 410); complete after the iteration."""
        self._store = store
        self._run = run
        self._survey = survey
        self._stretch = stretch

    def __iter__(self) -> Iterator[StoredPage]:
        """The pages in the order of their addresses, without doubles, soft 404s and refusals."""
        unread = self._survey.unread
        visits = self._store.facts.visit_records(self._run.number, self._stretch.site)
        judged = [visit for url, visit in visits.items() if url not in unread]
        probing = self._run.settings.portfolio.probes
        representatives = Representatives(self._store, probing, judged, self._survey.templates)
        for fetched in self._store.facts.fetch_records(self._run.number, self._stretch):
            if fetched.url in self._survey.refused:
                self.refused[fetched.url] = fetched.target.detail
            elif isinstance(fetched.answer, Response) and fetched.answer.status in _GONE:
                self.gone.add(fetched.url)
            elif isinstance(fetched.answer, FetchFailure) or fetched.answer.is_error:
                self.unread.add(fetched.url)
            if fetched.target.download:
                self.downloads[fetched.url] = fetched.target.download
            if fetched.target.sheet and fetched.target.state.is_alive:
                self.sheets[fetched.url] = fetched.target.sheet
            if fetched.page and fetched.url not in unread:
                facts = self._store.facts.page_facts(fetched, visits.get(fetched.url))
                yield StoredPage(representatives.only(facts), fetched.body)
