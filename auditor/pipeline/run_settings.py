"""Derives from a run's settings what its parts need: sites, topics, fetch and browser settings, politeness by host."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from auditor import __version__, urls
from auditor.browser import axe_release
from auditor.browser.chromium import BrowserSettings
from auditor.crawl.result_interpreter import VisitPolicy
from auditor.fetch.client import FetchSettings
from auditor.model import Politeness, Portfolio, Settings, Site


def selected_sites(settings: Settings) -> tuple[Site, ...]:
    """The sites that a run crawls: those named, or all."""
    wanted = settings.sites
    return tuple(site for site in settings.portfolio.sites if not wanted or site.id in wanted)


def changed_settings(began: Settings, present: Settings) -> tuple[str, ...]:
    """The keys in which the present settings differ from those that a run began with.

    Keys are those of ``sites.yaml`` with dots between, sites by their ids (``sites.zone-1.budget.pages``), and
    ``--sites`` and ``--checks``.
    """
    commands = {"--sites": "sites", "--checks": "topics"}
    keys = [option for option, name in commands.items() if getattr(began, name) != getattr(present, name)]
    return (*keys, *sorted(_different(*map(_flat_keys, (began.portfolio, present.portfolio)))))


def _different(before: Mapping[str, object], after: Mapping[str, object]) -> Iterator[str]:
    missing = object()
    return (key for key in before.keys() | after.keys() if before.get(key, missing) != after.get(key, missing))


def _flat_keys(value: object, key: str = "") -> dict[str, object]:
    """The values of nested structs by dotted keys; entries with an id are named by it."""
    if isinstance(value, msgspec.Struct):
        value = {field: getattr(value, field) for field in value.__struct_fields__}
    if isinstance(value, tuple) and value and all(hasattr(entry, "id") for entry in value):
        value = {entry.id: entry for entry in value}
    if not isinstance(value, dict) or not value:
        return {key: value}
    flat: dict[str, object] = {}
    for name, inner in value.items():
        flat |= _flat_keys(inner, f"{key}.{name}" if key else str(name))
    return flat


def crawls_all_sites(settings: Settings) -> bool:
    """Whether a run crawls all sites for their links: only then the systems beside them are requested too."""
    return not settings.sites and settings.only is None and "links" in settings.topics


def links_only(settings: Settings) -> bool:
    """Whether only links are judged: then nothing else of a page is parsed, and sites need no summaries."""
    return set(settings.topics) == {"links"}


def visit_policy(topics: tuple[str, ...]) -> VisitPolicy:
    """Which pages a browser must visit for these topics."""
    if "accessibility" in topics:
        return VisitPolicy.ALL
    return VisitPolicy.STARTS if "convenience" in topics else VisitPolicy.NONE


def agent_of(portfolio: Portfolio) -> str:
    """The honest User-Agent: name, version and where to complain."""
    return f"{portfolio.agent or 'web-convenience-auditor'}/{__version__} (+{portfolio.contact})"


def fetch_settings(portfolio: Portfolio) -> FetchSettings:
    """The settings for fetching a portfolio's addresses."""
    return FetchSettings(
        agent=agent_of(portfolio),
        inside=inside_origins(portfolio),
        resolve=portfolio.resolve,
        trust=portfolio.trust,
        seconds=max((site.budget.seconds for site in portfolio.sites), default=30.0),
    )


def browser_settings(portfolio: Portfolio) -> BrowserSettings:
    """The settings for visiting a portfolio's pages with a browser."""
    return BrowserSettings(
        agent=agent_of(portfolio),
        inside=inside_origins(portfolio),
        resolve=portfolio.resolve,
        trust=portfolio.trust,
        tags=axe_tags(portfolio),
        memory_bytes=portfolio.browser_megabytes * 1_000_000,
    )


def axe_tags(portfolio: Portfolio) -> tuple[str, ...]:
    """The tags of the axe-core rules that a portfolio needs: those of level AAA only where a site is judged by it."""
    highest = any(site.level == "AAA" for site in portfolio.sites)
    return axe_release.TAGS + axe_release.TAGS_AAA if highest else axe_release.TAGS


def politeness_by_host(sites: tuple[Site, ...]) -> dict[str, Politeness]:
    """The politeness of each host; where sites share a host, the gentlest of theirs, and the longest quiet hours."""
    by_host: dict[str, Politeness] = {}
    for site in sites:
        if site.url:
            host = urls.host_of(site.url)
            known = by_host.get(host, site.politeness)
            gentlest = max(known, site.politeness, key=lambda politeness: (politeness.delay, -politeness.concurrency))
            quiet = max(known, site.politeness, key=_quiet_length).quiet_hours
            by_host[host] = msgspec.structs.replace(gentlest, quiet_hours=quiet)
    return by_host


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
    """Origins that may be requested although they are private: those configured, and those of every first address."""
    starts = [url for site in portfolio.sites for url in (site.url, *site.starts)]
    systems = [system.url for system in portfolio.systems]
    return frozenset(urls.origin_of(url) for url in (*portfolio.inside, *starts, *systems) if url)
