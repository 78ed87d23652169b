"""From answers to results: what the workers read from a body becomes facts to store and asks that they lead to."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

from auditor import urls
from auditor.crawl.fetcher import ROBOTS_PATH, FetchAttempt, is_sitemap
from auditor.crawl.frontier import Frontier
from auditor.crawl.link_state import classify, seen_through
from auditor.crawl.sitemaps import read_sitemap
from auditor.crawl.soft_404 import impossible
from auditor.crawl.traps import paging_family
from auditor.extract.files.downloads import FORMATS_BY_MEDIA_TYPE
from auditor.extract.parse_batch import ParseJob, ParseResult
from auditor.model import (
    Answer,
    CrawlRequest,
    FetchRecord,
    LinkKind,
    LinkTarget,
    QueueKind,
    Response,
    Untested,
)

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_READABLE = frozenset({"", "text/html", "application/xhtml+xml", "text/css", "application/octet-stream"})
_READABLE_IN_SITES = _READABLE | FORMATS_BY_MEDIA_TYPE.keys()


class VisitPolicy(StrEnum):
    """Which pages are shown to a browser."""

    ALL = "all"
    STARTS = "starts"
    NONE = "none"


class AnsweredRequest(msgspec.Struct, frozen=True):
    """An answer that is final, with what was read from it: blob hashes of the page's facts and of the body."""

    ask: CrawlRequest
    answer: Answer
    asked: FetchAttempt
    digest: ParseResult | None = None
    page: str = ""
    body: str = ""


def parse_job_of(
    asked: FetchAttempt, *, links_only: bool = False, words: tuple[str, ...] | None = None
) -> ParseJob | None:
    """The body to be read, or None when there is none or nothing in it can be read."""
    answer = asked.answer
    if not isinstance(answer, Response) or not asked.body:
        return None
    if answer.media_type not in (_READABLE_IN_SITES if asked.ask.site else _READABLE):
        return None
    if answer.is_error and not asked.ask.probe:
        return None
    return ParseJob(
        answer.final_url, asked.body, answer.media_type, answer.charset, asked.ask.start, answer.truncated, links_only,
        is_followed(asked), opening=bool(asked.ask.site) and not asked.ask.probe, words=words,
    )  # fmt: skip


def is_followed(asked: FetchAttempt) -> bool:
    """Whether every address found in an answer is taken up: a page of a site, under the address that was asked."""
    ask, answer = asked.ask, asked.answer
    return bool(ask.site) and not ask.probe and not is_sitemap(ask) and answer is not None and not answer.chain


