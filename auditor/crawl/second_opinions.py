"""Asks further clients about link targets that one alone leaves undecided, and weighs what they saw.

Decided by one client: what answers, what is missing (404, 410), a name that does not exist, a connection refused twice.
All else is requested once more by an independent client; what that does not settle is shown to the browser.
"""

from __future__ import annotations

import logging
from collections import Counter
from collections.abc import Callable

import msgspec

from auditor.browser.visit_batch import BrowserSight
from auditor.crawl.link_state import (
    blocked_by_title,
    classify,
    informed_by_title,
)
from auditor.fetch.client import ByteLimit, FetchClient, HostPermission
from auditor.model import Answer, ClientName, FetchFailure, Hop, LinkDetail, LinkState, LinkTarget, Opinion, Response
from auditor.urls import host_of

_log = logging.getLogger(__name__)

MOST_IN_VAIN = 30
"""Addresses of a host that are requested once more without any being settled by it; its others are left then."""

MOST_OF_A_RUN = 2_000
"""Addresses that are requested once more in a run."""

_DECIDED = frozenset(
    {
        LinkDetail.MISSING, LinkDetail.GONE, LinkDetail.DNS, LinkDetail.REFUSED, LinkDetail.BAD_ADDRESS,
        LinkDetail.SOFT_MISSING, LinkDetail.DEAD_DOWNLOAD, LinkDetail.WRONG_CONTENT, LinkDetail.LOGIN_NEEDED,
        LinkDetail.RATE_LIMITED, LinkDetail.OPENS_APP, LinkDetail.MISSING_FOR_ROBOTS,
    }
)  # fmt: skip
"""What one client decides; hosts that limit requests get no more of them."""

_SAME_FOR_ALL = frozenset({LinkDetail.TLS_EXPIRED, LinkDetail.TLS_WRONG_NAME})
"""Faults that two clients seeing them settle: a browser reads the same dates and names."""

_MISSING = frozenset({LinkDetail.MISSING, LinkDetail.GONE})


def is_undecided(target: LinkTarget) -> bool:
    """Return whether an address is neither plainly alive nor plainly dead by what was requested so far."""
    if target.state.is_alive or target.state is LinkState.NOT_CHECKED or target.detail in _DECIDED:
        return False
    return not any(
        opinion.client is ClientName.SECOND and opinion.detail is target.detail and target.detail in _SAME_FOR_ALL
        for opinion in target.opinions
    )


def with_second_client(target: LinkTarget, seen: LinkTarget) -> LinkTarget:
    """The target after the second client saw ``seen``, with both opinions; its answer where that counts."""
    opinions = (_opinion(ClientName.FIRST, target), _opinion(ClientName.SECOND, seen))
    if _counts_more(target, seen):
        return msgspec.structs.replace(seen, opinions=opinions, attempts=target.attempts + 1)
    confirmed = target.confirmed or (seen.detail is target.detail and target.detail is not LinkDetail.TLS_INCOMPLETE)
    return msgspec.structs.replace(target, opinions=opinions, attempts=target.attempts + 1, confirmed=confirmed)


def with_browser(target: LinkTarget, sight: BrowserSight) -> LinkTarget:
    """The target after the browser was shown its address; its answer stays that of the client which has one."""
    opinions = target.opinions or (_opinion(ClientName.FIRST, target),)
    if sight.nothing:
        opinion = Opinion(ClientName.BROWSER, target.state, target.detail, sight.status, sight.nothing.value)
        return msgspec.structs.replace(target, opinions=(*opinions, opinion))
    seen = _seen_in_browser(sight)
    opinion = Opinion(ClientName.BROWSER, seen.state, seen.detail, sight.status, title=sight.title)
    target = msgspec.structs.replace(target, opinions=(*opinions, opinion))
    agrees_missing = seen.detail in _MISSING and any(other.detail in _MISSING for other in opinions)
    if not (agrees_missing or _counts_more(target, seen)):
        return target
    return msgspec.structs.replace(target, state=seen.state, detail=seen.detail, confirmed=True)


def doubted(target: LinkTarget) -> LinkTarget:
    """The same unreachable target, unconfirmed: another address of its host answers the browser."""
    return msgspec.structs.replace(target, confirmed=False)


def _counts_more(target: LinkTarget, seen: LinkTarget) -> bool:
    """Whether an answer counts more: it brings the content, or it came where none came before."""
    return seen.state.is_alive or (isinstance(target.answer, FetchFailure) and isinstance(seen.answer, Response))


def _opinion(client: ClientName, target: LinkTarget) -> Opinion:
    return Opinion(client, target.state, target.detail, getattr(target.answer, "status", 0))


def _seen_in_browser(sight: BrowserSight) -> LinkTarget:
    moved = sight.final_url != sight.url
    chain = (Hop(sight.url, 302, sight.final_url),) if moved else ()
    answer = Response(sight.url, sight.final_url, sight.status, chain=chain, media_type=sight.media_type, size=1)
    seen = blocked_by_title(classify(sight.url, answer), sight.title)
    return informed_by_title(seen, sight.title, states_missing=False)


class SecondOpinions:
    """Requests of the second client, which ``client`` returns, counted by host apart from all others."""

    def __init__(self, client: Callable[[], FetchClient]) -> None:
        self._client = client
        self._in_vain: Counter[str] = Counter()
        self.requested = 0

    async def examine(
        self, target: LinkTarget, body: bytes, cap: ByteLimit, gate: HostPermission
    ) -> tuple[LinkTarget, bytes]:
        """The target and its body, requested once more where it is undecided and the limits and ``gate`` allow it."""
        host = host_of(target.url)
        if not is_undecided(target) or self._in_vain[host] >= MOST_IN_VAIN or self.requested >= MOST_OF_A_RUN:
            return target, body
        self.requested += 1
        self._in_vain[host] += 1
        if await gate(target.url) is not None:
            return target, body
        answer, second_body = await self._client().fetch_as_browser(target.url, cap=cap, gate=gate)
        _log_opinion(answer)
        weighed = with_second_client(target, classify(target.url, answer))
        if weighed.answer is not answer:
            return weighed, body
        self._in_vain[host] -= 1
        return weighed, second_body


def _log_opinion(answer: Answer) -> None:
    status = answer.status if isinstance(answer, Response) else 0
    fields = {"url": answer.url, "purpose": "second client", "ms": answer.elapsed_ms, "status": status}
    _log.info("fetched", extra=fields)
