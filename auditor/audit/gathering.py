"""Joins scheduler, workers and store for one run: everything that asks servers or opens browsers."""

from __future__ import annotations

import asyncio
import functools
import os
import signal
from collections.abc import Callable

import msgspec
import uvloop

from auditor import __version__, urls
from auditor.crawl.desk import Desk
from auditor.crawl.digesting import Digestion, VisitPolicy
from auditor.crawl.fetching import Earlier, Fetching
from auditor.crawl.forwards import Forwards
from auditor.crawl.frontier import Frontier
from auditor.crawl.hosts import Hosts
from auditor.crawl.progress import Watch
from auditor.crawl.sampling import Sample
from auditor.crawl.scheduler import Scheduler
from auditor.crawl.visits import PICTURES, Visits
from auditor.gather import engines
from auditor.gather.chromium import BrowserTerms
from auditor.gather.http import Asker, AskTerms, Validators
from auditor.gather.visit import open_visitor
from auditor.model import Fetched, Politeness, Portfolio, Response, Run, Settings, Site
from auditor.store import Store
from auditor.workers import Workers


def selected(settings: Settings) -> tuple[Site, ...]:
    """The sites that a run walks: those named, or all."""
    wanted = settings.sites
    return tuple(site for site in settings.portfolio.sites if not wanted or site.id in wanted)


def whole(settings: Settings) -> bool:
    """Whether a run walks all sites for their links: only then the systems beside them are asked too."""
    return not settings.sites and settings.only is None and "links" in settings.topics


def visit_policy(topics: tuple[str, ...]) -> VisitPolicy:
    """Which pages a browser must see for these topics."""
    if "accessibility" in topics:
        return VisitPolicy.ALL
    return VisitPolicy.STARTS if "convenience" in topics else VisitPolicy.NONE


def agent_of(portfolio: Portfolio) -> str:
    """The honest User-Agent: name, version and where to complain."""
    return f"{portfolio.agent or 'web-convenience-auditor'}/{__version__} (+{portfolio.contact})"


def gather(run: Run, store: Store, watch: Watch, *, browser: bool = True) -> bool:
    """Work off a run's queues. Returns False when a signal stopped it before the end; the same call goes on then."""
    policy = visit_policy(run.settings.topics) if browser else VisitPolicy.NONE
    portfolio = run.settings.portfolio
    opening = functools.partial(open_visitor, _browser_terms(portfolio))
    with Workers(
        cores=os.cpu_count() or 1,
        drivers=portfolio.drivers,
        open_visitor=None if policy is VisitPolicy.NONE else opening,
        browsers=portfolio.browsers,
        cluster=portfolio.cluster,
    ) as workers:
        return uvloop.run(_gather(run, store, workers, policy, watch))


async def _gather(run: Run, store: Store, workers: Workers, policy: VisitPolicy, watch: Watch) -> bool:
    settings, sites = run.settings, selected(run.settings)
    agent = agent_of(settings.portfolio)
    only = None if settings.only is None else frozenset(settings.only)
    frontier = Frontier(sites, follow_out="links" in settings.topics, only=only)
    digestion = Digestion(
        frontier,
        probe_missing="links" in settings.topics and only is None,
        visit=policy,
        heads=set(settings.topics) != {"links"},  # links are judged without metadata
    )
    visits = Visits(
        run.number,
        fetched=functools.lru_cache(20_000)(store.fetched),
        earlier=store.last_visit,
        blob=store.get,
        engines=lambda number: _engines(store.find_run(number)),
    )
    visits.sample = Sample(settings.portfolio.probes)
    visits.pictures = PICTURES if settings.portfolio.pictures else 0
    for ask in store.asks(run.number):
        digestion.remember(ask)
    store.plan(run.number, frontier.starts())
    if whole(settings):
        store.plan(run.number, frontier.systems(settings.portfolio.systems))
    asker = Asker(_ask_terms(settings.portfolio, agent))
    forwards = Forwards(frontier.asks, functools.partial(store.fetched_among, run.number))
    fetching = Fetching(asker, agent, validators=_validators, earlier=_memory(store, run), stops=forwards.stops)
    scheduler = Scheduler(
        fetching,
        Hosts(_politeness(sites), settings.portfolio.others),
        Desk(run.number, store, workers, digestion, visits, forwards),
        {site.id: site.budget for site in sites},
        watch,
    )
    _stop_on_signals(scheduler)
    try:
        return await scheduler.work(store.pending(run.number))
    finally:
        await asker.close()


