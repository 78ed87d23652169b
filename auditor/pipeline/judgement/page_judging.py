"""Judges the pages of a site, one stretch of addresses at a time, and keeps of each what the site's judging needs."""

from __future__ import annotations

import functools
import re
from collections import Counter
from collections.abc import Iterable

import msgspec

from auditor import urls
from auditor.findings.templates import Elements, elements_of, is_sampled, sampled
from auditor.model import (
    Check,
    Judged,
    LinkDetail,
    LinkKind,
    NotJudged,
    PageFacts,
    PageSummary,
    PageTally,
    Rendered,
    Run,
    Site,
    Untested,
    UntestedPart,
    places_in,
)
from auditor.pipeline.judgement.finding_screenshots import Screenshots, screenshots_of
from auditor.pipeline.judgement.link_occurrences import LinkOccurrences
from auditor.pipeline.judgement.link_targets import TargetJudging, tally_of
from auditor.pipeline.judgement.page_checks import CheckedPage, PageChecks
from auditor.pipeline.judgement.stored_pages import StoredPages
from auditor.pipeline.judgement.summaries import summarise_page
from auditor.pipeline.run_settings import links_only
from auditor.store import Store, Stretch

_MANY_REFUSALS = 3
_SENDS_BACK = re.compile(r"__doPostBack|\bpage\w{0,20}\s*\(|\w{0,20}page\s*\(", re.IGNORECASE)
"""A ``javascript:`` address that sends an ASP.NET page back, or calls a function named after pages."""


class JudgedPages(msgspec.Struct):
    """The results of some pages of a site."""

    faults: list[tuple[str, Judged]] = []
    """Results with failed or undecided verdicts, each with the template of its page (empty for a file)."""
    tallies: list[PageTally] = []
    summaries: list[PageSummary] = []
    linked: set[str] = set()
    """Where all links lead, with and without their fragments, and what other links hold (scripts, FTP)."""
    visited: set[str] = set()
    """Pages that a browser visited in this run, without those whose earlier visit is used again."""
    files: set[str] = set()
    """Files, style sheets and sitemaps that were read to their end."""
    gone: set[str] = set()
    """Addresses whose server answers that there is no such page."""
    visits: Counter[str] = msgspec.field(default_factory=Counter)
    """Browser visits that were ``made``, ``carried`` from an earlier run, or ``failed``."""
    unread: set[str] = set()
    """Addresses of the site that answered with an error other than 404 and 410, or not at all."""
    refused: dict[str, LinkDetail] = {}
    """Addresses of the site that a firewall, a test for robots or a limit answered, with the detail."""
    script_pages: set[tuple[str, str]] = set()
    """What only scripts open: module of the page and address of a link that sends the page back or turns a list."""
    posted_forms: set[str] = set()
    """Addresses that pages send forms to by POST; nothing behind them is requested."""
    parts: list[UntestedPart] = []
    """Parts of its pages that no browser visit examined."""
    screenshots: Screenshots = {}
    elements: Elements = {}
    """The elements of some pages, by address, from which the site's template is learned."""
    home: PageFacts | None = None
    """The first start page."""

    def join(self, more: JudgedPages) -> None:
        """Add the results of the pages that follow."""
        self.faults += more.faults
        self.tallies += more.tallies
        self.summaries += more.summaries
        self.linked |= more.linked
        self.visited |= more.visited
        self.files |= more.files
        self.gone |= more.gone
        self.visits += more.visits
        self.unread |= more.unread
        self.refused |= more.refused
        self.script_pages |= more.script_pages
        self.posted_forms |= more.posted_forms
        self.parts += more.parts
        self.screenshots |= more.screenshots
        self.elements = sampled(self.elements | more.elements)
        self.home = self.home or more.home

    def add_page(self, site: str, facts: PageFacts, checked: CheckedPage, link_faults: Iterable[Judged]) -> None:
        """Add one page with the results of its own checks and the faults of its links' targets."""
        template = checked.document.template if checked.document else ""
        self.faults += ((template, fault) for fault in (*checked.faults, *link_faults))
        self._note_unfollowed(checked)
        counts = {
            result.check: tally_of(result)
            for result in checked.results
            if isinstance(result, NotJudged) or result.verdicts
        }
        self.tallies.append(PageTally(facts.url, site, counts, facts.carried_from))
        self._count_visit(facts)
        if checked.document and is_sampled(facts.url, self.elements):
            elements = elements_of(places_in(checked.document))
            self.elements = sampled(self.elements | {facts.url: elements})
        self.screenshots |= dict(screenshots_of(facts))
        if facts.start and self.home is None:
            self.home = facts

    @property
    def is_refused(self) -> bool:
        """Whether the site is not auditable: a firewall answered its start, or so many pages that the rest is no site.

        A test for robots is certain by its signs: three pages of it are enough. Other refusals may be single pages'
        own; they count where they are three at least, and no fewer than the pages that were read.
        """
        challenges = sum(detail is LinkDetail.CHALLENGE for detail in self.refused.values())
        many = len(self.refused) >= max(_MANY_REFUSALS, len(self.tallies))
        return bool(self.refused) and (not self.tallies or challenges >= _MANY_REFUSALS or many)

    def _note_unfollowed(self, checked: CheckedPage) -> None:
        """Note what a page leads to by scripts and posted forms, which is never requested."""
        document = checked.document
        for link in document.links if document else ():
            if link.kind is LinkKind.SCRIPT and document and _SENDS_BACK.search(link.raw):
                self.script_pages.add((urls.module_of(document.url), link.raw.strip()))
            elif link.attribute.endswith(":post"):
                self.posted_forms.add(urls.without_fragment(link.url) or link.raw)

    def _count_visit(self, facts: PageFacts) -> None:
        if isinstance(facts.rendered, Rendered):
            self.visits["carried" if facts.carried_from else "made"] += 1
            self.visited |= set() if facts.carried_from else {facts.url}
            self.parts += facts.rendered.untested_parts
        elif not isinstance(facts.rendered, Untested):
            self.visits["failed"] += 1


class PageJudging:
    """Judges pages of one site of a run by ``checks``, with what became of the run's link targets."""

    def __init__(self, store: Store, run: Run, site: Site, checks: tuple[Check, ...], targets: TargetJudging) -> None:
        self._store = store
        self._run = run
        self._site = site
        self._checks = PageChecks(site, run.day, checks)
        self._targets = targets

    def judge(self, stretch: Stretch) -> JudgedPages:
        """Judge the pages of a stretch in order, and what its files and style sheets link to."""
        judged, links = JudgedPages(), LinkOccurrences(self._targets, self._site.id)
        pages = StoredPages(self._store, self._run, self._targets.survey, stretch)
        for page in pages:
            checked = self._checks.check(
                page.facts, functools.partial(self._store.blobs.get, page.body), self._targets.is_dead
            )
            judged.add_page(self._site.id, page.facts, checked, links.page_faults(page.facts, checked))
            if not links_only(self._run.settings):
                judged.summaries.append(summarise_page(self._site, page.facts, checked.document))
        judged.faults += (("", fault) for fault in links.file_faults(pages.downloads))
        judged.faults += (("", fault) for fault in links.sheet_faults(pages.sheets))
        judged.files = {address for address, file in pages.downloads.items() if file.whole}
        judged.files |= {address for address, sheet in pages.sheets.items() if sheet.whole}
        judged.linked, judged.unread, judged.gone = links.addresses, pages.unread, pages.gone
        judged.refused = pages.refused
        return judged
