"""Requests that show whether a name changed hands: once more as a browser, the host's first page, the name itself."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable

import msgspec

from auditor import urls
from auditor.crawl.frontier import Frontier
from auditor.extract.charset import read_text
from auditor.extract.text.shown_content import read_shown_content
from auditor.fetch.client import FetchClient, HostPermission
from auditor.model import (
    Answer,
    CrawlRequest,
    FailureReason,
    FetchFailure,
    FetchRecord,
    LinkTarget,
    QueueKind,
    RequestPurpose,
    Response,
)
from auditor.standards.name_hosts import parking_marks
from auditor.standards.name_signals import content_signals, strong
from auditor.standards.registrable_names import is_government, registrable_name
from auditor.standards.spam_words import searchable, spam_words, words_of

_log = logging.getLogger(__name__)

MOST_SUSPECTS_OF_A_HOST = 10
"""Pages of a host that are requested once more as a browser."""

_HEAD = 20_000
_TITLE = re.compile(r"<title[^<>]*>([^<]{1,500})", re.IGNORECASE)
_PAGES = frozenset({"text/html", "application/xhtml+xml", ""})


class NameRequests:
    """Further requests for addresses outside all sites, each counted apart and bounded by host."""

    def __init__(self, client: FetchClient) -> None:
        self._client = client
        self._begun: dict[str, int] = {}
        self._names: dict[str, bool] = {}

    async def as_browser(self, target: LinkTarget, body: bytes, gate: HostPermission) -> bytes:
        """The body that a browser gets, where the page has one strong signal and a browser gets another body.

        Empty for every other page: without a signal there is no reason, with two of them it is settled.
        """
        answer = target.answer
        if not isinstance(answer, Response) or not _has_one_signal(answer, body):
            return b""
        host = urls.host_of(answer.final_url)
        self._begun[host] = self._begun.get(host, 0) + 1
        if self._begun[host] > MOST_SUSPECTS_OF_A_HOST or await gate(target.url) is not None:
            return b""
        seen, other = await self._client.fetch_as_browser(target.url, cap=len(body) + 65_536, gate=gate)
        fields = {"url": target.url, "purpose": "as browser", "ms": seen.elapsed_ms}
        _log.info("fetched", extra=fields)
        same = isinstance(seen, Response) and (seen.is_error or seen.body_hash == answer.body_hash)
        return other if isinstance(seen, Response) and not same else b""

    async def with_name(self, answer: Answer) -> Answer:
        """A failure to resolve a name, with the registrable name where no name server knows that one either."""
        if not isinstance(answer, FetchFailure) or answer.reason is not FailureReason.DNS:
            return answer
        host = urls.host_of(answer.final_url)
        name = registrable_name(host)
        if name == host or is_government(host):
            return answer
        if name not in self._names:
            self._names[name] = await self._client.is_unregistered(name)
        return msgspec.structs.replace(answer, unregistered=name) if self._names[name] else answer


class RootRequests:
    """Requests for the first pages of hosts outside all sites, one a host and month.

    ``requested`` returns whether an earlier run of the month requested an address; without it none did.
    """

    def __init__(self, frontier: Frontier) -> None:
        self._frontier = frontier
        self.requested: Callable[[str], bool] = lambda _: False

    def after(self, request: CrawlRequest, record: FetchRecord) -> list[CrawlRequest]:
        """The request for the first page of the host at which a link to a page outside all sites ended."""
        if request.purpose is not RequestPurpose.LINK_TARGET or not record.page:
            return []
        root = root_of(record.answer.final_url)
        host = urls.host_of(root)
        if is_government(host) or self._frontier.is_own_host(host) or not self._frontier.claim(root):
            return []
        if self.requested(root):
            return []
        return [CrawlRequest(root, QueueKind.FETCH, host, found_on=request.url)]


def root_of(url: str) -> str:
    """The address of the first page of a host."""
    return f"{urls.origin_of(url)}/"


def _has_one_signal(answer: Response, body: bytes) -> bool:
    if answer.is_error or answer.media_type not in _PAGES or not body:
        return False
    text, _ = read_text(body, answer.charset)
    title = _TITLE.search(text[:_HEAD])
    words = searchable(title[1]) if title else ""
    if not (spam_words(words) or words_of("sale.whole", words) or parking_marks(text[:_HEAD])):
        return False  # most pages end here; the rest is parsed
    content = read_shown_content(text, answer.final_url)
    return len(strong(content_signals(content, urls.host_of(answer.final_url)))) == 1
