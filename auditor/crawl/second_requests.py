"""Repeats 404s with a browser's headers: some servers answer 404 to programs alone."""

from __future__ import annotations

import asyncio
import logging
from collections import defaultdict

import msgspec

from auditor.crawl.link_state import classify, missing_for_robots
from auditor.fetch.client import FetchClient, HostPermission
from auditor.model import LinkDetail, LinkTarget, Response
from auditor.urls import host_of

_log = logging.getLogger(__name__)

FIRST_OF_A_HOST = 30
"""404s of a host that are requested once more; those that only programs get may come after many that everybody gets."""

MOST_OF_A_HOST = 100
"""404s that are requested once more where it does; the others of such a host are left to a person."""

_BYTES = 16_384


class _Host404s:
    """The second requests of one host."""

    def __init__(self) -> None:
        self.begun = 0
        self.ended = 0
        self.differs = False
        self.first_ended = asyncio.Event()


class SecondRequests:
    """Requests with a browser's headers, counted by host apart from all others."""

    def __init__(self, client: FetchClient) -> None:
        self._client = client
        self._hosts: dict[str, _Host404s] = defaultdict(_Host404s)

    async def examine(self, target: LinkTarget, gate: HostPermission) -> LinkTarget:
        """The target of a 404, requested once more where its host's count and ``gate`` (the host's next turn) allow it.

        Where a browser gets content, the address is missing for programs only. Where a browser gets 404 too, that is
        one attempt more. Later 404s of a host wait until its first ones show whether it distinguishes at all.
        """
        if target.detail is not LinkDetail.MISSING or target.answer is None:
            return target
        host = self._hosts[host_of(target.answer.final_url)]
        if host.begun >= FIRST_OF_A_HOST:
            await host.first_ended.wait()
            if not host.differs or host.begun >= MOST_OF_A_HOST:
                return target
        host.begun += 1
        try:
            seen = await self._as_browser(target, gate)
            host.differs = host.differs or seen.detail is LinkDetail.MISSING_FOR_ROBOTS
        finally:
            host.ended += 1
            if host.ended >= FIRST_OF_A_HOST:
                host.first_ended.set()
        return seen

    async def _as_browser(self, target: LinkTarget, gate: HostPermission) -> LinkTarget:
        if await gate(target.url) is not None:
            return target
        answer, _ = await self._client.fetch_as_browser(target.url, cap=_BYTES, gate=gate)
        status = answer.status if isinstance(answer, Response) else 0
        fields = {"url": target.url, "purpose": "as browser", "ms": answer.elapsed_ms, "status": status}
        _log.info("fetched", extra=fields)
        seen = classify(target.url, answer)
        if seen.state.is_alive:
            return missing_for_robots(target)
        is_missing_too = seen.detail in {LinkDetail.MISSING, LinkDetail.GONE}
        return msgspec.structs.replace(target, attempts=target.attempts + 1) if is_missing_too else target
