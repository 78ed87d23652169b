"""Asking one address with manners: robots.txt first, then the address, then what its answer means."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Callable
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from enum import StrEnum
from typing import Protocol

import msgspec

from auditor import urls
from auditor.crawl.link_state import classify, not_asked, worth_asking_again
from auditor.crawl.politeness import HostQueue
from auditor.crawl.robots import LARGEST, Robots, rules_from
from auditor.extract.files.downloads import FORMATS_BY_MEDIA_TYPE
from auditor.fetch.client import HostPermission, Validators
from auditor.model import Answer, CrawlRequest, FetchFailure, FetchRecord, LinkDetail, LinkTarget, Response

MOST_ATTEMPTS = 3
ROBOTS_PATH = "/robots.txt"
TARGET_BYTES = 65_536
"""So much is read of an address outside all sites: enough to tell what it is."""

_TEXT = re.compile(r"text/|xml|json|javascript")
_WHOLE = frozenset({"application/octet-stream", *FORMATS_BY_MEDIA_TYPE}) - {
    "application/zip",
    "application/x-zip-compressed",
}


class AsksAddresses(Protocol):
    """What is needed of ``gather.http.Asker``."""

    async def fetch(
        self,
        url: str,
        *,
        cap: Callable[[str], int],
        validators: Validators | None = None,
        stop: Callable[[str], bool] | None = None,
        gate: HostPermission | None = None,
    ) -> tuple[Answer, bytes]:
        """Ask an address; see ``FetchClient.fetch``."""
        ...


class NextStep(StrEnum):
    """What to do with an ask after it was tried."""

    KEEP = "keep"
    AGAIN = "again"
    SKIP = "skip"
    WAIT = "wait"
    """For the answer of the address that it forwards to."""


class FetchAttempt(msgspec.Struct, frozen=True):
    """One try of one ask: the answer with its body, the link state made of it, and what to do next.

    ``sitemaps`` are those that robots.txt names, told with the start address of a site. ``known`` is an earlier answer
    whose page is unchanged and need not be read again.
    """

    ask: CrawlRequest
    target: LinkTarget
    next: NextStep
    answer: Answer | None = None
    body: bytes = b""
    sitemaps: tuple[str, ...] = ()
    known: FetchRecord | None = None


class CachedFetch(msgspec.Struct, frozen=True):
    """What an earlier run kept of an address; ``valid`` where this run would read the same body the same way."""

    fetched: FetchRecord
    body: Callable[[], bytes]
    valid: bool

    def known(self, ask: CrawlRequest) -> FetchRecord | None:
        """The earlier answer, where its page can stand for that of an unchanged one."""
        usable = self.valid and self.fetched.page and self.fetched.start == ask.start
        return self.fetched if usable and self.fetched.answer.final_url == ask.url else None


class Fetcher:
    """Asks addresses through an ``Asker``; ``earlier`` finds what an earlier run kept of an address.

    ``stops`` says whether a redirect to an address need not be followed, for that one is asked for itself.
    """

    def __init__(
        self,
        asker: AsksAddresses,
        agent: str,
        *,
        validators: Callable[[FetchRecord], Validators],
        earlier: Callable[[str], CachedFetch | None],
        stops: Callable[[CrawlRequest, str], bool] = lambda *_: False,
    ) -> None:
        self._asker = asker
        self._agent = agent
        self._validators = validators
        self._earlier = earlier
        self._stops = stops
        self._rules: dict[str, asyncio.Future[Robots]] = {}

    async def fetch(
        self, ask: CrawlRequest, host: HostQueue, most_bytes: int, gate: HostPermission | None = None
    ) -> FetchAttempt:
        """Try one ask of a host, by its robots.txt where the host's terms say so. Never raises for what a server does.

        ``most_bytes`` caps the body of a page inside a site; outside all sites ``TARGET_BYTES`` do. ``gate`` is asked
        before a redirect is followed to another host.
        """
        rules = await self.rules_of(ask.url, host)
        if rules and not rules.allowed(ask.url, self._agent):
            return FetchAttempt(ask, not_asked(ask.url, LinkDetail.ROBOTS), NextStep.SKIP)
        inside = bool(ask.site) or is_sitemap(ask)
        kept = self._earlier(ask.url) if ask.site else None
        stopped = False

        def stop(url: str) -> bool:
            nonlocal stopped
            stopped = self._stops(ask, url)
            return stopped

        answer, body = await self._asker.fetch(
            ask.url,
            cap=_cap(most_bytes) if inside else lambda _: TARGET_BYTES,
            validators=self._validators(kept.fetched) if kept else None,
            stop=stop,
            gate=gate,
        )
        if stopped:
            return FetchAttempt(ask, not_asked(ask.url, LinkDetail.MOVED), NextStep.WAIT, answer)
        known = None
        if kept and isinstance(answer, Response) and answer.not_modified:
            known = kept.known(ask)
            answer, body = _unchanged(answer, kept.fetched), b"" if known else kept.body()
        target = classify(ask.url, answer, attempts=ask.attempts + 1)
        again = worth_asking_again(target) and ask.attempts + 1 < MOST_ATTEMPTS
        sitemaps = rules.sitemaps if rules and ask.start else ()
        return FetchAttempt(ask, target, NextStep.AGAIN if again else NextStep.KEEP, answer, body, sitemaps, known)

    async def may_ask(self, url: str, host: HostQueue) -> bool:
        """Whether the host's robots.txt lets us ask an address that a redirect leads to."""
        rules = await self.rules_of(url, host)
        return rules is None or rules.allowed(url, self._agent)

    async def rules_of(self, url: str, host: HostQueue) -> Robots | None:
        """The rules for an address, heeded by its host from now on; None where the host's terms leave them aside."""
        if not host.obeys_robots:
            return None
        rules = await self.robots(urls.origin_of(url))
        host.heed(rules.state, rules.crawl_delay(self._agent))
        return rules

    async def robots(self, origin: str) -> Robots:
        """The rules of an origin, asked once however many wait for them."""
        if origin not in self._rules:
            self._rules[origin] = asyncio.get_running_loop().create_future()
            answer, body = await self._asker.fetch(f"{origin}{ROBOTS_PATH}", cap=lambda _: LARGEST)
            self._rules[origin].set_result(rules_from(answer, body))
        return await self._rules[origin]


