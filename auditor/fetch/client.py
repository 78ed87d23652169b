"""HTTP client: fetches one address exactly as written and follows redirects itself, since the chain is evidence.

Every request is bounded: a total deadline, limits on decoded bytes, redirects and header size. Whatever a server does
becomes a ``Response`` or a ``FetchFailure``; nothing that it does is raised.
"""

from __future__ import annotations

import asyncio
import functools
from collections.abc import Awaitable, Callable
from typing import TypeVar

import msgspec

from auditor import urls
from auditor.fetch.content_coding import OFFERED_CODINGS, BodyDecoder
from auditor.fetch.curl_transport import CurlTransport
from auditor.fetch.failure_reasons import TRANSPORT_ERRORS, failure_reason
from auditor.fetch.redirect_chain import RedirectChain, RedirectError, location_of, media_type
from auditor.fetch.resolver import is_unregistered
from auditor.fetch.wire import HttpTransport, Reply
from auditor.model import MOST_REDIRECTS, Answer, FailureReason
from auditor.standards.registrable_names import public_suffix

_CODING_OVERHEAD = 65_536
_NOT_MODIFIED = 304

_AS_BROWSER = {
    "User-Agent": (
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36"
    ),
    "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,*/*;q=0.8",
    "Upgrade-Insecure-Requests": "1",
    "Sec-Fetch-Site": "none",
    "Sec-Fetch-Mode": "navigate",
    "Sec-Fetch-User": "?1",
    "Sec-Fetch-Dest": "document",
}
"""What Chromium sends for an address typed in, in the place of our own headers."""

StopBefore = Callable[[str], bool]
"""Returns whether an address that a redirect leads to need not be fetched."""

ByteLimit = Callable[[str], int] | int
"""The number of bytes read of a body, or a function of the media type (lower case, no parameters) that returns it."""

_Waited = TypeVar("_Waited")

_Answering = Callable[[Reply], Awaitable[tuple[Answer, bytes]]]
"""Makes the answer, and reads the body, of the reply at the end of a chain."""

HostPermission = Callable[[str], Awaitable[FailureReason | None]]
"""Called before a redirect to another host is followed: returns None where it may be, else the reason why not."""


class FetchSettings(msgspec.Struct, frozen=True):
    """How addresses are fetched."""

    agent: str
    """The User-Agent, with a contact."""
    inside: frozenset[str] = frozenset()
    """Origins (``http://127.0.0.1:8001``) that may be fetched although their network address is not public."""
    resolve: dict[str, str] = {}
    """Network addresses by host name, used instead of the system's."""
    trust: str = ""
    """A PEM file of certificate authorities besides the system's; empty: none."""
    seconds: float = 30.0
    """The deadline for one address with all its redirects, in seconds."""
    max_redirects: int = MOST_REDIRECTS
    """The number of redirects followed."""
    connections: int = 64
    """The number of requests at the same time."""


class Validators(msgspec.Struct, frozen=True):
    """The validators of an earlier answer, for a conditional request (RFC 9110, 13.1); an empty one is not sent."""

    etag: str = ""
    """Its ETag."""
    last_modified: str = ""
    """Its Last-Modified date as sent."""


_UNCONDITIONAL = (None, Validators())


