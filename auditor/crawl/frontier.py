"""Which found addresses become work: scope, exclusions, budgets and trap guards. Pure; knows no network."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache

from auditor import urls
from auditor.crawl.traps import TrapDetector
from auditor.model import CrawlRequest, LinkKind, QueueKind, Site, System, Untested

_KNOWN = 10_000
"""Addresses whose site is remembered: each is asked for several times, soon one after the other."""

PAGE_KINDS = frozenset({LinkKind.PAGE, LinkKind.FRAME, LinkKind.REFRESH})
"""Links that lead a visitor to a page; all others are only checked for being alive."""


class Frontier:
    """Admits each address once, as an ask for the site whose page it is or for nobody's.

    ``sites`` are those that the run walks; ``follow_out`` says whether addresses outside all of them are asked too.
    ``only`` names the addresses that may be asked besides the start addresses (None: all).
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
        """The asks that a run begins with: every start address of every configured site."""
        asks = []
        for site in self._sites:
            for url in dict.fromkeys((site.url, *site.starts)):
                if url and url not in self._seen:
                    self._seen.add(url)
                    self._pages[site.id] += 1
                    asks.append(CrawlRequest(url, QueueKind.FETCH, urls.host_of(url), site=site.id, start=True))
        return asks

    def systems(self, systems: Iterable[System]) -> list[CrawlRequest]:
        """The asks for the first pages of systems that are only asked whether they answer."""
        addresses = (urls.without_fragment(system.url) for system in systems if system.how == "probe" and system.url)
        return [
            CrawlRequest(url, QueueKind.FETCH, urls.host_of(url), start=True) for url in addresses if self.arrive(url)
        ]

    def searches(self) -> list[CrawlRequest]:
        """The asks that try the search of every site where one is configured, but for what was asked already.

        To be called last: the answers are no pages of the site, unless its own pages lead to them.
        """
        tried = (url for site in self._sites if site.url for url in site.searches)
        return [CrawlRequest(url, QueueKind.FETCH, urls.host_of(url)) for url in tried if self.arrive(url)]

    def remember(self, ask: CrawlRequest) -> None:
        """Take up an ask that an earlier process of the same run planned already."""
        if ask.kind is QueueKind.VISIT:
            self._visits[ask.site] += 1
        elif ask.url not in self._seen:
            self._seen.add(ask.url)
            if ask.skipped is not None:
                self._refused.add(ask.url)
            elif ask.site:
                self._pages[ask.site] += 1

    def knows(self, url: str) -> bool:
        """Whether this address was asked, or will be."""
        return url in self._seen

    def asks(self, url: str) -> bool:
        """Whether this address lies in a walked site and was asked for itself, or will be."""
        return url in self._seen and url not in self._refused and self.site_of(url) is not None

    def arrive(self, url: str) -> bool:
        """Whether nobody asked this address yet; from now on it counts as asked (a redirect led to it)."""
        new = url not in self._seen
        self._seen.add(url)
        return new

    def may_visit(self, site_id: str) -> bool:
        """Whether the site's budget allows one more browser visit; it then counts as used."""
        self._visits[site_id] += 1
        return self._visits[site_id] <= self._budgets[site_id].visits

    def ends_at(self, page: str, site_id: str, text: str) -> str:
        """The family of further pages that a page past the end of a list names, empty where it is none of these.

        ``text`` is a hash of the page's words; addresses of the family are known by ``traps.paging_family``.
        """
        return self._traps.past_the_end(site_id, page, text)

    def admit(self, url: str, kind: LinkKind, source: CrawlRequest, *, ended: bool = False) -> CrawlRequest | None:
        """The ask for an address found on a page, or None where it is known already or never asked.

        ``url`` is absolute and without fragment. What is out of bounds becomes an ask with ``skipped`` set, so that
        the report can say what was not looked at; so does one that an endless list names after its end (``ended``).
        """
        if url in self._seen or not urls.is_web(url) or (self._only is not None and url not in self._only):
            return None
        self._seen.add(url)
        site = self._walked(url, kind, source)
        if site is None and not self._follow_out:
            return None
        ask = CrawlRequest(
            url,
            QueueKind.FETCH,
            urls.host_of(url),
            site=site.id if site else "",
            depth=source.depth + (kind in PAGE_KINDS),
            found_on=source.url,
            skipped=Untested.TRAP if ended else self._refusal(url, kind, site, source),
        )
        if ask.skipped is not None:
            self._refused.add(url)
        elif site and kind in PAGE_KINDS:
            self._pages[site.id] += 1
        return ask

    def _site_of(self, url: str) -> Site | None:
        """The walked site in whose scope the address lies; the longest prefix wins."""
        host = urls.host_of(url)
        owners = [site for prefix, site in self._scopes.get(host, ()) if urls.in_scope(url, host, prefix)]
        return max(owners, key=lambda site: len(site.prefix), default=None)

    def _walked(self, url: str, kind: LinkKind, source: CrawlRequest) -> Site | None:
        """The site whose page this would be; beyond the depth a page is only a link target like any other."""
        site = self.site_of(url)
        too_deep = site is not None and kind in PAGE_KINDS and source.depth >= site.budget.depth
        return None if too_deep else site

    def _refusal(self, url: str, kind: LinkKind, site: Site | None, source: CrawlRequest) -> Untested | None:
        patterns = site.excluded if site else self._excluded_for(source)
        if any(urls.matches(url, pattern) for pattern in patterns):
            return Untested.EXCLUDED
        if self._traps.catch(url):
            return Untested.TRAP
        if site is None or kind not in PAGE_KINDS:
            return None
        if self._pages[site.id] >= site.budget.pages:
            return Untested.BUDGET
        return Untested.TRAP if self._traps.catch_page(site.id, url, site.budget.pages) else None

    def _excluded_for(self, source: CrawlRequest) -> tuple[str, ...]:
        return next((site.excluded for site in self._sites if site.id == source.site), ())
