"""Turns of found pages: which wait for a place in their site's budget, and when a site has nothing left to answer.

A budget that binds chooses the same pages whatever the order of the answers: the pages found so far take their turn
when every request of their site has been answered, nearest to a start address first, then by address.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

import msgspec

from auditor.model import CrawlRequest, Site, Untested


class Turns:
    """Requests that wait for their turn, by site, and the addresses of each site that have not been answered.

    ``sites`` are those that are crawled; ``site_of`` returns the one in whose scope an address lies.
    """

    def __init__(self, sites: Iterable[Site], site_of: Callable[[str], Site | None]) -> None:
        self._site_of = site_of
        self._own: dict[str, dict[str, CrawlRequest]] = defaultdict(dict)
        self._foreign: dict[str, dict[str, CrawlRequest]] = defaultdict(dict)
        self._full: dict[str, dict[str, CrawlRequest]] = defaultdict(dict)
        self._open: dict[str, set[str]] = defaultdict(set)
        self._visits: dict[str, dict[str, CrawlRequest]] = defaultdict(dict)
        self._visited: Counter[str] = Counter()
        self._most_visits = {site.id: site.budget.visits for site in sites}

    def begin(self, request: CrawlRequest) -> None:
        """Note that an address of a site is to be answered."""
        if request.site:
            self._open[request.site].add(request.url)

    def end(self, request: CrawlRequest) -> None:
        """Note that an address was answered, or will not be."""
        self._open[request.site].discard(request.url)

    def wait(self, request: CrawlRequest) -> CrawlRequest | None:
        """Let a page wait. Returns the request where it is to be stored: new, or found nearer to a start address."""
        site, url = request.site, request.url
        pools = (self._own[site], self._foreign[site], self._full[site])
        known = next((pool[url] for pool in pools if url in pool), None)
        if known is not None and self._rank(known) <= self._rank(request):
            return None
        self.take(site, url)
        pool = self._foreign if self._is_foreign(request) else self._own
        pool[site][url] = request
        # which of several pages is named as the one that led there is stored with its turn
        return None if known is not None and self._rank(known)[:-1] == self._rank(request)[:-1] else request

    def take(self, site: str, url: str) -> CrawlRequest | None:
        """Take a waiting page out: something else leads to it that needs no turn."""
        taken = [pool[site].pop(url, None) for pool in (self._own, self._foreign, self._full)]
        return next((request for request in taken if request), None)

    def is_waiting(self, site: str, url: str) -> bool:
        """Return whether a page waits for its turn, or found its site's budget used up."""
        return any(url in pool[site] for pool in (self._own, self._foreign, self._full))

    def keep_out(self, request: CrawlRequest) -> None:
        """Note that a page found the budget used up: it has no turn again, unless it needs none."""
        self._full[request.site][request.url] = request

    def due(self, *, foreign: bool) -> list[CrawlRequest]:
        """Take the pages whose turn it is, in the order in which they are chosen.

        Those that their own site's pages lead to, as soon as the site has nothing left to answer; all others with
        ``foreign``, when no site has.
        """
        sites = [site for site, waiting in self._own.items() if waiting and not self._open[site]]
        taken = [request for site in sites for request in self._own.pop(site).values()]
        if foreign and not taken:
            taken = [request for waiting in self._foreign.values() for request in waiting.values()]
            self._foreign.clear()
        return sorted(taken, key=_canonical)

    def visit(self, request: CrawlRequest) -> CrawlRequest:
        """Return the request for a browser visit; it waits where the budget may not suffice for its level."""
        site = request.site
        used = self._visited[site] + len(self._visits[site])
        if request.skipped is None and used + len(self._open[site]) < self._most_visits[site]:
            self._visited[site] += 1
            return request
        self._visits[site][request.url] = msgspec.structs.replace(request, skipped=Untested.BUDGET)
        return self._visits[site][request.url]

    def remember_visit(self, request: CrawlRequest) -> None:
        """Take up a visit that an earlier process of the same run planned."""
        if request.skipped is Untested.BUDGET:
            self._visits[request.site][request.url] = request
        else:
            self._visited[request.site] += 1

    def due_visits(self) -> list[CrawlRequest]:
        """Take the waiting visits of sites that have nothing left to answer; returns those within the budget."""
        sites = [site for site, visits in self._visits.items() if visits and not self._open[site]]
        granted = []
        for request in sorted(
            (request for site in sites for request in self._visits.pop(site).values()), key=_canonical
        ):
            if self._visited[request.site] < self._most_visits[request.site]:
                self._visited[request.site] += 1
                granted.append(msgspec.structs.replace(request, skipped=None))
        return granted

    def _is_foreign(self, request: CrawlRequest) -> bool:
        source = self._site_of(request.found_on)
        return source is None or source.id != request.site

    def _rank(self, request: CrawlRequest) -> tuple[bool, bool, int, str]:
        """Of two ways to a page its own site's counts first; a file needs no turn; then the shorter way."""
        return self._is_foreign(request), request.is_page, request.depth, request.found_on


def _canonical(request: CrawlRequest) -> tuple[int, str]:
    return request.depth, request.url