class FetchClient:
    """Fetches addresses with GET, at most ``settings.connections`` at once.

    ``transport`` replaces the network in tests.
    """

    def __init__(self, settings: FetchSettings, transport: HttpTransport | None = None) -> None:
        self._settings = settings
        self._transport: HttpTransport = transport or CurlTransport(settings.inside, settings.resolve, settings.trust)
        self._slots = asyncio.Semaphore(settings.connections)
        self._headers = {
            "User-Agent": settings.agent,
            "Accept": "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8",
            "Accept-Language": "zh-TW,zh;q=0.9,en;q=0.8",
            "Accept-Encoding": OFFERED_CODINGS,
        }

    async def fetch(
        self,
        url: str,
        *,
        cap: ByteLimit,
        validators: Validators | None = None,
        stop: StopBefore | None = None,
        gate: HostPermission | None = None,
    ) -> tuple[Answer, bytes]:
        """Fetch an address. Returns the answer and its decoded body; no body where no answer came.

        Where ``stop`` returns True, the answer is that of the redirect, and its ``final_url`` has not been fetched. The
        time that ``gate`` takes before another host may be requested does not count against the deadline.

        One GET that stops reading early costs less than a HEAD, which many servers answer wrongly.
        """
        chain, conditional = RedirectChain(url), validators not in _UNCONDITIONAL
        answering = functools.partial(_answer, chain, cap=cap, conditional=conditional)
        return await self._fetch(chain, self._headers | _conditions(validators), answering, stop, gate)

    async def fetch_as_browser(
        self, url: str, *, cap: ByteLimit, gate: HostPermission | None = None
    ) -> tuple[Answer, bytes]:
        """Fetch an address with a browser's headers, to learn whether its server answers programs otherwise."""
        chain = RedirectChain(url)
        answering = functools.partial(_answer, chain, cap=cap, conditional=False)
        return await self._fetch(chain, self._headers | _AS_BROWSER, answering, None, gate)

    async def is_unregistered(self, name: str) -> bool:
        """Whether no name server knows a registrable name; False where that cannot be known for certain."""
        return await asyncio.get_running_loop().run_in_executor(None, is_unregistered, name, public_suffix(name))

    async def close(self) -> None:
        """Close all connections."""
        await self._transport.close()

    async def _fetch(
        self,
        chain: RedirectChain,
        headers: dict[str, str],
        answering: _Answering,
        stop: StopBefore | None,
        gate: HostPermission | None,
    ) -> tuple[Answer, bytes]:
        try:
            async with asyncio.timeout(self._settings.seconds) as deadline:
                return await self._follow(chain, headers, answering, stop, _HostChange(gate, deadline))
        except RedirectError as error:
            return chain.failure(error.reason, str(error), ""), b""
        except TRANSPORT_ERRORS as error:
            detail = str(error) or f"no complete answer within {self._settings.seconds:g} s"
            ip = self._transport.tried(chain.at)
            return chain.failure(failure_reason(error), f"{type(error).__name__}: {detail}", ip), b""

    async def _follow(
        self,
        chain: RedirectChain,
        headers: dict[str, str],
        answering: _Answering,
        stop: StopBefore | None,
        hosts: _HostChange,
    ) -> tuple[Answer, bytes]:
        while True:
            cookie = chain.enter()
            await hosts.enter(chain.at)
            await hosts.acquire(self._slots)
            try:
                reply = await self._transport.get(chain.at, headers | ({"Cookie": cookie} if cookie else {}))
                try:
                    location = location_of(reply, chain.at)
                    if not location:
                        return await answering(reply)
                finally:
                    await reply.close()
            finally:
                self._slots.release()
            chain.follow(reply, location, self._settings.max_redirects)
            if stop and chain.is_plain and stop(chain.at):
                return chain.response(reply, b"", truncated=False, not_modified=True), b""


def _conditions(validators: Validators | None) -> dict[str, str]:
    wanted = validators or Validators()
    conditions = {"If-None-Match": wanted.etag, "If-Modified-Since": wanted.last_modified}
    return {name: value for name, value in conditions.items() if value}


class _HostChange:
    """Calls the gate before a redirect to another host; waiting time does not count against the deadline."""

    def __init__(self, gate: HostPermission | None, deadline: asyncio.Timeout) -> None:
        self._gate = gate
        self._deadline = deadline
        self._host = ""

    async def enter(self, url: str) -> None:
        """Enter the host of an address. Raises ``RedirectError`` where it may not be requested."""
        host, before = urls.host_of(url), self._host
        self._host = host
        if self._gate is None or before in {"", host}:
            return
        refused = await self._off_the_clock(self._gate(url))
        if refused is not None:
            raise RedirectError(refused, f"redirects to {url}, which may not be fetched")

    async def acquire(self, slots: asyncio.Semaphore) -> None:
        """Acquire a slot for one request; none is held while another host is waited for."""
        await (self._off_the_clock(slots.acquire()) if slots.locked() else slots.acquire())

    async def _off_the_clock(self, waiting: Awaitable[_Waited]) -> _Waited:
        """Return what is waited for, the deadline moved by the time it took."""
        loop, due = asyncio.get_running_loop(), self._deadline.when()
        began = loop.time()
        self._deadline.reschedule(None)
        result = await waiting
        self._deadline.reschedule((due or began) + loop.time() - began)
        return result


async def _answer(chain: RedirectChain, reply: Reply, *, cap: ByteLimit, conditional: bool) -> tuple[Answer, bytes]:
    most = cap if isinstance(cap, int) else cap(media_type(reply))
    body, truncated = await _body(reply, most)
    not_modified = conditional and reply.status == _NOT_MODIFIED
    return chain.response(reply, body, truncated=truncated, not_modified=not_modified), body


async def _body(reply: Reply, most: int) -> tuple[bytes, bool]:
    """Return the decoded body, at most ``most`` bytes, and whether there would have been more."""
    decoder = BodyDecoder(reply.values(b"content-encoding"))
    parts: list[bytes] = []
    size = received = 0
    async for chunk in reply.body:
        received += len(chunk)
        parts.append(decoder.decode(chunk, most + 1 - size))
        size += len(parts[-1])
        if size > most or received > most + _CODING_OVERHEAD:
            return b"".join(parts)[:most], True
    return b"".join(parts), decoder.damaged or reply.is_cut()
