"""Reads the stored sitemaps of a run: where each names pages and further sitemaps of the sites."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from auditor import urls
from auditor.crawl.frontier import Frontier
from auditor.crawl.sitemaps import read_sitemap
from auditor.model import Link, LinkKind, Place, Run
from auditor.pipeline.run_settings import selected_sites
from auditor.store import Store

_Entry = tuple[str, int, str]
"""Where an address is named (a sitemap or robots.txt), its line there (0: unknown), and the address."""


class SitemapEntries:
    """What the sitemaps of a run list, by the site whose scope the address lies in."""

    def __init__(self, store: Store, run: Run) -> None:
        self._sites = [site for site in selected_sites(run.settings) if site.url]
        self._site_of = Frontier(self._sites).site_of
        self._entries: dict[str, list[_Entry]] = defaultdict(list)
        self.files: set[str] = set()
        """The sitemaps that could be read, and the robots.txt files that name sitemaps."""
        named_by = {request.url: request.found_on for request in store.queue.sitemap_requests(run.number)}
        listed = set[str]()
        for fetched in store.facts.fetch_records_among(run.number, sorted(named_by)):
            if fetched.body and fetched.target.state.is_alive:
                listed |= self._read(fetched.url, store.blobs.get(fetched.body))
        for url, robots in named_by.items():
            self.files.add(robots)
            if url not in listed:
                self._add(robots, 0, url)

    def links(self, site: str) -> Iterator[Link]:
        """The entries that belong to a site, as links of the sitemap that lists them."""
        for place, line, url in self._entries.get(site, ()):
            yield Link(Place(place, line=line), "sitemap", "loc", url, url, LinkKind.PAGE)

    def _read(self, address: str, body: bytes) -> set[str]:
        """Read one sitemap; returns the further sitemaps that it lists."""
        self.files.add(address)
        sitemap = read_sitemap(body)
        for url, line in zip((*sitemap.pages, *sitemap.sitemaps), sitemap.lines, strict=True):
            self._add(address, line, urls.without_fragment(url))
        return set(sitemap.sitemaps)

    def _add(self, place: str, line: int, url: str) -> None:
        """Add an entry to the site that it belongs to; a sitemap outside all scopes, to the first site of its host."""
        site = self._site_of(url)
        if site is None and line == 0:
            site = next((site for site in self._sites if urls.host_of(site.url) == urls.host_of(url)), None)
        if site is not None:
            self._entries[site.id].append((place, line, url))
