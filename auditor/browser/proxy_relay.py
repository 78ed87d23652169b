"""Relays one request of the browser to its server: a plain HTTP exchange, or the bytes of a CONNECT tunnel."""

from __future__ import annotations

import asyncio
from typing import NamedTuple
from urllib.parse import urlsplit

HEAD_BYTES_LIMIT = 262_144
"""Longest head of a request or response, as in Chromium."""

_BODY_BYTES_LIMIT = 100_000_000
_CHUNK = 65_536
# shorter than the time limit for loading a page: one dead counter or advertisement must not cost the whole visit
_IDLE_SECONDS = 15.0
_SAFE = frozenset({b"GET", b"HEAD"})
_HOP_HEADERS = frozenset(
    {b"connection", b"keep-alive", b"proxy-connection", b"proxy-authorization", b"proxy-authenticate", b"te"}
)


class ProxyRequest(NamedTuple):
    """The head of a request to the proxy."""

    method: bytes
    target: str
    """``host:port`` of a CONNECT request, otherwise an absolute address."""

    headers: list[bytes]
    """The header lines, without line ends."""

    @property
    def is_tunnel(self) -> bool:
        """Whether a tunnel is requested (CONNECT)."""
        return self.method == b"CONNECT"

    @property
    def is_safe(self) -> bool:
        """Whether it asks for a page and does nothing else there."""
        return self.method in _SAFE


class StreamPair(NamedTuple):
    """The two directions of a connection."""

    reader: asyncio.StreamReader
    writer: asyncio.StreamWriter


async def read_request(browser: StreamPair) -> ProxyRequest:
    """Read the head of a request. Raises ``ValueError`` for what is no request line, and the errors of streams."""
    first, *headers = await _head_lines(browser.reader)
    method, target, _ = first.split(b" ")
    return ProxyRequest(method, target.decode("ascii"), headers)


async def relay_tunnel(browser: StreamPair, server: StreamPair) -> None:
    """Confirm the tunnel, then pass bytes in both directions until either side ends or the server is idle too long."""
    browser.writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
    up = asyncio.create_task(_pump(browser.reader, server.writer, idle=None))
    down = asyncio.create_task(_pump(server.reader, browser.writer, idle=_IDLE_SECONDS))
    try:
        await asyncio.wait((up, down), return_when=asyncio.FIRST_COMPLETED)
    finally:
        up.cancel()
        down.cancel()
        await asyncio.gather(up, down, return_exceptions=True)


async def relay_exchange(request: ProxyRequest, browser: StreamPair, server: StreamPair) -> None:
    """Pass a request without a body up and the response down, both changed so that the connection ends with it."""
    line = b" ".join((request.method, _path(request.target), b"HTTP/1.1"))
    server.writer.write(_closing_head(line, request.headers))
    first, *headers = await _head_lines(server.reader)
    browser.writer.write(_closing_head(first, headers))
    await _pump(server.reader, browser.writer, idle=_IDLE_SECONDS)


async def _head_lines(reader: asyncio.StreamReader) -> list[bytes]:
    """The lines of a head: the request or status line, then the headers."""
    async with asyncio.timeout(_IDLE_SECONDS):
        head = await reader.readuntil(b"\r\n\r\n")
    return head.removesuffix(b"\r\n\r\n").split(b"\r\n")


def _path(target: str) -> bytes:
    parts = urlsplit(target)
    return f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}".encode("ascii")


def _closing_head(first: bytes, headers: list[bytes]) -> bytes:
    """A head whose connection ends after its message."""
    kept = [line for line in headers if line.partition(b":")[0].strip().lower() not in _HOP_HEADERS]
    return b"\r\n".join([first, *kept, b"Connection: close", b"", b""])


async def _pump(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, *, idle: float | None) -> None:
    """Copy until the end, at most ``_BODY_BYTES_LIMIT`` bytes, never idle for longer than ``idle`` seconds."""
    copied = 0
    while copied < _BODY_BYTES_LIMIT:
        async with asyncio.timeout(idle):
            chunk = await reader.read(_CHUNK)
        if not chunk:
            return
        copied += len(chunk)
        writer.write(chunk)
        await writer.drain()