def is_sitemap(ask: CrawlRequest) -> bool:
    """Whether an address is asked because a robots.txt names it as a sitemap."""
    return ask.found_on.endswith(ROBOTS_PATH)


def retry_after(answer: Answer | None, now: datetime) -> float:
    """Seconds that a server asked us to stay away, in both forms of Retry-After (RFC 9110, 10.2.3); 0 for none."""
    value = answer.header("retry-after") if isinstance(answer, Response) else ""
    if value.strip().isdigit():
        return float(value)
    try:
        moment = parsedate_to_datetime(value)
    except ValueError:
        return 0.0
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return max(0.0, (moment - now).total_seconds())


def reached(answer: Answer | None) -> bool:
    """Whether the host answered at all; a wrong certificate or an inside address is an answer of a kind."""
    return not isinstance(answer, FetchFailure) or answer.reason not in {"dns", "refused", "timeout", "reset"}


def unanswered(ask: CrawlRequest, failure: FetchFailure) -> FetchAttempt:
    """An address of a host that never answered, however often it was asked: it shares the host's failure."""
    answer = msgspec.structs.replace(failure, url=ask.url, final_url=ask.url, chain=())
    return FetchAttempt(ask, classify(ask.url, answer, attempts=MOST_ATTEMPTS), NextStep.KEEP, answer)


def _cap(most: int) -> Callable[[str], int]:
    """Texts and documents whole, all else only so far that it can be told what it is."""
    return lambda kind: most if kind in _WHOLE or _TEXT.search(kind) else min(most, TARGET_BYTES)


def _unchanged(answer: Response, earlier: FetchRecord) -> Answer:
    """The kept answer of the earlier run, marked as confirmed by a 304 of this one."""
    if not isinstance(earlier.answer, Response):
        return answer
    return msgspec.structs.replace(earlier.answer, not_modified=True, elapsed_ms=answer.elapsed_ms)
