"""One site judged: every page once, its links' faults at their places, then the site as a whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from auditor import judge, urls
from auditor.audit.area import area_of, forms_of, search_of, targets_of
from auditor.audit.driving import Representatives
from auditor.audit.picturing import Shots, shots_of
from auditor.audit.summaries import summary
from auditor.audit.survey import Survey
from auditor.audit.targets import Targets, tally_of
from auditor.audit.terms import links_only
from auditor.audit.totals import page_totals, total
from auditor.causes import Grouping
from auditor.model import (
    Check,
    Context,
    Document,
    Download,
    FetchFailure,
    Judged,
    Link,
    LinkKind,
    NotJudged,
    Page,
    PageFacts,
    PageSummary,
    PageTally,
    Place,
    Rendered,
    Run,
    Site,
    SiteFacts,
    SiteTally,
    Untested,
)
from auditor.store import Store
from auditor.twins import told_once

_FIRST_ERROR = 400


class SiteJudging:
    """Judges one site of a run. After ``judge`` the results stand in the public attributes.

    ``pointed`` are the addresses of all links, with and without their fragments, and what else links carry (scripts,
    FTP); ``visited`` the pages that a browser saw in this run, not those whose earlier visit is used again; ``files``
    the downloads read to their end; ``unanswered`` counts addresses of the site that brought an error or nothing.
    """

    def __init__(self, store: Store, run: Run, site: Site, checks: tuple[Check, ...], survey: Survey) -> None:
        self._store = store
        self._run = run
        self._site = site
        self._checks = checks
        self._survey = survey
        self._severity = {check.id: check.severity for check in checks}
        self._twins = {check.id: check.twin for check in checks if check.twin}
        self._links_only = links_only(run.settings)
        self._sound: set[str] = set()
        self._read: dict[str, Download] = {}
        self._home: PageFacts | None = None
        self._summaries: list[PageSummary] = []
        self.page_tallies: list[PageTally] = []
        self.site_tallies: list[SiteTally] = []
        self.pointed: set[str] = set()
        self.visited: set[str] = set()
        self.files: set[str] = set()
        self.visits = Counter[str]()
        self.unanswered = 0
        self.shots: Shots = {}
        self.facts: SiteFacts | None = None

    @property
    def pages(self) -> int:
        """How many pages were judged."""
        return len(self.page_tallies)

    @property
    def targets(self) -> int:
        """How many distinct addresses the site's pages point to."""
        return sum("#" not in url and urls.is_web(url) for url in self.pointed)

    def judge(self, targets: Targets, grouping: Grouping) -> None:
        """Judge every page, then the site; faults go into ``grouping``."""
        for facts in self._pages():
            self._judge_page(facts, targets, grouping)
        for fault in self._file_faults(targets):
            grouping.add(self._site.id, "", fault, self._severity[fault.check])
        self.facts = self._site_facts()
        judged = judge.judge_site(self._checks, self.facts)
        for one in judged:
            if isinstance(one, Judged):
                grouping.add(self._site.id, "", one, self._severity[one.check])
        self.site_tallies = [
            *page_totals(self.page_tallies),
            *targets.tallies(url for url in self.pointed if "#" not in url or not urls.is_web(url)),
            *(total(one.check, [tally_of(one)]) for one in judged),
        ]

    def _pages(self) -> Iterator[PageFacts]:
        unread = self._survey.doubles | self._survey.missing
        visits = self._store.visits(self._run.number, self._site.id)
        judged = [visited for url, visited in visits.items() if url not in unread]
        probing = self._run.settings.portfolio.probes
        representatives = Representatives(self._store, probing, judged, self._survey.templates)
        for fetched in self._store.iter_fetched(self._run.number, self._site.id):
            self.unanswered += isinstance(fetched.answer, FetchFailure) or fetched.answer.status >= _FIRST_ERROR
            if fetched.target.download:
                self._read[fetched.url] = fetched.target.download
            if fetched.page and fetched.url not in unread:
                yield representatives.only(self._store.page_facts(fetched, visits.get(fetched.url)))

    def _judge_page(self, facts: PageFacts, targets: Targets, grouping: Grouping) -> None:
        document = facts.page.document if isinstance(facts.page, Page) else None
        family = document.template if document else ""
        context = Context(self._site, self._run.day, facts.start)
        judged = judge.judge_page(self._checks, facts, context)
        told = told_once((one for one in judged if isinstance(one, Judged)), self._twins)
        for one in (*told, *self._link_faults(facts, document, targets)):
            if one.verdicts:
                grouping.add(self._site.id, family, one, self._severity[one.check])
        counts = {one.check: tally_of(one) for one in judged if isinstance(one, NotJudged) or one.verdicts}
        self.page_tallies.append(PageTally(facts.url, self._site.id, counts, facts.carried_from))
        if not self._links_only:
            self._summaries.append(summary(self._site, facts, document))
        self._count_visit(facts)
        self.shots |= dict(shots_of(facts))
        if facts.start and self._home is None:
            self._home = facts

    def _link_faults(self, facts: PageFacts, document: Document | None, targets: Targets) -> Iterator[Judged]:
        rendered = facts.rendered.links if isinstance(facts.rendered, Rendered) else ()
        for link in (*(document.links if document else ()), *rendered):
            if link.kind is LinkKind.FORM or link.url in self._sound:
                continue
            if urls.is_web(link.url):
                yield from self._pointing(link, targets)
            elif link.kind in {LinkKind.SCRIPT, LinkKind.OTHER}:
                self.pointed.add(link.url or link.raw.strip())

    def _file_faults(self, targets: Targets) -> Iterator[Judged]:
        """The faults of what the site's own downloads link to."""
        for address, file in self._read.items():
            self.files |= {address} if file.whole else set()
            for url in file.links:
                yield from self._pointing(Link(Place(address), "file", "", url, url, LinkKind.PAGE), targets)

    def _pointing(self, link: Link, targets: Targets) -> Iterator[Judged]:
        address = urls.without_fragment(link.url)
        self.pointed |= {link.url, address}
        if targets.is_sound(address):
            self._sound.add(link.url)  # a menu stands on every page: look it up once
        else:
            yield from targets.places(link, self._site.id)

    def _site_facts(self) -> SiteFacts:
        store, run, home = self._store, self._run, self._home
        if self._links_only:
            return SiteFacts(self._site, run.day, (), home)
        area = area_of(store, run, home)
        return SiteFacts(
            self._site,
            run.day,
            tuple(self._summaries),
            home,
            dict(targets_of(store, run, home)),
            area,
            dict(targets_of(store, run, area)),
            dict(forms_of(store, run, self._summaries)),
            search_of(store, run, self._site),
            sum(one.count for one in store.skipped(run.number, self._site.id) if one.reason is Untested.BUDGET),
        )

    def _count_visit(self, facts: PageFacts) -> None:
        if isinstance(facts.rendered, Rendered):
            self.visits["carried" if facts.carried_from else "made"] += 1
            self.visited |= set() if facts.carried_from else {facts.url}
        elif not isinstance(facts.rendered, Untested):
            self.visits["failed"] += 1
