"""Decides which found addresses are requested: scope, exclusions, budgets and crawler traps. Knows no network."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from auditor import urls
from auditor.crawl.traps import TrapDetector
from auditor.model import CrawlRequest, LinkKind, QueueKind, Site, System, Untested

_log = logging.getLogger(__name__)

_KNOWN = 10_000
"""Addresses whose site is remembered: each is looked up several times, soon one after the other."""

PAGE_KINDS = frozenset({LinkKind.PAGE, LinkKind.FRAME, LinkKind.REFRESH})
"""Links that lead a visitor to a page; all others are only checked for being alive."""


class Frontier:
    """Admits each address once, as a request for the site whose page it is or for no site.

    ``sites`` are those that the run crawls; ``follow_out`` whether addresses outside all of them are requested too.
    ``only`` names the addresses that may be requested besides the start addresses (None: all).
    """

    def __init__(self, sites: Iterable[Site], *, follow_out: bool = True, only: frozenset[str] | None = None) -> None:
        self._sites = tuple(sites)
        self._scopes: dict[str, list[tuple[str, Site]]] = defaultdict(list)
        for site in self._sites:
            if site.url:
                self._scopes[urls.host_of(site.url)].append((site.prefix, site))
        self._follow_out = follow_out
        self._only = only
        self._seen: set[str] = set()
        self._refused: set[str] = set()
        self._budgets = {site.id: site.budget for site in self._sites}
        self._pages: Counter[str] = Counter()
        self._visits: Counter[str] = Counter()
        self._traps = TrapDetector()
        self.site_of = lru_cache(_KNOWN)(self._site_of)

    def starts(self) -> list[CrawlRequest]:
        """The requests that a run begins with: every start address of every configured site."""
        requests = []
        for site in self._sites:
            for url in dict.fromkeys((site.url, *site.starts)):
                if url and url not in self._seen:
                    self._seen.add(url)
                    self._pages[site.id] += 1
                    requests.append(CrawlRequest(url, QueueKind.FETCH, urls.host_of(url), site=site.id, start=True))
        return requests

    def systems(self, systems: Iterable[System]) -> list[CrawlRequest]:
        """The requests for the first pages of systems of which only an answer is expected."""
        addresses = (urls.without_fragment(system.url) for system in systems if system.how == "probe" and system.url)
        return [
            CrawlRequest(url, QueueKind.FETCH, urls.host_of(url), start=True) for url in addresses if self.claim(url)
        ]

    def searches(self) -> list[CrawlRequest]:
        """The requests that try each site's own search where one is configured, but for what was requested already.

        To be called last: the results are no pages of the site, unless its own pages lead to them.
        """
        tried = (url for site in self._sites if site.url for url in site.searches)
        return [CrawlRequest(url, QueueKind.FETCH, urls.host_of(url)) for url in tried if self.claim(url)]

    def remember(self, request: CrawlRequest) -> None:
        """Take up a request that an earlier process of the same run planned already."""
        if request.kind is QueueKind.VISIT:
            self._visits[request.site] += 1
        elif request.url not in self._seen:
            self._seen.add(request.url)
            if request.skipped is not None:
                self._refused.add(request.url)
            elif request.site:
                self._pages[request.site] += 1

    def knows(self, url: str) -> bool:
        """Whether this address was requested, will be, or was refused."""
        return url in self._seen

    def covers(self, url: str) -> bool:
        """Whether this address lies in a crawled site and was requested under its own address, or will be."""
        return url in self._seen and url not in self._refused and self.site_of(url) is not None

    def is_own_host(self, host: str) -> bool:
        """Whether a host (``name:port``) has a crawled site."""
        return host in self._scopes

    def claim(self, url: str) -> bool:
        """Whether this address is new; from now on it counts as requested (a redirect led to it)."""
        new = url not in self._seen
        self._seen.add(url)
        return new

    def may_visit(self, site_id: str) -> bool:
        """Whether the site's budget allows one more browser visit; it then counts as used."""
        self._visits[site_id] += 1
        return self._visits[site_id] <= self._budgets[site_id].visits

    def ended_list(self, page: str, site_id: str, text: str) -> str:
        """The family of further pages that a page past the end of a list links to, empty for any other page.

        ``text`` is a hash of the page's words; addresses of the family are known by ``traps.paging_family``.
        """
        return self._traps.past_the_end(site_id, page, text)

    def admit(self, url: str, kind: LinkKind, source: CrawlRequest, *, ended: bool = False) -> CrawlRequest | None:
        """The request for an address found on a page, or None where it is known already or never requested.

        ``url`` is absolute and without fragment. What is out of bounds becomes a request with ``skipped`` set, so that
        the report can name what was not examined; so does what an endless list links to after its end (``ended``).
        """
        if url in self._seen or not urls.is_web(url) or (self._only is not None and url not in self._only):
            return None
        self._seen.add(url)
        site = self._crawled(url, kind, source)
        if site is None and not self._follow_out:
            return None
        refusal = Untested.TRAP if ended else self._refusal(url, kind, site, source)
        if refusal is not None:
            self._refused.add(url)
            _log.info("skipped", extra={"url": url, "reason": refusal.value, "site": site.id if site else ""})
        elif site and kind in PAGE_KINDS:
            self._pages[site.id] += 1
        return CrawlRequest(
            url,
            QueueKind.FETCH,
            urls.host_of(url),
            site=site.id if site else "",
            depth=source.depth + (kind in PAGE_KINDS),
            found_on=source.url,
            skipped=refusal,
        )

    def _site_of(self, url: str) -> Site | None:
        """The crawled site in whose scope the address lies; the longest prefix wins."""
        host = urls.host_of(url)
        owners = [site for prefix, site in self._scopes.get(host, ()) if urls.in_scope(url, host, prefix)]
        return max(owners, key=lambda site: len(site.prefix), default=None)

    def _crawled(self, url: str, kind: LinkKind, source: CrawlRequest) -> Site | None:
        """The site whose page this would be; beyond the depth a page is only a link target like any other."""
        site = self.site_of(url)
        too_deep = site is not None and kind in PAGE_KINDS and source.depth >= site.budget.depth
        return None if too_deep else site

    def _refusal(self, url: str, kind: LinkKind, site: Site | None, source: CrawlRequest) -> Untested | None:
        patterns = site.excluded if site else self._excluded_for(source)
        if any(urls.matches(url, pattern) for pattern in patterns):
            return Untested.EXCLUDED
        if self._traps.is_endless_address(url):
            return Untested.TRAP
        if site is None or kind not in PAGE_KINDS:
            return None
        if self._pages[site.id] >= site.budget.pages:
            return Untested.BUDGET
        return Untested.TRAP if self._traps.is_endless_page(site.id, url, site.budget.pages) else None

    def _excluded_for(self, source: CrawlRequest) -> tuple[str, ...]:
        return next((site.excluded for site in self._sites if site.id == source.site), ())
