"""The browser's only way out: a forward proxy on loopback that keeps pages from reaching inside addresses.

Every name is resolved here and the connection goes to the very address that was checked, so that neither a redirect nor
a name that changes its address between two look-ups leads inside. It answers plain HTTP requests and CONNECT tunnels.
Plain requests use a connection each: a browser sends requests for different hosts over one proxy connection, and each
of them has to be checked.
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

from auditor.fetch.address_policy import is_public

RequestOrigin = tuple[str, str, int]
"""Scheme, host in lower case, port."""

_PORTS = {"http": 80, "https": 443}
_MOST_HEAD = 262_144  # what Chromium itself takes
_MOST_BYTES = 100_000_000
_CHUNK = 65_536
_OPEN_SECONDS = 10.0
# shorter than the time a page may take to load: one dead counter or advert must not cost the whole visit
_IDLE_SECONDS = 15.0
_HOP_HEADERS = frozenset(
    {b"connection", b"keep-alive", b"proxy-connection", b"proxy-authorization", b"proxy-authenticate", b"te"}
)
_BROWSER_ERRANDS = frozenset(
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


class ProxyRefused(Exception):  # noqa: N818  # an answer, not a fault of the program
    """The proxy will not or cannot pass a request on; ``status`` is what the browser is told."""

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status
        self.reason = reason


class Proxy:
    """A proxy in a thread of its own; ``with Proxy(...) as proxy`` starts and ends it.

    ``inside`` are origins such as ``http://127.0.0.1:8001`` that may be asked although their address is not public,
    ``resolve`` names that stand for an address. It listens on the address ``listen`` and serves only ``clients``, the
    addresses of a browser on another machine; without them only this machine reaches it. ``port`` is where it
    listens, ``marker`` the beginning of the title of every page that the proxy itself answers with, ``refused``
    counts refusals by ``host:port``.
    """

    def __init__(
        self,
        inside: Iterable[str] = (),
        resolve: Mapping[str, str] | None = None,
        *,
        listen: str = "127.0.0.1",
        clients: frozenset[str] = frozenset(),
    ) -> None:
        self._listens = listen
        self._clients = clients
        self._inside = frozenset(request_origin(origin) for origin in inside)
        self._resolve = {name.lower(): address for name, address in (resolve or {}).items()}
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="browser-proxy", daemon=True)
        self.marker = f"auditor-proxy-{secrets.token_hex(8)}"
        self.refused: dict[str, int] = {}
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
        return await asyncio.start_server(self._serve, self._listens, 0, limit=_MOST_HEAD)

    async def _stop(self) -> None:
        self._server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer one connection of the browser: one request, or one tunnel."""
        if self._clients and writer.get_extra_info("peername")[0] not in self._clients:
            writer.close()
            return
        try:
            await self._answer(reader, writer)
        except ProxyRefused as refusal:
            with contextlib.suppress(OSError):
                writer.write(self._refusal(refusal))
                await writer.drain()
        except (OSError, TimeoutError, EOFError, ValueError, asyncio.LimitOverrunError, asyncio.CancelledError):
            pass  # the browser sees the connection end, as it would without a proxy
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        head = await _head(reader)
        method, target, lines = _request(head)
        tunnel = method == b"CONNECT"
        origin = request_origin(f"https://{target}" if tunnel else target)
        upstream_reader, upstream = await self._open(origin)
        try:
            if tunnel:
                writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
                await _both_ways(reader, writer, upstream_reader, upstream)
            else:
                upstream.write(_closing(b" ".join((method, _path(target), b"HTTP/1.1")), lines))
                await _exchange(reader, writer, upstream_reader, upstream)
        finally:
            upstream.close()

    async def _open(self, origin: RequestOrigin) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        """A connection to the first address of the origin that may be asked. Raises ``ProxyRefused``."""
        address = await self._address(origin)
        try:
            async with asyncio.timeout(_OPEN_SECONDS):
                return await asyncio.open_connection(address, origin[2], limit=_MOST_HEAD)
        except TimeoutError as error:
            raise ProxyRefused(504, "connecting took too long") from error
        except OSError as error:
            raise ProxyRefused(502, f"cannot connect: {error.strerror or error}") from error

    async def _address(self, origin: RequestOrigin) -> str:
        _, host, port = origin
        if host in _BROWSER_ERRANDS:
            raise ProxyRefused(403, "an errand of the browser itself")
        addresses = await self._addresses(host, port)
        for address in addresses:
            if origin in self._inside or is_public(address):
                return address
        place = f"{host}:{port}"
        self.refused[place] = self.refused.get(place, 0) + 1
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

    def _refusal(self, refusal: ProxyRefused) -> bytes:
        body = f"<!doctype html><title>{self.marker} {refusal.reason}</title>".encode()
        head = f"HTTP/1.1 {refusal.status} Refused\r\nContent-Type: text/html; charset=utf-8\r\n"
        return f"{head}Content-Length: {len(body)}\r\nConnection: close\r\n\r\n".encode() + body


