"""Sites judged, on all cores: their pages in stretches, then each as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

import msgspec

from auditor import urls
from auditor.crawl.result_interpreter import VisitPolicy
from auditor.jobs.executors import map_in_forks
from auditor.judging import registry, run_checks
from auditor.model import Check, Judged, Run, Site, SiteFacts, SiteTally, Untested
from auditor.pipeline.judgement.link_targets import TargetJudging, tally_of
from auditor.pipeline.judgement.page_judging import JudgedPages, PageJudging
from auditor.pipeline.judgement.site_facts import area_of, forms_of, search_of, targets_of
from auditor.pipeline.judgement.totals import page_totals, total
from auditor.pipeline.run_settings import links_only, selected_sites, visit_policy
from auditor.store import Store, Stretch

_MOST = 400
"""Addresses of a stretch, and pages of a run that one process judges in less time than others take to begin."""


class JudgedSite(msgspec.Struct, frozen=True):
    """A site with what was said of its pages and of itself; ``facts`` is None for a site that was not judged."""

    pages: JudgedPages = msgspec.field(default_factory=JudgedPages)
    facts: SiteFacts | None = None
    faults: tuple[Judged, ...] = ()
    tallies: tuple[SiteTally, ...] = ()

    def all_faults(self) -> Iterator[tuple[str, Judged]]:
        """What checks said of its pages and of itself, each with the template of the page."""
        yield from self.pages.faults
        yield from (("", one) for one in self.faults)

    @property
    def targets(self) -> int:
        """How many distinct addresses the site's pages point to."""
        return sum("#" not in url and urls.is_web(url) for url in self.pages.pointed)


class SiteJudging:
    """Judges the sites of a run by those of ``checks`` that each site's level asks for."""

    def __init__(self, store: Store, run: Run, checks: tuple[Check, ...], targets: TargetJudging) -> None:
        self._store = store
        self._run = run
        self._targets = targets
        self._checks = {site.id: registry.select(checks, level=site.level) for site in run.settings.portfolio.sites}

    def judged(self) -> Iterator[tuple[Site, JudgedSite]]:
        """Every site in its order; one that was not chosen, or has no address yet, with nothing judged."""
        store, settings = self._store, self._run.settings
        stretches = {site.id: self._stretches(site) for site in selected_sites(settings) if site.url}
        in_order = [stretch for some in stretches.values() for stretch in some]
        many = store.is_persistent and len(self._targets.survey.templates) > _MOST
        made = map_in_forks(self._pages, in_order, store.close) if many else map(self._pages, in_order)
        for site in settings.portfolio.sites:
            if site.id not in stretches:
                yield site, JudgedSite()
                continue
            pages = JudgedPages()
            for more in islice(made, len(stretches[site.id])):
                pages.join(more)
            yield site, self._whole(site, pages)

    def _stretches(self, site: Site) -> list[Stretch]:
        """A site's addresses in stretches; in one where browsers see it, for its visits are looked at together."""
        visited = visit_policy(self._run.settings.topics) is not VisitPolicy.NONE
        return [Stretch(site.id)] if visited else self._store.facts.stretches(self._run.number, site.id, _MOST)

    def _pages(self, stretch: Stretch) -> JudgedPages:
        site = self._run.settings.portfolio.site(stretch.site)
        return PageJudging(self._store, self._run, site, self._checks[site.id], self._targets).judge(stretch)

    def _whole(self, site: Site, pages: JudgedPages) -> JudgedSite:
        facts = _site_facts(self._store, self._run, site, pages)
        judged = run_checks.judge_site(self._checks[site.id], facts)
        tallies = (
            *page_totals(pages.tallies),
            *self._targets.tallies(url for url in pages.pointed if "#" not in url or not urls.is_web(url)),
            *(total(one.check, [tally_of(one)]) for one in judged),
        )
        return JudgedSite(pages, facts, tuple(one for one in judged if isinstance(one, Judged)), tallies)


def _site_facts(store: Store, run: Run, site: Site, pages: JudgedPages) -> SiteFacts:
    home, summaries = pages.home, pages.summaries
    if links_only(run.settings):
        return SiteFacts(site, run.day, (), home)
    area = area_of(store, run, home)
    return SiteFacts(
        site,
        run.day,
        tuple(summaries),
        home,
        dict(targets_of(store, run, home)),
        area,
        dict(targets_of(store, run, area)),
        dict(forms_of(store, run, summaries)),
        search_of(store, run, site),
        sum(one.count for one in store.queue.skipped(run.number, site.id) if one.reason is Untested.BUDGET),
    )
