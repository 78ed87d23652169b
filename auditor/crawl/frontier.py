"""Decides which found addresses are requested: scope, exclusions, budgets and crawler traps. Knows no network."""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

import msgspec

from auditor import urls
from auditor.crawl.traps import TrapDetector, paging_family
from auditor.crawl.turns import Turns
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
        self._owners = {url: site for site in self._sites for url in (site.url, *site.starts) if url}
        self._follow_out = follow_out
        self._only = only
        self._seen: set[str] = set()
        self._refused: set[str] = set()
        self._reconsidered: set[str] = set()
        self._by_id = {site.id: site for site in self._sites}
        self._pages: Counter[str] = Counter()
        self._traps = TrapDetector()
        self.site_of = lru_cache(_KNOWN)(self._site_of)
        self._turns = Turns(self._sites, self.site_of)

    def starts(self) -> list[CrawlRequest]:
        """The requests that a run begins with: every start address of every configured site."""
        requests = []
        for site in self._sites:
            for url in dict.fromkeys((site.url, *site.starts)):
                if url and url not in self._seen:
                    self._seen.add(url)
                    self._pages[site.id] += 1
                    host = urls.host_of(url)
                    requests.append(CrawlRequest(url, QueueKind.FETCH, host, site.id, start=True, is_page=True))
                    self._turns.begin(requests[-1])
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
            self._turns.remember_visit(request)
        elif request.skipped is Untested.BUDGET:
            self._turns.wait(request)
        elif _is_reconsidered(request):
            self._reconsidered.add(request.url)
        elif request.url not in self._seen:
            self._seen.add(request.url)
            if request.skipped is not None:
                self._refused.add(request.url)
            if request.is_page:
                self._pages[request.site] += request.skipped is None
                self._traps.is_endless_page(request.site, request.url, self._by_id[request.site].budget.pages)

    def await_answers(self, requests: Iterable[CrawlRequest]) -> None:
        """Take up the requests that an earlier process of the same run left unanswered."""
        for request in requests:
            if request.kind is QueueKind.FETCH:
                self._turns.begin(request)

    def end(self, request: CrawlRequest) -> None:
        """Note that an address was answered, or will not be."""
        self._turns.end(request)

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

    def arrive(self, url: str, request: CrawlRequest) -> CrawlRequest | None:
        """The request that stands for a page to which a redirect of ``request`` led, known from now on.

        It is answered already and does not count once more. None where the page is requested at its own address.
        """
        site = self.site_of(url)
        if site is None or not self.claim(url):
            return None
        self._turns.take(site.id, url)
        host = urls.host_of(url)
        return CrawlRequest(url, QueueKind.FETCH, host, site.id, request.depth, request.start, found_on=request.url)

    def visit(self, request: CrawlRequest) -> CrawlRequest:
        """The request for the browser visit of a page, skipped until its turn where the budget may not suffice."""
        return self._turns.visit(request)

    def ended_list(self, page: str, site_id: str, text: str) -> str:
        """The family of further pages that a page past the end of a list links to, empty for any other page.

        ``text`` is a hash of the page's words; addresses of the family are known by ``traps.paging_family``.
        """
        return self._traps.past_the_end(site_id, page, text)

    def admit(self, url: str, kind: LinkKind, source: CrawlRequest, *, ended: bool = False) -> CrawlRequest | None:
        """The request for an address found on a page, or None where it is known already or never requested.

        ``url`` is absolute and without fragment. What is out of bounds becomes a request with ``skipped`` set, so that
        the report can name what was not examined; so does what an endless list links to after its end (``ended``). A
        page of a site, and whatever another site's page leads to, waits for its turn: see ``admit_due``.
        """
        if url in self._seen or not urls.is_web(url) or (self._only is not None and url not in self._only):
            return None
        site, is_page = self.site_of(url), kind in PAGE_KINDS
        request = CrawlRequest(
            url, QueueKind.FETCH, urls.host_of(url), site.id if site else "", source.depth + is_page,
            found_on=source.url, is_page=is_page and site is not None,
        )  # fmt: skip
        refusal = Untested.TRAP if ended else self._refusal(url, site, source)
        if refusal is not None:
            return self._refuse(msgspec.structs.replace(request, skipped=refusal), lasting=not ended and bool(site))
        if site is None:
            self._seen.add(url)
            return request if self._follow_out else None
        if request.is_page and request.depth > site.budget.depth and not self._follow_out:
            return None
        if is_page or source.site != site.id:
            return self._turns.wait(msgspec.structs.replace(request, skipped=Untested.BUDGET))
        self._turns.take(site.id, url)
        return self.grant(request)

    def admit_due(self, *, foreign: bool = False) -> list[CrawlRequest]:
        """The requests of pages and visits whose turn it is, within their sites' budgets.

        A site's pages have their turn when all its requests have been answered; ``foreign`` states that this is so of
        every site, and gives a turn to what only other sites lead to.
        """
        visits = self._turns.due_visits()
        decided = [self._decide(request) for request in self._turns.due(foreign=foreign)]
        return [*visits, *(request for request in decided if request)]

    def grant(self, request: CrawlRequest) -> CrawlRequest:
        """The request as it is planned; from now on its address is known, and its site has an answer to wait for."""
        self._seen.add(request.url)
        granted = msgspec.structs.replace(request, skipped=None)
        self._turns.begin(granted)
        return granted

    def _decide(self, request: CrawlRequest) -> CrawlRequest | None:
        """A waiting request as it is carried out or refused; None where it stays out, for the budget is used up."""
        budget = self._by_id[request.site].budget
        if request.is_page and request.depth > budget.depth:
            # beyond the depth a page is only a link target like any other
            return self.grant(msgspec.structs.replace(request, site="", is_page=False))
        if not request.is_page:
            return self.grant(request)
        if self._pages[request.site] >= budget.pages:
            self._turns.keep_out(request)
            _log_skipped(request)
            return None
        if self._traps.is_endless_page(request.site, request.url, budget.pages):
            return self._refuse(msgspec.structs.replace(request, skipped=Untested.TRAP), lasting=True)
        self._pages[request.site] += 1
        return self.grant(request)

    def _refuse(self, request: CrawlRequest, *, lasting: bool) -> CrawlRequest | None:
        """The refused request; where it is not ``lasting``, another page may still lead to the address."""
        if request.url in self._reconsidered or self._turns.is_waiting(request.site, request.url):
            return None
        if lasting:
            self._seen.add(request.url)
            self._refused.add(request.url)
        else:
            self._reconsidered.add(request.url)
        _log_skipped(request)
        return request

    def _site_of(self, url: str) -> Site | None:
        """The site that begins with the address, else the one in whose scope it lies; the longest prefix wins.

        Sites of single pages may differ by their queries alone.
        """
        if url in self._owners:
            return self._owners[url]
        host = urls.host_of(url)
        owners = [site for prefix, site in self._scopes.get(host, ()) if urls.in_scope(url, host, prefix)]
        return max(owners, key=lambda site: len(site.prefix), default=None)

    def _refusal(self, url: str, site: Site | None, source: CrawlRequest) -> Untested | None:
        excluding = site or self._by_id.get(source.site)
        if excluding and any(urls.matches(url, pattern) for pattern in excluding.excluded):
            return Untested.EXCLUDED
        return Untested.TRAP if self._traps.is_endless_address(url) else None


def _is_reconsidered(request: CrawlRequest) -> bool:
    """Whether an address was refused for the page that led to it alone; see ``Frontier.admit``."""
    if request.skipped is Untested.TRAP:
        family = paging_family(request.url)
        return bool(family) and family == paging_family(request.found_on)
    return request.skipped is Untested.EXCLUDED and not request.site


def _log_skipped(request: CrawlRequest) -> None:
    if request.skipped is not None:
        reason = request.skipped.value
        _log.info("skipped", extra={"url": request.url, "reason": reason, "site": request.site})