def _stop_on_signals(scheduler: Scheduler) -> None:
    def stop() -> None:
        scheduler.stopping = True

    loop = asyncio.get_running_loop()
    for name in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(name, stop)


def _politeness(sites: tuple[Site, ...]) -> dict[str, Politeness]:
    """Each host's manners; where sites share a host, the gentlest of theirs, and the quiet hours of any."""
    terms: dict[str, Politeness] = {}
    for site in sites:
        if site.url:
            host = urls.host_of(site.url)
            known = terms.get(host, site.politeness)
            gentlest = max(known, site.politeness, key=lambda one: (one.delay, -one.concurrency))
            quiet = max(known, site.politeness, key=_quiet_length).quiet_hours
            terms[host] = msgspec.structs.replace(gentlest, quiet_hours=quiet)
    return terms


def _quiet_length(politeness: Politeness) -> int:
    hours = politeness.quiet_hours
    return (hours[1] - hours[0]) % 24 if hours else 0


def _ask_terms(portfolio: Portfolio, agent: str) -> AskTerms:
    return AskTerms(
        agent=agent,
        inside=inside(portfolio),
        resolve=portfolio.resolve,
        trust=portfolio.trust,
        seconds=max((site.budget.seconds for site in portfolio.sites), default=30.0),
    )


def _browser_terms(portfolio: Portfolio) -> BrowserTerms:
    return BrowserTerms(
        agent=agent_of(portfolio),
        inside=inside(portfolio),
        resolve=portfolio.resolve,
        trust=portfolio.trust,
        tags=_tags(portfolio),
    )


def _tags(portfolio: Portfolio) -> tuple[str, ...]:
    highest = any(site.level == "AAA" for site in portfolio.sites)
    return engines.TAGS + engines.TAGS_AAA if highest else engines.TAGS


def inside(portfolio: Portfolio) -> frozenset[str]:
    """Origins that may be asked although they are inside: those configured, and those of every first address."""
    starts = [url for site in portfolio.sites for url in (site.url, *site.starts)]
    systems = [system.url for system in portfolio.systems]
    return frozenset(urls.origin_of(url) for url in (*portfolio.inside, *starts, *systems) if url)


def _engines(run: Run) -> str:
    tools = (run.tools.get(name, "") for name in ("browser", "axe-core", "auditor"))
    return " ".join((*tools, *_tags(run.settings.portfolio)))


def _memory(store: Store, run: Run) -> Callable[[str], Earlier | None]:
    """What finds an earlier answer; only addresses that have one are looked up."""
    kept = frozenset(hash(url) for url in store.kept_before(run.number))  # a third of the size of the addresses
    alike = functools.cache(lambda number: _reads_alike(store.find_run(number), run))
    return lambda url: _earlier(store, run, alike, url) if hash(url) in kept else None


def _earlier(store: Store, run: Run, alike: Callable[[int], bool], url: str) -> Earlier | None:
    """What an earlier run kept of an address, when it kept the body too."""
    found = store.last_good_fetch(url, run.number)
    if found is None:
        return None
    number, fetched = found
    return Earlier(fetched, functools.partial(store.get, fetched.body), alike(number))


def _reads_alike(one: Run, other: Run) -> bool:
    """Whether two runs make the same facts of the same body."""
    same = one.tools.get("reader", "") == other.tools.get("reader", "")
    return same and "reader" in one.tools and set(one.settings.topics) == set(other.settings.topics)


def _validators(earlier: Fetched) -> Validators:
    answer = earlier.answer
    header = answer.header if isinstance(answer, Response) else lambda _: ""
    return Validators(etag=header("etag"), last_modified=header("last-modified"))
