"""Judges the sites of a run on all cores: the pages of each in stretches, then the site as a whole."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from itertools import islice
from time import monotonic

import msgspec

from auditor import urls
from auditor.crawl.result_interpreter import VisitPolicy
from auditor.jobs.executors import map_in_forks
from auditor.judging import registry, run_checks
from auditor.model import Check, Judged, Response, Run, Site, SiteFacts, SiteTally
from auditor.pipeline.judgement.link_occurrences import LinkOccurrences
from auditor.pipeline.judgement.link_targets import TargetJudging, tally_of
from auditor.pipeline.judgement.page_judging import JudgedPages, PageJudging
from auditor.pipeline.judgement.site_facts import site_facts_of
from auditor.pipeline.judgement.sitemap_entries import SitemapEntries
from auditor.pipeline.judgement.totals import page_totals, site_total
from auditor.pipeline.run_settings import selected_sites, visit_policy
from auditor.store import Store, Stretch

_MOST = 400
"""Addresses of a stretch, and pages of a run that one process judges in less time than others take to begin."""

_log = logging.getLogger(__name__)


class JudgedSite(msgspec.Struct, frozen=True):
    """The results of one site; all empty for a site that was not judged."""

    pages: JudgedPages = msgspec.field(default_factory=JudgedPages)
    facts: SiteFacts | None = None
    """What its site checks were given; None where it was not judged."""
    results: tuple[Judged, ...] = ()
    """The results of its site checks."""
    tallies: tuple[SiteTally, ...] = ()
    targets: int = 0
    """How many distinct addresses that the site's pages link to were fetched."""
    listed: frozenset[str] = frozenset()
    """Its addresses that sitemaps list."""

    def all_results(self) -> Iterator[tuple[str, Judged]]:
        """The results of its pages, each with the template of the page, then those of the site without one."""
        yield from self.pages.faults
        yield from (("", result) for result in self.results)


class SiteJudging:
    """Judges the sites of a run, each by those of ``checks`` that belong to its level."""

    def __init__(self, store: Store, run: Run, checks: tuple[Check, ...], targets: TargetJudging) -> None:
        self._store = store
        self._run = run
        self._targets = targets
        self._checks = {site.id: registry.select(checks, level=site.level) for site in run.settings.portfolio.sites}

    def judged(self) -> Iterator[tuple[Site, JudgedSite]]:
        """Every site in its order; one that was not selected, or has no address yet, with nothing judged."""
        store, settings = self._store, self._run.settings
        sitemaps = SitemapEntries(store, self._run)
        stretches = {site.id: self._stretches(site) for site in selected_sites(settings) if site.url}
        in_order = [stretch for of_site in stretches.values() for stretch in of_site]
        many = store.is_persistent and len(self._targets.survey.templates) > _MOST
        made = map_in_forks(self._pages, in_order, store.close) if many else map(self._pages, in_order)
        for site in settings.portfolio.sites:
            if site.id not in stretches:
                yield site, JudgedSite()
                continue
            begun, pages = monotonic(), JudgedPages()
            for more in islice(made, len(stretches[site.id])):
                pages.join(more)
            self._add_sitemaps(site, sitemaps, pages)
            if pages.refused:  # what pages load may be refused for reasons of its own
                own = {request.url for request in store.queue.page_requests(self._run.number, site.id)}
                pages.refused = {url: detail for url, detail in pages.refused.items() if url in own}
            listed = {link.url for link in sitemaps.links(site.id)} - sitemaps.files
            judged = self._whole(site, pages, frozenset(listed))
            _log.info("judged", extra={"site": site.id, "pages": len(pages.tallies), "ms": _ms_since(begun)})
            yield site, judged

    def _stretches(self, site: Site) -> list[Stretch]:
        """A site's addresses in stretches; in one where browsers visit it, for its visits are read together."""
        visited = visit_policy(self._run.settings.topics) is not VisitPolicy.NONE
        return [Stretch(site.id)] if visited else self._store.facts.stretches(self._run.number, site.id, _MOST)

    def _pages(self, stretch: Stretch) -> JudgedPages:
        site = self._run.settings.portfolio.site(stretch.site)
        return PageJudging(self._store, self._run, site, self._checks[site.id], self._targets).judge(stretch)

    def _add_sitemaps(self, site: Site, sitemaps: SitemapEntries, pages: JudgedPages) -> None:
        links = LinkOccurrences(self._targets, site.id)
        pages.faults += (("", fault) for fault in links.faults_of(sitemaps.links(site.id)))
        pages.linked |= links.addresses
        pages.files |= sitemaps.files

    def _whole(self, site: Site, pages: JudgedPages, listed: frozenset[str]) -> JudgedSite:
        facts = site_facts_of(self._store, self._run, site, pages.home, pages.summaries)
        # of a site that lets programs see a part only, nothing is known as a whole
        results = [] if pages.is_refused else run_checks.judge_site(self._checks[site.id], facts)
        targets = {**facts.home_targets, **facts.offer_targets, **facts.file_targets}
        statuses = {url: target.answer.status for url, target in targets.items() if isinstance(target.answer, Response)}
        statuses |= {page.url: page.status for page in facts.pages}
        tallies = (
            *page_totals(pages.tallies, statuses),
            *self._targets.tallies(url for url in sorted(pages.linked) if "#" not in url or not urls.is_web(url)),
            *(site_total(result, tally_of(result), statuses) for result in results),
        )
        judged = tuple(result for result in results if isinstance(result, Judged))
        fetched = sum(map(self._targets.was_fetched, pages.linked))
        return JudgedSite(pages, facts, judged, tallies, targets=fetched, listed=listed)


def _ms_since(begun: float) -> int:
    return round((monotonic() - begun) * 1000)
