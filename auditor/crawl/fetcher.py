"""Fetches one address: robots.txt first, then the address; the answer becomes a link state and a next step."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable
from enum import StrEnum

import msgspec

from auditor import urls
from auditor.crawl.link_state import classify, is_worth_retrying, not_fetched
from auditor.crawl.name_requests import NameRequests
from auditor.crawl.politeness import HostQueue
from auditor.crawl.robots import ROBOTS_BYTES_LIMIT, Robots, rules_from
from auditor.crawl.second_opinions import SecondOpinions
from auditor.crawl.second_requests import SecondRequests
from auditor.extract.files.downloads import FORMATS_BY_MEDIA_TYPE
from auditor.fetch.client import FetchClient, HostPermission, Validators
from auditor.model import (
    ROBOTS_PATH,
    Answer,
    CrawlRequest,
    FetchFailure,
    FetchRecord,
    LinkDetail,
    LinkTarget,
    RequestPurpose,
    Response,
)

_log = logging.getLogger(__name__)

MOST_ATTEMPTS = 3
"""Fetches of one address in a run, the first included."""

TARGET_BYTES = 65_536
"""Bytes that are read of an address outside all sites: enough to learn what it is."""

REPEATED = frozenset({RequestPurpose.PAGE, RequestPurpose.LINK_TARGET})
"""What is requested once more, as a browser or by another client, where its first answer does not settle it."""

_TEXT = re.compile(r"text/|xml|json|javascript")
_WHOLE = frozenset({"application/octet-stream", *FORMATS_BY_MEDIA_TYPE}) - {
    "application/zip",
    "application/x-zip-compressed",
}


class NextStep(StrEnum):
    """What to do with a request after an attempt."""

    KEEP = "keep"
    """The answer is final: parse and store it."""

    AGAIN = "again"
    """Fetch it again in a while."""

    SKIP = "skip"
    """Do not fetch it: robots.txt forbids it."""

    WAIT = "wait"
    """Wait for the answer of the address that it redirects to."""


class FetchAttempt(msgspec.Struct, frozen=True):
    """One attempt to fetch one request's address."""

    request: CrawlRequest
    """What was requested."""

    target: LinkTarget
    """The link state made of the answer."""

    next: NextStep
    """What to do with the request now."""

    answer: Answer | None = None
    """What the server answered, or why no answer came; None where nothing was sent."""

    body: bytes = b""
    """The decoded body; empty where the page is unchanged and ``unchanged`` stands for it."""

    sitemaps: tuple[str, ...] = ()
    """The sitemaps that robots.txt names; only with the start address of a site."""

    unchanged: FetchRecord | None = None
    """An earlier run's record whose parsed page holds for this answer too."""

    as_browser: bytes = b""
    """The body that a browser gets of a suspicious page outside all sites; empty where it is the same."""


class CachedFetch(msgspec.Struct, frozen=True):
    """What an earlier run kept of an address."""

    record: FetchRecord
    """The earlier record."""

    body: Callable[[], bytes]
    """Reads the kept body."""

    valid: bool
    """Whether this run would make the same facts of the same body."""

    def reusable_for(self, request: CrawlRequest) -> FetchRecord | None:
        """The earlier record, where its parsed page can stand for that of an unchanged one."""
        usable = self.valid and self.record.page and self.record.start == request.start
        return self.record if usable and self.record.answer.final_url == request.url else None