def request_origin(url: str) -> RequestOrigin:
    """Scheme, host and port of an http or https address. Raises ``ValueError`` naming what it was given."""
    parts = urlsplit(url)
    if parts.scheme not in _PORTS or not parts.hostname:
        raise ValueError(f"{url!r} is no origin: give scheme, host and port, such as http://127.0.0.1:8001")
    return parts.scheme, parts.hostname.lower().rstrip("."), parts.port or _PORTS[parts.scheme]


async def _head(reader: asyncio.StreamReader) -> bytes:
    async with asyncio.timeout(_IDLE_SECONDS):
        return await reader.readuntil(b"\r\n\r\n")


def _request(head: bytes) -> tuple[bytes, str, list[bytes]]:
    """Method, target and header lines. Raises ``ValueError`` for what is no request line."""
    first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
    method, target, _ = first.split(b" ")
    return method, target.decode("ascii"), lines


def _path(target: str) -> bytes:
    parts = urlsplit(target)
    return f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}".encode("ascii")


def _closing(first: bytes, lines: list[bytes]) -> bytes:
    """A head whose connection ends after its message."""
    kept = [line for line in lines if line.partition(b":")[0].strip().lower() not in _HOP_HEADERS]
    return b"\r\n".join([first, *kept, b"Connection: close", b"", b""])


async def _exchange(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    upstream_reader: asyncio.StreamReader,
    upstream: asyncio.StreamWriter,
) -> None:
    """Pass the request's body up and the answer down, its head changed so that the browser opens a new connection."""
    body = asyncio.create_task(_pump(reader, upstream, idle=None))
    try:
        head = await _head(upstream_reader)
        first, *lines = head.removesuffix(b"\r\n\r\n").split(b"\r\n")
        writer.write(_closing(first, lines))
        await _pump(upstream_reader, writer, idle=_IDLE_SECONDS)
    finally:
        body.cancel()


async def _both_ways(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    upstream_reader: asyncio.StreamReader,
    upstream: asyncio.StreamWriter,
) -> None:
    """Pass bytes both ways until either side ends or nothing comes down for a while."""
    up = asyncio.create_task(_pump(reader, upstream, idle=None))
    down = asyncio.create_task(_pump(upstream_reader, writer, idle=_IDLE_SECONDS))
    try:
        await asyncio.wait((up, down), return_when=asyncio.FIRST_COMPLETED)
    finally:
        up.cancel()
        down.cancel()
        await asyncio.gather(up, down, return_exceptions=True)


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, idle: float | None) -> None:
    """Copy until the end, at most so many bytes, never idle for longer than ``idle`` seconds."""
    passed = 0
    while passed < _MOST_BYTES:
        async with asyncio.timeout(idle):
            chunk = await reader.read(_CHUNK)
        if not chunk:
            return
        passed += len(chunk)
        writer.write(chunk)
        await writer.drain()
