"""Collects where pages, files, style sheets and sitemaps link to, and places the faults of link targets there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from auditor import urls
from auditor.model import Download, Judged, Link, LinkKind, PageFacts, Place, Rendered, StyleSheet
from auditor.pipeline.judgement.link_targets import TargetJudging
from auditor.pipeline.judgement.page_checks import CheckedPage


class LinkOccurrences:
    """The links of some pages and files of one site."""

    def __init__(self, targets: TargetJudging, site: str) -> None:
        self.addresses: set[str] = set()
        """Where all links lead, with and without their fragments, and what other links hold (scripts, FTP)."""
        self._targets = targets
        self._site = site
        self._sound: set[str] = set()

    def page_faults(self, facts: PageFacts, checked: CheckedPage) -> Iterator[Judged]:
        """Collect the links of a page, as delivered and as rendered; yield their targets' faults at their places."""
        delivered = list(self._faulty(checked.document.links if checked.document else ()))
        if checked.details:
            delivered = list(self._faulty(checked.details.links({link.raw for link in delivered})))
        rendered = facts.rendered.links if isinstance(facts.rendered, Rendered) else ()
        for link in (*delivered, *self._faulty(rendered)):
            yield from self._targets.faults_at(link, self._site)

    def file_faults(self, downloads: Mapping[str, Download]) -> Iterator[Judged]:
        """Collect the links of the site's files; yield their targets' faults, each at its file."""
        for address, file in downloads.items():
            yield from self.faults_of(Link(Place(address), "file", "", url, url, LinkKind.PAGE) for url in file.links)

    def sheet_faults(self, sheets: Mapping[str, StyleSheet]) -> Iterator[Judged]:
        """Collect what the site's style sheets load; yield the faults of it, each at its line."""
        for address, sheet in sheets.items():
            yield from self.faults_of(
                Link(Place(address, line=loaded.line), "style", "url", loaded.raw, loaded.url, LinkKind.RESOURCE)
                for loaded in sheet.addresses
            )

    def faults_of(self, links: Iterable[Link]) -> Iterator[Judged]:
        """Collect links; yield their targets' faults at their places."""
        for link in self._faulty(links):
            yield from self._targets.faults_at(link, self._site)

    def _faulty(self, links: Iterable[Link]) -> Iterator[Link]:
        """Collect the addresses of links and yield those links whose target has a fault."""
        for link in links:
            url = link.url
            if url in self._sound or link.attribute.endswith(":post"):  # what is posted to is never requested
                continue
            if urls.is_web(url):
                self.addresses |= {url, urls.without_fragment(url)}
                if self._targets.is_sound(url):
                    self._sound.add(url)  # the links of a menu are on every page: one look-up serves all
                else:
                    yield link
            elif link.kind in {LinkKind.SCRIPT, LinkKind.OTHER}:
                self.addresses.add(url or link.raw.strip())