class Fetcher:
    """Fetches addresses through a client; ``earlier`` finds what an earlier run kept of an address.

    ``stops`` returns whether a redirect to an address need not be followed, for that one is fetched itself. ``second``
    returns the client that requests once more what the first one leaves undecided; None: nobody does.
    """

    def __init__(  # noqa: PLR0913 - both clients, and what an earlier run kept
        self,
        client: FetchClient,
        agent: str,
        *,
        validators: Callable[[FetchRecord], Validators],
        earlier: Callable[[str], CachedFetch | None],
        stops: Callable[[CrawlRequest, str], bool] = lambda *_: False,
        second: Callable[[], FetchClient] | None = None,
    ) -> None:
        self._client = client
        self._second_requests = SecondRequests(client)
        self._opinions = SecondOpinions(second) if second else None
        self._names = NameRequests(client)
        self._agent = agent
        self._validators = validators
        self._earlier = earlier
        self._stops = stops
        self._rules: dict[str, asyncio.Future[Robots]] = {}

    async def fetch(
        self, request: CrawlRequest, host: HostQueue, most_bytes: int, gate: HostPermission | None = None
    ) -> FetchAttempt:
        """Try one request of a host, by its robots.txt where the host's terms ask for it. Never raises for a server.

        ``most_bytes`` caps the body of a page inside a site; outside all sites ``TARGET_BYTES`` do. ``gate`` permits
        each redirect to another host, and the second request of a 404.
        """
        rules = await self.rules_of(request.url, host)
        if rules and not rules.allowed(request.url, self._agent):
            return FetchAttempt(request, not_fetched(request.url, LinkDetail.ROBOTS), NextStep.SKIP)
        is_target = request.purpose is not RequestPurpose.SITEMAP and not request.site
        cached = self._earlier(request.url) if request.site else None
        stopped = False

        def stop(url: str) -> bool:
            nonlocal stopped
            stopped = self._stops(request, url)
            return stopped

        cap = (lambda _: TARGET_BYTES) if is_target else _cap(most_bytes)
        answer, body = await self._client.fetch(
            request.url,
            cap=cap,
            validators=self._validators(cached.record) if cached else None,
            stop=stop,
            gate=gate,
        )
        _log_fetched(request.purpose, answer)
        if stopped:
            return FetchAttempt(request, not_fetched(request.url, LinkDetail.MOVED), NextStep.WAIT, answer)
        answer = await self._names.with_name(answer)
        unchanged = None
        if cached and isinstance(answer, Response) and answer.not_modified:
            unchanged = cached.reusable_for(request)
            answer, body = _confirmed(answer, cached.record), b"" if unchanged else cached.body()
        target = classify(request.url, answer, attempts=request.attempts + 1)
        if gate and request.purpose in REPEATED:
            target = await self._second_requests.examine(target, gate)
        again = is_worth_retrying(target) and request.attempts + 1 < MOST_ATTEMPTS
        if self._opinions and gate and not again and request.purpose in REPEATED:
            target, body = await self._opinions.examine(target, body, cap, gate)
            host.opinions += bool(target.opinions)
            answer = target.answer or answer
        is_link = gate is not None and request.purpose is RequestPurpose.LINK_TARGET
        other = await self._names.as_browser(target, body, gate) if gate and is_link and not again else b""
        sitemaps = rules.sitemaps if rules and request.start else ()
        step = NextStep.AGAIN if again else NextStep.KEEP
        return FetchAttempt(request, target, step, answer, body, sitemaps, unchanged, other)

    async def allows(self, url: str, host: HostQueue) -> bool:
        """Whether the host's robots.txt allows an address that a redirect leads to."""
        rules = await self.rules_of(url, host)
        return rules is None or rules.allowed(url, self._agent)

    async def rules_of(self, url: str, host: HostQueue) -> Robots | None:
        """The rules for an address, obeyed by its host from now on; None where the host's terms leave them aside."""
        if not host.obeys_robots:
            return None
        rules = await self._robots_of(urls.origin_of(url))
        host.obey(rules.state, rules.crawl_delay(self._agent))
        return rules

    async def _robots_of(self, origin: str) -> Robots:
        """The rules of an origin, fetched once however many wait for them."""
        if origin not in self._rules:
            self._rules[origin] = asyncio.get_running_loop().create_future()
            answer, body = await self._client.fetch(f"{origin}{ROBOTS_PATH}", cap=lambda _: ROBOTS_BYTES_LIMIT)
            _log_fetched("robots", answer)
            self._rules[origin].set_result(rules_from(answer, body))
        return await self._rules[origin]


def failed_with_host(request: CrawlRequest, failure: FetchFailure) -> FetchAttempt:
    """The attempt for an address of a host that never answered: it shares the host's failure."""
    answer = msgspec.structs.replace(failure, url=request.url, final_url=request.url, chain=())
    return FetchAttempt(request, classify(request.url, answer, attempts=MOST_ATTEMPTS), NextStep.KEEP, answer)


def _cap(most: int) -> Callable[[str], int]:
    """Texts and documents whole, of all else only a beginning that shows what it is."""
    return lambda kind: most if kind in _WHOLE or _TEXT.search(kind) else min(most, TARGET_BYTES)


def _confirmed(answer: Response, earlier: FetchRecord) -> Answer:
    """The kept answer of the earlier run, marked as confirmed by a 304 of this one."""
    if not isinstance(earlier.answer, Response):
        return answer
    return msgspec.structs.replace(earlier.answer, not_modified=True, elapsed_ms=answer.elapsed_ms)


def _log_fetched(purpose: str, answer: Answer) -> None:
    if not _log.isEnabledFor(logging.INFO):
        return
    fields = {"url": answer.url, "purpose": str(purpose), "ms": answer.elapsed_ms}
    if isinstance(answer, Response):
        fields |= {"status": answer.status, "bytes": answer.size}
    else:
        fields |= {"failure": answer.reason.value}
    _log.info("fetched", extra=fields)
