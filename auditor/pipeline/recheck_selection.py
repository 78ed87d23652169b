"""Selects what a re-check requests: whole sites where a check judges them whole, else pages and link targets."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from enum import StrEnum

import msgspec

from auditor import urls
from auditor.crawl.frontier import Frontier
from auditor.judging import registry
from auditor.model import (
    CrawlRequest,
    Finding,
    Portfolio,
    ProbePolicy,
    QueueKind,
    Rendered,
    Scope,
    Settings,
    Site,
    SiteCoverage,
    SiteState,
    Topic,
)

MOST_PAGES = 40
"""Pages requested again for one finding; its other places are not examined."""

MOST_WHOLE_PAGES = 300
"""Pages, on all sites together, up to which sites are crawled whole for findings that no single page decides."""


class NotRequested(StrEnum):
    """Why nothing is requested for a finding."""

    CHECK_GONE = "check_gone"
    """This program has no such check any more."""
    NO_ADDRESS = "no_address"
    """Its site has no address in the configuration any more."""
    SITE_NOT_AUDITED = "site_not_audited"
    """Its check judges whole sites, and the run did not audit one that is needed."""
    TOO_MANY_PAGES = "too_many_pages"
    """Its check judges whole sites, and these have more than ``MOST_WHOLE_PAGES`` pages."""


class RecheckSelection(msgspec.Struct, frozen=True):
    """Findings that one crawl re-examines."""

    findings: tuple[Finding, ...]
    settings: Settings
    """The settings of the crawl; ``only`` is None where sites are crawled whole."""
    requests: tuple[CrawlRequest, ...]
    """What is requested besides the start addresses of the sites."""


class RequestSelector:
    """Selects the crawls that re-examine findings of one run, which had these ``topics`` and this ``coverage``.

    A finding of a whole site is examined only by crawling the site whole, one of all
    sites only by crawling all that were audited. Where these are more than ``MOST_WHOLE_PAGES`` pages, or the site has
    no address any more, nothing is requested for the finding.
    """

    def __init__(self, portfolio: Portfolio, coverage: Iterable[SiteCoverage], topics: Collection[str]) -> None:
        self._portfolio = portfolio
        self._run_topics = topics
        self._checks = {check.id: check for check in registry.load_checks()}
        self._pages = {row.site: row.pages for row in coverage if row.state is SiteState.AUDITED}
        self._sites = {site.id: site for site in portfolio.sites if site.url}
        self._systems = {system.id: system for system in portfolio.systems}
        self._site_of = Frontier(self._sites.values()).site_of

    def selections(self, findings: Sequence[Finding]) -> list[RecheckSelection]:
        """The crawls for these findings: at most one of whole sites, and one of chosen addresses."""
        whole = self._whole_sites(findings)
        crawled = [finding for finding in findings if self._is_examined_by(finding, whole)]
        decided = [finding for finding in findings if self._has_own_pages(finding) or self._is_of_system(finding)]
        rest = [finding for finding in decided if finding not in crawled]
        return [
            *([self._of_whole_sites(crawled, whole)] if crawled else []),
            *([self._of_addresses(rest)] if rest else []),
        ]

    def reason_not_requested(self, finding: Finding) -> NotRequested:
        """Why ``selections`` leaves a finding out."""
        scope = self._scope(finding)
        if scope is None:
            return NotRequested.CHECK_GONE
        needed = set(self._pages) if scope is Scope.PORTFOLIO else {finding.site}
        if needed - self._sites.keys():
            return NotRequested.NO_ADDRESS
        return NotRequested.TOO_MANY_PAGES if needed <= self._pages.keys() else NotRequested.SITE_NOT_AUDITED

    def _whole_sites(self, findings: Iterable[Finding]) -> frozenset[str]:
        """The sites to be crawled whole, as far as the bound allows."""
        chosen: set[str] = set()
        for finding in findings:
            scope = self._scope(finding)
            needed = {finding.site} if scope is Scope.SITE else set(self._pages) if scope is Scope.PORTFOLIO else set()
            more = chosen | needed
            known = needed <= self._sites.keys() & self._pages.keys()
            if (
                known
                and not self._is_of_system(finding)
                and sum(map(self._pages.__getitem__, more)) <= MOST_WHOLE_PAGES
            ):
                chosen = more
        return frozenset(chosen)

    def _is_examined_by(self, finding: Finding, whole: frozenset[str]) -> bool:
        """Whether a crawl of these whole sites examines the finding."""
        match self._scope(finding):
            case Scope.PORTFOLIO:
                return bool(whole) and whole == self._pages.keys() and not self._is_of_system(finding)
            case Scope.LINK:
                owners = {site.id for target in targets_of(finding) if (site := self._site_of(target))}
                return {finding.site, *owners} <= whole
            case _:
                return finding.site in whole

    def _has_own_pages(self, finding: Finding) -> bool:
        """Whether its pages and targets decide it, and can be requested."""
        return self._scope(finding) in {Scope.LINK, Scope.PAGE} and finding.site in self._sites

    def _of_whole_sites(self, findings: Sequence[Finding], whole: frozenset[str]) -> RecheckSelection:
        sites = tuple(site for site in self._sites.values() if site.id in whole)
        portfolio = msgspec.structs.replace(self._portfolio, sites=sites, systems=())
        topics = tuple(dict.fromkeys((*self._topics(findings), str(Topic.LINKS))))
        requests = tuple(self._requests(findings, sites))
        return RecheckSelection(tuple(findings), Settings(portfolio, topics=topics, source="recheck"), requests)

    def _of_addresses(self, findings: Sequence[Finding]) -> RecheckSelection:
        addresses = [url for finding in findings for url in (*pages_of(finding), *targets_of(finding))]
        owners = {site.id for url in addresses if (site := self._site_of(url))}
        owners |= {finding.site for finding in findings}
        systems = tuple(self._systems[finding.cause] for finding in findings if self._is_of_system(finding))
        # beside a system that does not answer, a site shows whether our own network does
        owners |= set(list(self._sites)[:1]) if systems else set()
        sites = tuple(site for site in self._sites.values() if site.id in owners)
        requests = tuple(self._requests(findings, sites))
        sites = tuple(_with_room(site, len(requests)) for site in sites)
        # a probe runs on a sample of pages, and a page of the finding need not be in that of so few pages
        probes = ProbePolicy.NONE if self._portfolio.probes is ProbePolicy.NONE else ProbePolicy.ALL
        portfolio = msgspec.structs.replace(self._portfolio, sites=sites, systems=systems, probes=probes)
        settings = Settings(portfolio, topics=self._topics(findings), source="recheck", only=())
        return RecheckSelection(tuple(findings), settings, (*requests, *Frontier(sites).systems(systems)))

    def _requests(self, findings: Sequence[Finding], sites: Sequence[Site]) -> Iterator[CrawlRequest]:
        """The pages and targets of findings, each once, as the run requested them; no start address of a site."""
        frontier = Frontier(sites)
        known = {request.url for request in frontier.starts()}
        for finding in filter(self._has_own_pages, findings):
            targets = targets_of(finding) if self._scope(finding) is Scope.LINK else ()
            for url in (*pages_of(finding), *targets):
                if url not in known and urls.is_web(url):
                    known.add(url)
                    site, home = frontier.site_of(url), self._sites[finding.site].url
                    name = site.id if site else ""
                    yield CrawlRequest(url, QueueKind.FETCH, urls.host_of(url), site=name, depth=1, found_on=home)

    def _topics(self, findings: Iterable[Finding]) -> tuple[str, ...]:
        """The topics of the findings' checks, and the one that visits every page where a browser found some of them."""
        topics = dict.fromkeys(str(self._checks[finding.check].topic) for finding in findings)
        if Topic.ACCESSIBILITY in self._run_topics and any(map(self._needs_visits, findings)):
            topics[str(Topic.ACCESSIBILITY)] = None
        return tuple(topics)

    def _needs_visits(self, finding: Finding) -> bool:
        """Whether a browser found it: by its check, or on a link that only scripts make, which has no line."""
        if self._scope(finding) is Scope.LINK:
            return not all(place.place.line for place in finding.spots)
        return Rendered in self._checks[finding.check].needs.values()

    def _scope(self, finding: Finding) -> Scope | None:
        check = self._checks.get(finding.check)
        return check.scope if check else None

    def _is_of_system(self, finding: Finding) -> bool:
        """Whether it is about a system beside the sites, which is examined by its own first page."""
        return self._scope(finding) is Scope.PORTFOLIO and finding.cause in self._systems


def pages_of(finding: Finding) -> list[str]:
    """The pages that hold its places, without fragments: those that are requested again."""
    return list(dict.fromkeys(urls.without_fragment(place.place.url) for place in finding.spots))[:MOST_PAGES]


def targets_of(finding: Finding) -> list[str]:
    """The addresses that its links lead to; of a finding that is not about links, what it names as its cause."""
    named = (str(place.data.get("target", "")) for place in finding.spots)
    causes = (finding.cause, *named)
    return list(dict.fromkeys(urls.without_fragment(cause) for cause in causes if urls.is_web(cause)))[:MOST_PAGES]


def _with_room(site: Site, requests: int) -> Site:
    """The site with a budget for its start addresses and what is requested besides."""
    most = requests + len({site.url, *site.starts})
    return msgspec.structs.replace(site, budget=msgspec.structs.replace(site.budget, pages=most, visits=most))
