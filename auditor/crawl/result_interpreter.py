"""Interprets parsed answers: which facts to store, and which requests follow from them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

from auditor import urls
from auditor.crawl.fetcher import FetchAttempt
from auditor.crawl.frontier import Frontier
from auditor.crawl.link_state import blocked_by_title, classify, informed_by_title, loaded_as
from auditor.crawl.module_probes import ModuleProbes
from auditor.crawl.name_requests import RootRequests
from auditor.crawl.sitemaps import read_sitemap
from auditor.crawl.traps import paging_family
from auditor.extract.files.downloads import FORMATS_BY_MEDIA_TYPE
from auditor.extract.parse_batch import ParseJob, ParseResult
from auditor.fetch.refresh_header import refresh_target
from auditor.model import (
    ROBOTS_PATH,
    Answer,
    CrawlRequest,
    FetchRecord,
    LinkDetail,
    LinkKind,
    LinkTarget,
    QueueKind,
    RequestPurpose,
    ResourceUse,
    Response,
)

_PAGES = frozenset({"text/html", "application/xhtml+xml"})
_PARSED = frozenset({"", "text/html", "application/xhtml+xml", "text/css", "application/octet-stream"})
_PARSED_IN_SITES = _PARSED | FORMATS_BY_MEDIA_TYPE.keys()


class VisitPolicy(StrEnum):
    """Which pages are visited with a browser."""

    ALL = "all"
    STARTS = "starts"
    NONE = "none"


class ParsedAnswer(msgspec.Struct, frozen=True):
    """A final answer, with what was parsed of it."""

    attempt: FetchAttempt
    """The attempt that brought the answer."""
    answer: Answer
    """The answer itself: never missing here."""
    parsed: ParseResult | None = None
    """What was parsed of the body; None where there is none or nothing in it can be parsed."""
    page: str = ""
    """The blob of the ``Page``."""
    body: str = ""
    """The blob of the body."""

    @property
    def request(self) -> CrawlRequest:
        """What was requested."""
        return self.attempt.request


def parse_job_of(
    attempt: FetchAttempt, *, links_only: bool = False, words: tuple[str, ...] | None = None
) -> ParseJob | None:
    """The body to be parsed, or None when there is none or nothing in it can be parsed.

    ``words`` are those that the first page of a system must show.
    """
    request, answer = attempt.request, attempt.answer
    if not isinstance(answer, Response) or not attempt.body:
        return None
    if answer.media_type not in (_PARSED_IN_SITES if request.site else _PARSED):
        return None
    if answer.is_error and request.purpose is not RequestPurpose.SOFT_404_PROBE:
        return None
    return ParseJob(
        answer.final_url, attempt.body, answer.media_type, answer.charset, request.start, answer.truncated, links_only,
        is_followed(attempt), opening=bool(request.site) and not request.probe, words=words,
        refresh=refresh_target(answer.header("refresh"), answer.final_url)[1],
        outside=request.purpose is RequestPurpose.LINK_TARGET, as_browser=attempt.as_browser,
    )  # fmt: skip


def is_followed(attempt: FetchAttempt) -> bool:
    """Whether every address found in an answer is taken up: a page of a site, under the address that was requested."""
    answer = attempt.answer
    return attempt.request.purpose is RequestPurpose.PAGE and answer is not None and not answer.chain


class ResultInterpreter:
    """Turns final answers into records and further requests, for one run.

    ``probe_missing`` requests an impossible address once a module; ``visit`` selects the pages that a browser visits;
    with ``links_only`` only links are judged. ``expected_words`` are the words that systems must show.
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
        self._probes = ModuleProbes(frontier, enabled=probe_missing)
        self.roots = RootRequests(frontier)
        self._visit = visit
        self._uses: dict[str, ResourceUse] = {}
        self._from_scripts: list[tuple[CrawlRequest, str, LinkKind]] = []
        self._landings: list[CrawlRequest] = []

    def remember(self, request: CrawlRequest) -> None:
        """Take up a request that an earlier process of the same run planned already."""
        self._frontier.remember(request)
        self._probes.remember(request)

    def parse_job(self, attempt: FetchAttempt) -> ParseJob | None:
        """The body to be parsed; None when nothing in it can be parsed, or it is parsed at its own address anyway."""
        request, answer = attempt.request, attempt.answer
        if isinstance(answer, Response) and answer.chain and not (request.start or request.probe):
            final = urls.without_fragment(answer.final_url)
            if final != request.url and answer.media_type in _PAGES and request.site and self._frontier.knows(final):
                return None
        return parse_job_of(attempt, links_only=self.links_only, words=self._expected_words.get(request.url))

    def records(self, result: ParsedAnswer) -> list[FetchRecord]:
        """What to store of one answer. A redirect that ends inside a site makes two: the moved link, and the page."""
        request, answer = result.request, result.answer
        final = urls.without_fragment(answer.final_url)
        site = self._frontier.site_of(final) if request.site else None
        moved = final != request.url
        # a page in the place of a file, or one that states that it is missing, is no page of the site
        target = self._informed(result)
        page = result.page if request.probe or target.state.is_alive else ""
        plain = FetchRecord(
            url=request.url,
            site="" if moved or request.probe or site is None else site.id,
            depth=request.depth,
            start=request.start,
            probe=request.probe,
            answer=answer,
            target=target,
            page=page if request.probe or not moved or site is None else "",
            body=result.body if site or request.start or request.purpose is RequestPurpose.SITEMAP else "",
        )
        if not moved or site is None or request.probe or not isinstance(answer, Response) or not page:
            return [plain]
        landing = self._frontier.arrive(final, request)
        if landing is None and not request.start:
            return [plain]
        self._landings += [landing] if landing else []
        arrived = msgspec.structs.replace(answer, url=final, chain=())
        replaced = {"url": final, "site": site.id, "answer": arrived, "target": classify(final, arrived)}
        return [plain, msgspec.structs.replace(plain, page=page, **replaced)]

    def requests_from(self, result: ParsedAnswer, record: FetchRecord) -> list[CrawlRequest]:
        """The requests that a page, style sheet or sitemap of a site leads to; none for what lies outside all sites."""
        if result.request.purpose is RequestPurpose.SITEMAP:
            return self._listed_in_sitemap(result.attempt)
        return [
            *self._sitemaps(result.attempt),
            *self._found(result, record),
            *self._probes.after(result.request, record),
            *self.roots.after(result.request, record),
        ]

    def end(self, request: CrawlRequest) -> None:
        """Note that an address was answered, or will not be; its site's next pages may have their turn by that."""
        self._frontier.end(request)

    def landings(self) -> list[CrawlRequest]:
        """Take the requests that stand for the pages to which redirects led; they are answered already."""
        taken, self._landings = self._landings, []
        return taken

    def due(self, *, foreign: bool) -> list[CrawlRequest]:
        """The requests whose turn it is; see ``Frontier.admit_due``."""
        return self._frontier.admit_due(foreign=foreign)

    def hold_from_scripts(self, links: Iterable[tuple[str, LinkKind]], source: CrawlRequest) -> None:
        """Take the links of a page that only its scripts make, until all that pages themselves link to is known."""
        self._from_scripts += ((source, urls.without_fragment(url), kind) for url, kind in links)

    def requests_from_scripts(self) -> list[CrawlRequest]:
        """The requests for the links that scripts make, nearest to a start address first."""
        links = sorted(self._from_scripts, key=lambda link: (link[0].depth, link[0].url))
        self._from_scripts = []
        requests = (self._frontier.admit(url, kind, source) for source, url, kind in links)
        return [request for request in requests if request]

    def _sitemaps(self, attempt: FetchAttempt) -> list[CrawlRequest]:
        """The requests for the sitemaps that robots.txt names; see ``CrawlRequest.purpose``."""
        source = msgspec.structs.replace(attempt.request, url=urls.origin_of(attempt.request.url) + ROBOTS_PATH)
        requests = [self._frontier.admit(url, LinkKind.OTHER, source) for url in attempt.sitemaps]
        return [request for request in requests if request]

    def _listed_in_sitemap(self, attempt: FetchAttempt) -> list[CrawlRequest]:
        """The pages and further sitemaps that a sitemap lists."""
        sitemap, request = read_sitemap(attempt.body), attempt.request
        ours = [url for url in sitemap.pages if self._frontier.site_of(url)]
        pages = [self._frontier.admit(urls.without_fragment(url), LinkKind.PAGE, request) for url in ours]
        source = msgspec.structs.replace(request, url=request.found_on)
        further = [self._frontier.admit(url, LinkKind.OTHER, source) for url in sitemap.sitemaps]
        return [request for request in (*pages, *further) if request]

    def _found(self, result: ParsedAnswer, record: FetchRecord) -> list[CrawlRequest]:
        if result.parsed is None or not record.site or record.probe:
            return []
        source = msgspec.structs.replace(result.request, url=record.url, site=record.site)
        ended = self._frontier.ended_list(record.url, record.site, result.parsed.text_hash)
        requests = []
        for link in result.parsed.found:
            is_past_end = bool(ended) and paging_family(link.url) == ended
            if link.use:  # its turn may come later
                self._uses.setdefault(link.url, link.use)
            requests.append(self._frontier.admit(link.url, link.kind, source, ended=is_past_end))
        if record.page:
            requests.append(self._visit_of(source))
        return [request for request in requests if request]

    def _visit_of(self, source: CrawlRequest) -> CrawlRequest | None:
        if self._visit is VisitPolicy.NONE or (self._visit is VisitPolicy.STARTS and not source.start):
            return None
        return self._frontier.visit(
            CrawlRequest(source.url, QueueKind.VISIT, urls.host_of(source.url), source.site, source.depth, source.start)
        )

    def _informed(self, result: ParsedAnswer) -> LinkTarget:
        """The target with what was parsed, what pages load it as, a firewall's title, or why nothing was parsed."""
        target, parsed, request = result.attempt.target, result.parsed, result.request
        if use := self._uses.pop(request.url, None):
            target = loaded_as(target, use)
        if parsed is None:
            return target
        target = blocked_by_title(target, parsed.title)
        # titles of errors count outside the sites only: inside, each module is probed
        if not (request.site and target.detail is not LinkDetail.PAGE_FOR_FILE) and not request.probe:
            target = informed_by_title(target, parsed.title, states_missing=parsed.states_missing)
        return msgspec.structs.replace(target, download=parsed.download, sheet=parsed.sheet, unread=parsed.unread)
