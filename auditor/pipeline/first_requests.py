"""Requests each host's home page before a month begins, as the run will, and finds those that refuse the program."""

from __future__ import annotations

from datetime import datetime

import msgspec

from auditor import urls
from auditor.crawl.progress import Watch
from auditor.model import Judgement, Run, Settings, Site, SiteCoverage, SiteState, Topic
from auditor.pipeline.ad_hoc import run_in_temporary_store
from auditor.pipeline.run_settings import selected_sites
from auditor.store import Store


def refusing_sites(settings: Settings, now: datetime, watch: Watch) -> list[SiteCoverage]:
    """Request one home page of each host of a run's sites; returns those whose page cannot be audited, with the reason.

    Agent, politeness and robots.txt are those of the run; nothing of it is kept. Raises ``InterruptedError`` where a
    signal stops it.
    """
    sites = _first_of_each_host(settings)
    if not sites:
        return []
    portfolio = msgspec.structs.replace(settings.portfolio, sites=sites, systems=(), browsers=(), cluster="")
    only_starts = Settings(portfolio, topics=(str(Topic.LINKS),), source="first requests", only=())

    def read(store: Store, run: Run, _: Judgement) -> list[SiteCoverage]:
        return [row for row in store.runs.site_coverage(run.number) if row.state is not SiteState.AUDITED]

    return run_in_temporary_store(only_starts, now, watch, read)


def _first_of_each_host(settings: Settings) -> tuple[Site, ...]:
    first: dict[str, Site] = {}
    for site in selected_sites(settings):
        if site.url:
            budget = msgspec.structs.replace(site.budget, pages=1, depth=0, visits=0)
            home = msgspec.structs.replace(site, starts=(), budget=budget, search_probe="")
            first.setdefault(urls.host_of(site.url), home)
    return tuple(first.values())