class ResultInterpreter:
    """Turns kept answers into results and further asks, for one run.

    ``probe_missing`` asks each module once for an address that cannot exist; ``visit`` says
    which pages a browser shall see, ``links_only`` that nothing but the links of pages is judged,
    ``expected_words`` by address the words that systems' first pages must show.
    """

    def __init__(
        self,
        frontier: Frontier,
        *,
        probe_missing: bool,
        visit: VisitPolicy,
        links_only: bool = False,
        expected_words: Mapping[str, tuple[str, ...]] = MappingProxyType({}),
    ) -> None:
        self.links_only = links_only
        self._expected_words = expected_words
        self._frontier = frontier
        self._probe_missing = probe_missing
        self._visit = visit
        self._modules: set[str] = set()

    def remember(self, ask: CrawlRequest) -> None:
        """Take up an ask that an earlier process of the same run planned already."""
        self._frontier.remember(ask)
        if ask.probe:
            self._modules.add(urls.module_of(ask.url))

    def undigested(self, asked: FetchAttempt) -> ParseJob | None:
        """The body to be read, or None when nothing in it can be read, or it is read under its own address anyway."""
        ask, answer = asked.ask, asked.answer
        if isinstance(answer, Response) and answer.chain and not (ask.start or ask.probe):
            final = urls.without_fragment(answer.final_url)
            if final != ask.url and answer.media_type in _PAGES and ask.site and self._frontier.knows(final):
                return None
        return parse_job_of(asked, links_only=self.links_only, words=self._expected_words.get(ask.url))

    def results(self, kept: AnsweredRequest) -> list[FetchRecord]:
        """What to store of one answer. A redirect that ends inside a site makes two: the moved link, and the page."""
        ask, answer = kept.ask, kept.answer
        final = urls.without_fragment(answer.final_url)
        site = self._frontier.site_of(final) if ask.site else None
        moved = final != ask.url
        # a page in the place of a file, or one that says that it is missing, is no page of the site
        target = _informed(kept)
        readable = ask.probe or target.state.is_alive
        page = kept.page if readable else ""
        plain = FetchRecord(
            url=ask.url,
            site="" if moved or ask.probe or site is None else site.id,
            depth=ask.depth,
            start=ask.start,
            probe=ask.probe,
            answer=answer,
            target=target,
            page=page if ask.probe or not moved or site is None else "",
            body="" if site is None and not ask.start else kept.body,
        )
        if not moved or site is None or ask.probe or not isinstance(answer, Response) or not page:
            return [plain]
        if not self._frontier.arrive(final) and not ask.start:
            return [plain]
        arrived = msgspec.structs.replace(answer, url=final, chain=())
        replaced = {"url": final, "site": site.id, "answer": arrived, "target": classify(final, arrived)}
        return [plain, msgspec.structs.replace(plain, page=page, **replaced)]

    def found(self, kept: AnsweredRequest, result: FetchRecord) -> list[CrawlRequest]:
        """The asks that a page, style sheet or sitemap of a site leads to; none for what lies outside all sites."""
        if kept.asked.sitemaps:
            return [*self._sitemaps(kept.asked), *self._found(kept, result)]
        return self._listed(kept.asked) if is_sitemap(kept.ask) else self._found(kept, result)

    def _sitemaps(self, asked: FetchAttempt) -> list[CrawlRequest]:
        """The asks for the sitemaps that robots.txt names; marked, so that a continued run knows them again."""
        source = msgspec.structs.replace(asked.ask, url=urls.origin_of(asked.ask.url) + ROBOTS_PATH)
        asks = [self._frontier.admit(url, LinkKind.OTHER, source) for url in asked.sitemaps]
        return [ask for ask in asks if ask]

    def _listed(self, asked: FetchAttempt) -> list[CrawlRequest]:
        """The pages and further sitemaps that a sitemap lists."""
        sitemap = read_sitemap(asked.body)
        ours = [url for url in sitemap.pages if self._frontier.site_of(url)]
        pages = [self._frontier.admit(urls.without_fragment(url), LinkKind.PAGE, asked.ask) for url in ours]
        further = [
            self._frontier.admit(url, LinkKind.OTHER, msgspec.structs.replace(asked.ask, url=asked.ask.found_on))
            for url in sitemap.sitemaps
        ]
        return [ask for ask in (*pages, *further) if ask]

    def _found(self, kept: AnsweredRequest, result: FetchRecord) -> list[CrawlRequest]:
        if kept.digest is None or not result.site or result.probe:
            return []
        source = msgspec.structs.replace(kept.ask, url=result.url, site=result.site)
        ended = self._frontier.ends_at(result.url, result.site, kept.digest.text_hash)
        asks = [
            self._frontier.admit(link.url, link.kind, source, ended=bool(ended) and paging_family(link.url) == ended)
            for link in kept.digest.found
        ]
        if result.page:
            asks += [self._visit_of(source), self._probe_of(source)]
        return [ask for ask in asks if ask]

    def found_by_scripts(self, urls_found: list[tuple[str, LinkKind]], source: CrawlRequest) -> list[CrawlRequest]:
        """The asks that links born of scripts lead to."""
        asks = [self._frontier.admit(urls.without_fragment(url), kind, source) for url, kind in urls_found]
        return [ask for ask in asks if ask]

    def _visit_of(self, source: CrawlRequest) -> CrawlRequest | None:
        if self._visit is VisitPolicy.NONE or (self._visit is VisitPolicy.STARTS and not source.start):
            return None
        skipped = None if self._frontier.may_visit(source.site) else Untested.BUDGET
        return CrawlRequest(
            source.url, QueueKind.VISIT, urls.host_of(source.url), source.site, source.depth, source.start,
            skipped=skipped,
        )  # fmt: skip

    def _probe_of(self, source: CrawlRequest) -> CrawlRequest | None:
        module = urls.module_of(source.url)
        if not self._probe_missing or module in self._modules:
            return None
        self._modules.add(module)
        url = impossible(source.url)
        if url is None or not self._frontier.arrive(url):
            return None
        return CrawlRequest(url, QueueKind.FETCH, urls.host_of(url), probe=True, found_on=source.url)


def _informed(kept: AnsweredRequest) -> LinkTarget:
    """The target with what was read there: a file, a style sheet, the words of a firewall, or why nothing was."""
    digest = kept.digest
    if digest is None:
        return kept.asked.target
    target = seen_through(kept.asked.target, digest.title)
    return msgspec.structs.replace(target, download=digest.download, sheet=digest.sheet, unread=digest.unread)
