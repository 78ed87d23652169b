"""One address to one answer: asked exactly as written, redirects followed by us, since the chain is evidence.

Bounded in every direction: a total deadline, a cap on decoded bytes, on redirects, on header size. Whatever a server
does becomes a ``Response`` or a ``FetchFailure``; nothing that it does is raised.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec

from auditor import urls
from auditor.fetch.content_coding import CODINGS, Decoder
from auditor.fetch.redirect_chain import RedirectChain, RedirectError, location_of, media_type
from auditor.fetch.transport import TRANSPORT_ERRORS, AiohttpTransport, failure_reason
from auditor.fetch.wire import HttpTransport, Reply
from auditor.model import Answer, FailureReason

_CODING_OVERHEAD = 65_536
_NOT_MODIFIED = 304

StopBefore = Callable[[str], bool]
"""Whether an address that a redirect leads to need not be asked."""

ByteLimit = Callable[[str], int] | int
"""So many bytes of a body are read, or a function that tells it from the media type (lower case, no parameters)."""


_Waited = TypeVar("_Waited")

HostPermission = Callable[[str], Awaitable[FailureReason | None]]
"""Asked before a redirect is followed to another host: None where it may be, else the reason why not."""


class FetchSettings(msgspec.Struct, frozen=True):
    """How addresses are asked.

    ``agent`` is the User-Agent with a contact. ``inside`` are origins (``http://127.0.0.1:8001``) that may be asked
    although they are inside, ``resolve`` names that stand for an address, ``trust`` a PEM file of authorities besides
    the system's. ``seconds`` is the deadline for one ask with all its redirects.
    """

    agent: str
    inside: frozenset[str] = frozenset()
    resolve: dict[str, str] = {}
    trust: str = ""
    seconds: float = 30.0
    max_redirects: int = 10
    connections: int = 64


class Validators(msgspec.Struct, frozen=True):
    """What an earlier answer is asked about again (RFC 9110, 13.1); an empty one is not sent."""

    etag: str = ""
    last_modified: str = ""


_NOTHING_KNOWN = (None, Validators())


class FetchClient:
    """Asks addresses with GET, at most ``terms.connections`` at once. ``wire`` replaces the network in tests."""

    def __init__(self, terms: FetchSettings, wire: HttpTransport | None = None) -> None:
        self._terms = terms
        self._wire: HttpTransport = wire or AiohttpTransport(terms.inside, terms.resolve, terms.trust)
        self._slots = asyncio.Semaphore(terms.connections)
        self._headers = {
            "User-Agent": terms.agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-TW,zh;q=0.9,en;q=0.8",
            "Accept-Encoding": CODINGS,
        }

    async def ask(
        self,
        url: str,
        *,
        cap: ByteLimit,
        validators: Validators | None = None,
        stop: StopBefore | None = None,
        gate: HostPermission | None = None,
    ) -> tuple[Answer, bytes]:
        """Ask an address. Returns the answer and its decoded body; no body where no answer came.

        Where ``stop`` says so, the answer is that of the redirect, and its ``final_url`` has not been asked. What
        ``gate`` takes before another host may be asked is not counted in the deadline.

        One GET that stops reading early costs less than a HEAD, which many servers answer wrongly.
        """
        chain = RedirectChain(url)
        try:
            async with asyncio.timeout(self._terms.seconds) as deadline:
                return await self._follow(chain, cap, validators, stop, _Passing(gate, deadline))
        except RedirectError as error:
            return chain.failure(error.reason, str(error), ""), b""
        except TRANSPORT_ERRORS as error:
            detail = str(error) or f"no complete answer within {self._terms.seconds:g} s"
            ip = self._wire.tried(chain.at)
            return chain.failure(failure_reason(error), f"{type(error).__name__}: {detail}", ip), b""

    async def close(self) -> None:
        """Close all connections."""
        await self._wire.close()

    async def _follow(
        self,
        chain: RedirectChain,
        cap: ByteLimit,
        validators: Validators | None,
        stop: StopBefore | None,
        passing: _Passing,
    ) -> tuple[Answer, bytes]:
        while True:
            headers = self._headers_for(chain.enter(), validators)
            await passing.to(chain.at)
            await passing.take(self._slots)
            try:
                reply = await self._wire.get(chain.at, headers)
                try:
                    location = location_of(reply)
                    if not location:
                        return await _answer(chain, reply, cap, asked_about=validators not in _NOTHING_KNOWN)
                finally:
                    await reply.close()
            finally:
                self._slots.release()
            chain.go_on(reply, location, self._terms.max_redirects)
            if stop and chain.is_plain and stop(chain.at):
                return chain.response(reply, b"", truncated=False, not_modified=True), b""

    def _headers_for(self, cookie: str, validators: Validators | None) -> dict[str, str]:
        wanted = validators or Validators()
        extra = {"Cookie": cookie, "If-None-Match": wanted.etag, "If-Modified-Since": wanted.last_modified}
        return {**self._headers, **{name: value for name, value in extra.items() if value}}


class _Passing:
    """Passes from host to host, each but the first through the gate, and stops the clock while it waits."""

    def __init__(self, gate: HostPermission | None, deadline: asyncio.Timeout) -> None:
        self._gate = gate
        self._deadline = deadline
        self._host = ""

    async def to(self, url: str) -> None:
        """Go to an address. Raises ``RedirectError`` where its host may not be asked."""
        host, before = urls.host_of(url), self._host
        self._host = host
        if self._gate is None or before in {"", host}:
            return
        refused = await self._stopped(self._gate(url))
        if refused is not None:
            raise RedirectError(refused, f"forwards to {url}, which may not be asked")

    async def take(self, slots: asyncio.Semaphore) -> None:
        """Take one of the slots, for one request: nobody holds one while waiting for another host."""
        await (self._stopped(slots.acquire()) if slots.locked() else slots.acquire())

    async def _stopped(self, waiting: Awaitable[_Waited]) -> _Waited:
        """What is waited for, with the clock stopped."""
        loop, due = asyncio.get_running_loop(), self._deadline.when()
        began = loop.time()
        self._deadline.reschedule(None)
        result = await waiting
        self._deadline.reschedule((due or began) + loop.time() - began)
        return result


async def _answer(chain: RedirectChain, reply: Reply, cap: ByteLimit, *, asked_about: bool) -> tuple[Answer, bytes]:
    most = cap if isinstance(cap, int) else cap(media_type(reply))
    body, truncated = await _body(reply, most)
    not_modified = asked_about and reply.status == _NOT_MODIFIED
    return chain.response(reply, body, truncated=truncated, not_modified=not_modified), body


async def _body(reply: Reply, most: int) -> tuple[bytes, bool]:
    """The decoded body, at most so many bytes, and whether there would have been more."""
    decoder = Decoder(reply.header(b"content-encoding"))
    parts: list[bytes] = []
    size = received = 0
    async for chunk in reply.body:
        received += len(chunk)
        parts.append(decoder.decode(chunk, most + 1 - size))
        size += len(parts[-1])
        if size > most or received > most + _CODING_OVERHEAD:
            return b"".join(parts)[:most], True
    return b"".join(parts), False
