"""Crawls for one run: connects frontier, scheduler, fetcher, worker pools and store until all queues are empty."""

from __future__ import annotations

import asyncio
import functools
import os

import uvloop

from auditor.browser.versions import can_visit, versions
from auditor.browser.visit_batch import BrowserSight, open_visitor, show_address
from auditor.crawl.browser_opinions import BrowserOpinions
from auditor.crawl.fetcher import Fetcher
from auditor.crawl.frontier import Frontier
from auditor.crawl.politeness import HostQueues
from auditor.crawl.probe_sampling import ProbeSample
from auditor.crawl.progress import Watch
from auditor.crawl.redirect_merging import RedirectMerger
from auditor.crawl.result_interpreter import ResultInterpreter, VisitPolicy
from auditor.crawl.result_pipeline import ResultPipeline
from auditor.crawl.scheduler import Scheduler
from auditor.crawl.second_opinions import is_undecided
from auditor.crawl.visits import PICTURES_PER_VISIT, VisitPlanner
from auditor.fetch.client import FetchClient, FetchSettings
from auditor.jobs.executors import WORKER_LOST, WorkerPools, relax_gc
from auditor.model import OpinionPolicy, Run
from auditor.pipeline.resume import earlier_fetches, remember_crawl, requested_in_month, validators, visit_tools
from auditor.pipeline.run_settings import (
    agent_of,
    browser_settings,
    crawls_all_sites,
    expected_words,
    fetch_settings,
    links_only,
    politeness_by_host,
    selected_sites,
    visit_policy,
)
from auditor.pipeline.stop_signals import heeded_signals
from auditor.store import Store


def crawl_run(run: Run, store: Store, watch: Watch, *, browser: bool = True) -> bool:
    """Process a run's queues to their end. Returns False when a signal stopped it; the same call then continues."""
    relax_gc()
    policy = visit_policy(run.settings.topics) if browser else VisitPolicy.NONE
    portfolio = run.settings.portfolio
    opening = functools.partial(open_visitor, browser_settings(portfolio))
    with WorkerPools(
        cores=os.cpu_count() or 1,
        drivers=portfolio.drivers,
        open_visitor=None if policy is VisitPolicy.NONE else opening,
        browsers=portfolio.browsers,
        cluster=portfolio.cluster,
    ) as workers:
        return uvloop.run(_crawl(run, store, workers, policy, watch))


async def _crawl(run: Run, store: Store, workers: WorkerPools, policy: VisitPolicy, watch: Watch) -> bool:
    settings, sites = run.settings, selected_sites(run.settings)
    agent = agent_of(settings.portfolio)
    only = None if settings.only is None else frozenset(settings.only)
    frontier = Frontier(sites, follow_out="links" in settings.topics, only=only)
    interpreter = ResultInterpreter(
        frontier,
        probe_missing="links" in settings.topics,
        visit=policy,
        links_only=links_only(settings),
        expected_words=expected_words(settings.portfolio),
    )
    interpreter.roots.requested = functools.partial(requested_in_month, store, run)
    remember_crawl(run, store, frontier, interpreter)
    store.queue.plan(run.number, frontier.starts())
    if crawls_all_sites(settings):
        store.queue.plan(run.number, frontier.systems(settings.portfolio.systems))
    terms = fetch_settings(settings.portfolio)
    client, second = FetchClient(terms), functools.cache(lambda: _second_client(terms))
    is_asked_again = settings.portfolio.second_opinions is not OpinionPolicy.NONE
    redirects = RedirectMerger(frontier.covers, functools.partial(store.facts.fetch_records_among, run.number))
    fetcher = Fetcher(
        client, agent, validators=validators, earlier=earlier_fetches(store, run), stops=redirects.stops,
        second=second if is_asked_again else None,
    )  # fmt: skip
    hosts = HostQueues(politeness_by_host(sites), settings.portfolio.others, settings.portfolio.time_zone)
    pipeline = ResultPipeline(run.number, store, workers, interpreter, _planner(run, store), redirects)
    pipeline.undecided.update(target.url for target in store.facts.link_targets(run.number) if is_undecided(target))
    scheduler = Scheduler(fetcher, hosts, pipeline, {site.id: site.budget for site in sites}, watch)
    _stop_on_signals(scheduler)
    try:
        finished = await scheduler.work(store.queue.pending(run.number))
        if finished and "convenience" in settings.topics and only is None:
            store.queue.plan(run.number, frontier.searches())
            finished = await scheduler.work(store.queue.pending(run.number))
        if finished and pipeline.undecided and settings.portfolio.second_opinions is OpinionPolicy.BROWSER:
            await _show_undecided(run, store, workers, hosts, pipeline, scheduler)
        return finished and not scheduler.stopping
    finally:
        for used in (client, *([second()] if second.cache_info().currsize else [])):
            await used.close()


async def _show_undecided(  # noqa: PLR0913 - all parts of a crawl meet here
    run: Run, store: Store, workers: WorkerPools, hosts: HostQueues, pipeline: ResultPipeline, scheduler: Scheduler
) -> None:
    """Show the browser what is undecided yet, where one is installed."""
    if not can_visit(run.tools) and not can_visit(versions()):
        return
    loop = asyncio.get_running_loop()
    with workers.one_visitor(functools.partial(open_visitor, browser_settings(run.settings.portfolio))) as executor:

        async def show(url: str) -> BrowserSight:
            try:
                return await loop.run_in_executor(executor, show_address, url)
            except WORKER_LOST:
                return BrowserSight(url, failed=True)

        opinions = BrowserOpinions(run.number, store, hosts, pipeline.leases, show, lambda: scheduler.stopping)
        await opinions.examine(pipeline.undecided)


def _planner(run: Run, store: Store) -> VisitPlanner:
    visits = VisitPlanner(
        run.number,
        fetched=functools.lru_cache(20_000)(store.facts.fetch_record),
        earlier=store.facts.last_visit,
        blob=store.blobs.get,
        engines=lambda number: visit_tools(store.runs.find(number)),
    )
    visits.sample = ProbeSample(run.settings.portfolio.probes)
    visits.pictures = PICTURES_PER_VISIT if run.settings.portfolio.pictures else 0
    return visits


def _second_client(settings: FetchSettings) -> FetchClient:
    """The independent client, made when it is first needed: its library takes long to import."""
    from auditor.fetch.httpx_transport import SecondClientTransport

    return FetchClient(settings, SecondClientTransport(settings.inside, settings.resolve, settings.trust))


def _stop_on_signals(scheduler: Scheduler) -> None:
    def stop() -> None:
        scheduler.stopping = True

    loop = asyncio.get_running_loop()
    for name in heeded_signals():
        loop.add_signal_handler(name, stop)
