"""A second, more tolerant HTTP/1 client for replies that libcurl refuses to read but browsers show.

It reads as Chromium does (``reply_head``): any version, no status, junk before the status line, lines without colon,
more and longer headers. One connection a request, on addresses that were checked before.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Sequence
from functools import cached_property

from auditor.fetch.certificates import certificate_facts, tls_context
from auditor.fetch.chunked_body import ChunkedBody
from auditor.fetch.exact_request import ExactRequest
from auditor.fetch.reply_head import LONGEST_HEAD, MalformedReply, ReplyHead, head_end, is_http, parse_head
from auditor.fetch.wire import Reply

_READ_BYTES = 65_536
_OLD_PORT = 80
_INTERIM = range(100, 200)
_NO_BODY = frozenset({204, 205, 304})
_OLD_HEAD = ReplyHead(200, "0.9", ())


class TolerantReader:
    """``trust`` is a PEM file of authorities besides the system's."""

    def __init__(self, trust: str = "") -> None:
        self._trust = trust

    async def get(self, request: ExactRequest, addresses: Sequence[str], limit: MalformedReply) -> Reply:
        """Send the request to the first address that takes a connection; ``limit`` is what the first reader met.

        Raises ``limit`` for a reply without any body, of which browsers show an empty page at most, and what
        ``asyncio.open_connection`` raises.
        """
        address, connection = await self._connect(request, addresses)
        try:
            await connection.send(request)
            head = await connection.head(old=not request.is_secure and request.port == _OLD_PORT)
            head.check()
            body = connection.body(head)
            first = b"" if head.is_redirect or _has_no_body(head) else await anext(body, None)
            if first is None:
                raise limit
        except BaseException:
            await connection.close()
            raise
        return Reply(
            head.status, head.headers, _chained(first, body), connection.close, address, head.version,
            connection.certificate, connection.is_cut,
        )  # fmt: skip

    async def _connect(self, request: ExactRequest, addresses: Sequence[str]) -> tuple[str, _Connection]:
        tls = self._tls if request.is_secure else None
        for number, address in enumerate(addresses, 1):
            try:
                reader, writer = await asyncio.open_connection(
                    address, request.port, ssl=tls, server_hostname=request.host if tls else None
                )
            except OSError:
                if number == len(addresses):
                    raise
            else:
                return address, _Connection(reader, writer)
        raise AssertionError("a host has at least one address")

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return tls_context(self._trust)


class _Connection:
    """One connection with one request and its reply."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._rest = bytearray()
        self._broke_off = False
        tls = writer.get_extra_info("ssl_object")
        verified = tls.getpeercert() if tls else None
        self.certificate = certificate_facts(verified) if verified else None

    async def send(self, request: ExactRequest) -> None:
        given = [line for line in request.header_lines if not line.endswith(b":")]
        lines = [b"GET " + request.target + b" HTTP/1.1", b"Host: " + request.host_header, *given]
        self._writer.write(b"\r\n".join([*lines, b"Connection: close", b"", b""]))
        await self._writer.drain()

    async def head(self, *, old: bool) -> ReplyHead:
        """Return the head of the final reply.

        A reply without status line is one of HTTP/0.9 where that may be (``old``), or where it is a Shoutcast stream.
        """
        while True:
            ended = (end := head_end(self._rest)) < 0 and not await self._more()
            if not is_http(self._rest) and (old or self._rest[:4].upper() == b"ICY "):
                return _OLD_HEAD
            if not is_http(self._rest) or len(self._rest) > LONGEST_HEAD >= end:
                raise MalformedReply(
                    f"no HTTP, or a head of more than {LONGEST_HEAD} bytes: {bytes(self._rest[:40])!r}"
                )
            if end < 0 and not ended:
                continue
            head = parse_head(self._rest[:end] if end >= 0 else self._rest)
            if ended and not head.is_redirect:
                raise ConnectionResetError("the connection ended within the head")
            del self._rest[: max(end, 0) or len(self._rest)]
            if head.status not in _INTERIM:
                return head

    async def body(self, head: ReplyHead) -> AsyncIterator[bytes]:
        """Yield the body; one that breaks off after it began ends there."""
        began = False
        try:
            async for piece in self._pieces(head):
                began = True
                yield piece
        except (OSError, MalformedReply):
            self._broke_off = True
            if not began:
                raise

    def is_cut(self) -> bool:
        """Return whether the body broke off."""
        return self._broke_off

    async def _pieces(self, head: ReplyHead) -> AsyncIterator[bytes]:
        chunked = ChunkedBody() if head.is_chunked else None
        left = None if chunked else head.length
        while left != 0 and not (chunked and chunked.is_ended):
            if not self._rest and not await self._more():
                self._broke_off = not head.ends_with_connection
                return
            data = bytes(self._rest[:left])
            self._rest.clear()
            left = None if left is None else left - len(data)
            if piece := chunked.decode(data) if chunked else data:
                yield piece

    async def _more(self) -> bool:
        data = await self._reader.read(_READ_BYTES)
        self._rest += data
        return bool(data)

    async def close(self) -> None:
        self._writer.transport.abort()  # at once: nothing is left to be sent


def _has_no_body(head: ReplyHead) -> bool:
    return head.status in _NO_BODY or (head.length == 0 and not head.is_chunked)


async def _chained(first: bytes, body: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
    if first:
        yield first
        async for piece in body:
            yield piece
