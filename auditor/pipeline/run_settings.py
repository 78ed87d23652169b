"""What a run's settings mean for those who ask, show and read: which sites, how gently, under which name."""

from __future__ import annotations

import msgspec

from auditor import __version__, urls
from auditor.browser import axe_release
from auditor.browser.chromium import BrowserSettings
from auditor.crawl.result_interpreter import VisitPolicy
from auditor.fetch.client import FetchSettings
from auditor.model import Politeness, Portfolio, Settings, Site


def selected_sites(settings: Settings) -> tuple[Site, ...]:
    """The sites that a run walks: those named, or all."""
    wanted = settings.sites
    return tuple(site for site in settings.portfolio.sites if not wanted or site.id in wanted)


def walks_all_sites(settings: Settings) -> bool:
    """Whether a run walks all sites for their links: only then the systems beside them are asked too."""
    return not settings.sites and settings.only is None and "links" in settings.topics


def links_only(settings: Settings) -> bool:
    """Whether nothing but links is judged: then nothing else of a page is read, and sites need no summaries."""
    return set(settings.topics) == {"links"}


def visit_policy(topics: tuple[str, ...]) -> VisitPolicy:
    """Which pages a browser must see for these topics."""
    if "accessibility" in topics:
        return VisitPolicy.ALL
    return VisitPolicy.STARTS if "convenience" in topics else VisitPolicy.NONE


def agent_of(portfolio: Portfolio) -> str:
    """The honest User-Agent: name, version and where to complain."""
    return f"{portfolio.agent or 'web-convenience-auditor'}/{__version__} (+{portfolio.contact})"


def fetch_settings(portfolio: Portfolio) -> FetchSettings:
    """How a portfolio's addresses are asked."""
    return FetchSettings(
        agent=agent_of(portfolio),
        inside=inside_origins(portfolio),
        resolve=portfolio.resolve,
        trust=portfolio.trust,
        seconds=max((site.budget.seconds for site in portfolio.sites), default=30.0),
    )


def browser_settings(portfolio: Portfolio) -> BrowserSettings:
    """How a portfolio's pages are shown."""
    return BrowserSettings(
        agent=agent_of(portfolio),
        inside=inside_origins(portfolio),
        resolve=portfolio.resolve,
        trust=portfolio.trust,
        tags=axe_tags(portfolio),
    )


def axe_tags(portfolio: Portfolio) -> tuple[str, ...]:
    """The engine's rules that a portfolio asks for: those of level AAA only where a site is judged by it."""
    highest = any(site.level == "AAA" for site in portfolio.sites)
    return axe_release.TAGS + axe_release.TAGS_AAA if highest else axe_release.TAGS


def politeness_by_host(sites: tuple[Site, ...]) -> dict[str, Politeness]:
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


def expected_words(portfolio: Portfolio) -> dict[str, tuple[str, ...]]:
    """The words that the first pages of systems must show, by address (without fragment)."""
    found: dict[str, tuple[str, ...]] = {}
    for system in portfolio.systems:
        if system.how == "probe" and system.url:
            address = urls.without_fragment(system.url)
            found[address] = found.get(address, ()) + system.words
    return found


def inside_origins(portfolio: Portfolio) -> frozenset[str]:
    """Origins that may be asked although they are inside: those configured, and those of every first address."""
    starts = [url for site in portfolio.sites for url in (site.url, *site.starts)]
    systems = [system.url for system in portfolio.systems]
    return frozenset(urls.origin_of(url) for url in (*portfolio.inside, *starts, *systems) if url)
