"""Pages judged, a stretch of a site's at a time: each page once, and its links' faults at their places."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

import msgspec

from auditor import urls
from auditor.extract.html.link_details import LinkDetails
from auditor.judging import run_checks
from auditor.judging.deduplication import deduplicate
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
    Outcome,
    Page,
    PageFacts,
    PageSummary,
    PageTally,
    Place,
    Rendered,
    Run,
    Site,
    Untested,
)
from auditor.pipeline.judgement.finding_screenshots import Shots, screenshots_of
from auditor.pipeline.judgement.link_targets import TargetJudging, tally_of
from auditor.pipeline.judgement.probe_representatives import Representatives
from auditor.pipeline.judgement.summaries import summarise_page
from auditor.pipeline.run_settings import links_only
from auditor.store import Store, Stretch


class JudgedPages(msgspec.Struct):
    """What judging some pages of a site brought.

    ``faults`` are what checks said, each with the template of its page. ``pointed`` are the addresses of all links,
    with and without their fragments, and what else links carry (scripts, FTP); ``visited`` the pages that a browser saw
    in this run, not those whose earlier visit is used again; ``files`` the downloads read to their end; ``unanswered``
    counts addresses of the site that brought an error or nothing.
    """

    faults: list[tuple[str, Judged]] = []
    tallies: list[PageTally] = []
    summaries: list[PageSummary] = []
    pointed: set[str] = set()
    visited: set[str] = set()
    files: set[str] = set()
    visits: Counter[str] = msgspec.field(default_factory=Counter)
    unanswered: int = 0
    shots: Shots = {}
    home: PageFacts | None = None

    def join(self, more: JudgedPages) -> None:
        """Take up the pages that follow."""
        self.faults += more.faults
        self.tallies += more.tallies
        self.summaries += more.summaries
        self.pointed |= more.pointed
        self.visited |= more.visited
        self.files |= more.files
        self.visits += more.visits
        self.unanswered += more.unanswered
        self.shots |= more.shots
        self.home = self.home or more.home


class PageJudging:
    """Judges pages of one site of a run."""

    def __init__(self, store: Store, run: Run, site: Site, checks: tuple[Check, ...], targets: TargetJudging) -> None:
        self._store = store
        self._run = run
        self._site = site
        self._checks = checks
        self._survey = targets.survey
        self._targets = targets
        self._twins = {check.id: check.same_as for check in checks if check.same_as}
        self._links_only = links_only(run.settings)
        self._sound: set[str] = set()
        self._read: dict[str, Download] = {}
        self._found = JudgedPages()

    def judge(self, stretch: Stretch) -> JudgedPages:
        """Judge the pages of a stretch, in order, and what its files link to."""
        for facts, body in self._pages(stretch):
            self._judge_page(facts, body)
        self._found.faults += (("", fault) for fault in self._file_faults())
        return self._found

    def _pages(self, stretch: Stretch) -> Iterator[tuple[PageFacts, str]]:
        """The facts of every page, and the name of its body."""
        unread = self._survey.unread
        visits = self._store.facts.visit_records(self._run.number, self._site.id)
        judged = [visited for url, visited in visits.items() if url not in unread]
        probing = self._run.settings.portfolio.probes
        representatives = Representatives(self._store, probing, judged, self._survey.templates)
        for fetched in self._store.facts.fetch_records(self._run.number, stretch):
            failed = isinstance(fetched.answer, FetchFailure) or fetched.answer.is_error
            self._found.unanswered += failed
            if fetched.target.download:
                self._read[fetched.url] = fetched.target.download
            if fetched.page and fetched.url not in unread:
                facts = self._store.facts.page_facts(fetched, visits.get(fetched.url))
                yield representatives.only(facts), fetched.body

    def _judge_page(self, facts: PageFacts, body: str) -> None:
        found = self._found
        page = facts.page if isinstance(facts.page, Page) else Page()
        sketched = LinkDetails(page.sketch, lambda: self._store.blobs.get(body)) if page.sketch else None
        document = sketched.document() if sketched else page.document
        judged = self._judged(facts, document)
        if sketched and (bare := [place for place in _faulty(judged) if not place.line]):
            document = sketched.document(bare)
            judged = self._judged(facts, document)
        family = document.template if document else ""
        told = deduplicate((one for one in judged if isinstance(one, Judged)), self._twins)
        for one in (*told, *self._link_faults(facts, document, sketched)):
            if any(_faulty([one])):
                found.faults.append((family, _faults_of(one)))
        counts = {one.check: tally_of(one) for one in judged if isinstance(one, NotJudged) or one.verdicts}
        found.tallies.append(PageTally(facts.url, self._site.id, counts, facts.carried_from))
        if not self._links_only:
            found.summaries.append(summarise_page(self._site, facts, document))
        self._count_visit(facts)
        found.shots |= dict(screenshots_of(facts))
        if facts.start and found.home is None:
            found.home = facts

    def _judged(self, facts: PageFacts, document: Document | None) -> list[Judged | NotJudged]:
        if document is not None and isinstance(facts.page, Page) and facts.page.sketch:
            facts = msgspec.structs.replace(facts, page=Page(document))
        return run_checks.judge_page(self._checks, facts, Context(self._site, self._run.day, facts.start))

    def _link_faults(
        self, facts: PageFacts, document: Document | None, sketched: LinkDetails | None
    ) -> Iterator[Judged]:
        rendered = facts.rendered.links if isinstance(facts.rendered, Rendered) else ()
        doubtful = list(self._doubtful(document.links if document else ()))
        if sketched:
            doubtful = list(self._doubtful(sketched.links({link.raw for link in doubtful})))
        for link in (*doubtful, *self._doubtful(rendered)):
            yield from self._targets.places(link, self._site.id)

    def _doubtful(self, links: Iterable[Link]) -> Iterator[Link]:
        """Take note of where links point to; those come back that lead to something at fault."""
        for link in links:
            url = link.url
            if link.kind is LinkKind.FORM or url in self._sound:
                continue
            if urls.is_web(url):
                address = urls.without_fragment(url)
                self._found.pointed |= {url, address}
                if self._targets.is_sound(url):
                    self._sound.add(url)  # a menu stands on every page: look it up once
                else:
                    yield link
            elif link.kind in {LinkKind.SCRIPT, LinkKind.OTHER}:
                self._found.pointed.add(url or link.raw.strip())

    def _file_faults(self) -> Iterator[Judged]:
        """The faults of what the site's own downloads link to."""
        for address, file in self._read.items():
            self._found.files |= {address} if file.whole else set()
            links = (Link(Place(address), "file", "", url, url, LinkKind.PAGE) for url in file.links)
            for link in self._doubtful(links):
                yield from self._targets.places(link, self._site.id)

    def _count_visit(self, facts: PageFacts) -> None:
        if isinstance(facts.rendered, Rendered):
            self._found.visits["carried" if facts.carried_from else "made"] += 1
            self._found.visited |= set() if facts.carried_from else {facts.url}
        elif not isinstance(facts.rendered, Untested):
            self._found.visits["failed"] += 1


def _faulty(judged: Iterable[Judged | NotJudged]) -> Iterator[Place]:
    """The places of which a check said anything but that all is well."""
    for one in judged:
        verdicts = one.verdicts if isinstance(one, Judged) else ()
        yield from (seen.place for seen in verdicts if seen.outcome is not Outcome.PASSED)


def _faults_of(one: Judged) -> Judged:
    faults = tuple(seen for seen in one.verdicts if seen.outcome is not Outcome.PASSED)
    return msgspec.structs.replace(one, verdicts=faults)
