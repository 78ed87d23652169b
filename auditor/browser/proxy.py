"""Forward proxy of the browser, its only connection to the network: refuses requests to addresses that are not public.

Every name is resolved here and the connection goes to the very address that was checked, so that neither a redirect nor
a name that changes its address between two resolutions reaches an internal network. It serves plain HTTP requests and
CONNECT tunnels. Plain requests use a connection each: a browser sends requests for different hosts over one proxy
connection, and each of them has to be checked.
"""

from __future__ import annotations

import asyncio
import contextlib
import secrets
import threading
from collections.abc import Iterable, Mapping
from ipaddress import ip_address
from typing import Self
from urllib.parse import urlsplit

from auditor.browser.proxy_relay import HEAD_BYTES_LIMIT, StreamPair, read_request, relay_exchange, relay_tunnel
from auditor.fetch.address_policy import is_public

RequestOrigin = tuple[str, str, int]
"""Scheme, host in lower case, port."""

_PORTS = {"http": 80, "https": 443}
_OPEN_SECONDS = 10.0
_BROWSER_SERVICES = frozenset(
    {
        "accounts.google.com",
        "android.clients.google.com",
        "clients2.google.com",
        "clientservices.googleapis.com",
        "content-autofill.googleapis.com",
        "edgedl.me.gvt1.com",
        "mtalk.google.com",
        "optimizationguide-pa.googleapis.com",
        "redirector.gvt1.com",
        "safebrowsing.googleapis.com",
        "safebrowsingohttpgateway.googleapis.com",
        "update.googleapis.com",
    }
)
"""Hosts that Chromium contacts for itself: updates, accounts, lists of unsafe sites."""


class ProxyRefused(Exception):  # noqa: N818  # a response, not a fault of the program
    """The proxy may not or cannot pass a request on; ``status`` is the HTTP status that the browser gets."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Proxy:
    """A proxy in a thread of its own; ``with Proxy(...) as proxy`` starts and ends it.

    ``inside`` are origins such as ``http://127.0.0.1:8001`` that may be requested although their address is not public,
    ``resolve`` IP addresses by host name. It listens on the address ``listen`` and serves only ``clients``, the
    addresses of a browser on another machine; without them only this machine reaches it.
    """

    marker: str
    """Begins the title of every error page that the proxy serves."""

    port: int
    """The port it listens on, from ``__enter__`` on."""

    def __init__(
        self,
        inside: Iterable[str] = (),
        resolve: Mapping[str, str] | None = None,
        *,
        listen: str = "127.0.0.1",
        clients: frozenset[str] = frozenset(),
    ) -> None:
        self._address = listen
        self._clients = clients
        self._inside = frozenset(request_origin(origin) for origin in inside)
        self._resolve = {name.lower(): address for name, address in (resolve or {}).items()}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="browser-proxy", daemon=True)
        self.marker = f"auditor-proxy-{secrets.token_hex(8)}"
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self._server = asyncio.run_coroutine_threadsafe(self._listen(), self._loop).result(_OPEN_SECONDS)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(_OPEN_SECONDS)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(_OPEN_SECONDS)
        self._loop.close()

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._serve, self._address, 0, limit=HEAD_BYTES_LIMIT)

    async def _stop(self) -> None:
        self._server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection of the browser: one request, or one tunnel."""
        if self._clients and writer.get_extra_info("peername")[0] not in self._clients:
            writer.close()
            return
        try:
            await self._relay(StreamPair(reader, writer))
        except ProxyRefused as refusal:
            with contextlib.suppress(OSError):
                writer.write(self._error_page(refusal))
                await writer.drain()
        except (OSError, TimeoutError, EOFError, ValueError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # the browser sees the connection end, as it would without a proxy
        finally:
            writer.close()

    async def _relay(self, browser: StreamPair) -> None:
        request = await read_request(browser)
        if not (request.is_tunnel or request.is_safe):
            raise ProxyRefused(405, "only GET and HEAD leave the browser")
        origin = request_origin(f"https://{request.target}" if request.is_tunnel else request.target)
        server = await self._connect(origin)
        try:
            if request.is_tunnel:
                await relay_tunnel(browser, server)
            else:
                await relay_exchange(request, browser, server)
        finally:
            server.writer.close()

    async def _connect(self, origin: RequestOrigin) -> StreamPair:
        """Connect to the first permitted address of the origin. Raises ``ProxyRefused``."""
        address = await self._permitted_address(origin)
        try:
            async with asyncio.timeout(_OPEN_SECONDS):
                return StreamPair(*await asyncio.open_connection(address, origin[2], limit=HEAD_BYTES_LIMIT))
        except TimeoutError as error:
            raise ProxyRefused(504, "connecting took too long") from error
        except OSError as error:
            raise ProxyRefused(502, f"cannot connect: {error.strerror or error}") from error

    async def _permitted_address(self, origin: RequestOrigin) -> str:
        _, host, port = origin
        if host in _BROWSER_SERVICES:
            raise ProxyRefused(403, "a service of the browser itself")
        for address in await self._addresses(host, port):
            if origin in self._inside or is_public(address):
                return address
        raise ProxyRefused(403, "inside address")

    async def _addresses(self, host: str, port: int) -> list[str]:
        if host in self._resolve:
            return [self._resolve[host]]
        with contextlib.suppress(ValueError):
            return [str(ip_address(host))]
        try:
            async with asyncio.timeout(_OPEN_SECONDS):
                found = await self._loop.getaddrinfo(host, port, type=1)
        except (OSError, TimeoutError, UnicodeError) as error:
            raise ProxyRefused(502, "name not found") from error
        return [str(entry[4][0]) for entry in found]

    def _error_page(self, refusal: ProxyRefused) -> bytes:
        body = f"<!doctype html><title>{self.marker} {refusal.reason}</title>".encode()
        head = f"HTTP/1.1 {refusal.status} Refused\r\nContent-Type: text/html; charset=utf-8\r\n"
        return f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


def request_origin(url: str) -> RequestOrigin:
    """Return scheme, host and port of an http or https address. Raises ``ValueError`` naming the address."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError(f"{url!r} is no origin: give scheme, host and port, such as http://127.0.0.1:8001")
    return parts.scheme, parts.hostname.lower().rstrip("."), parts.port or _PORTS[parts.scheme]
