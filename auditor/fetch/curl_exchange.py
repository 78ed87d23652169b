"""One request through libcurl: its callbacks, the head line by line, and the body with bounded buffering."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from typing import Any

import pycurl

from auditor.fetch.address_policy import InsideAddress, is_public
from auditor.fetch.curl_driver import CurlDriver
from auditor.fetch.curl_errors import LibraryLimit, TlsEndError, curl_error
from auditor.fetch.reply_head import LONGEST_HEAD, REDIRECTS, MalformedReply, ReplyHead, head_of_lines

_MOST_BUFFERED = 262_144
_HEAD_ENDS = (b"\r\n", b"\n", b"")
_INTERIM = range(100, 200)


class CurlExchange:
    """A request and its reply. ``guarded`` refuses to connect to network addresses that are not public."""

    def __init__(self, driver: CurlDriver, easy: pycurl.Curl, *, guarded: bool) -> None:
        self.easy = easy
        self.head: ReplyHead | None = None
        self._driver = driver
        self._guarded = guarded
        self._loop = asyncio.get_running_loop()
        self._lines: list[bytes] = []
        self._head_bytes = 0
        self._chunks: list[bytes] = []
        self._buffered = 0
        self._delivered = False
        self._paused = False
        self._done = False
        self._error: Exception | None = None
        self._refusal: OSError | None = None
        self._waiting: asyncio.Future[None] | None = None

    @property
    def is_done(self) -> bool:
        """Whether the transfer has ended by itself, so that its handle can be used again."""
        return self._done

    def is_cut(self) -> bool:
        """Return whether the body broke off."""
        return self._error is not None

    def start(self) -> None:
        """Send the request."""
        easy = self.easy
        easy.setopt(pycurl.HEADERFUNCTION, self._take_line)
        easy.setopt(pycurl.WRITEFUNCTION, self._take_body)
        easy.setopt(pycurl.OPENSOCKETFUNCTION, self._open_socket)
        try:
            self._driver.start(easy, self._finish)
        except pycurl.error as error:
            raise LibraryLimit(str(error)) from error

    def stop(self) -> None:
        """End the transfer if it has not ended; its connection is closed then."""
        self._driver.stop(self.easy)
        self._chunks.clear()

    async def begin(self) -> ReplyHead:
        """Wait for the head and, unless it redirects, the first of the body; browsers show nothing before.

        Raises what ``curl_errors.curl_error`` returns where neither came.
        """
        while not self._done and not (self.head and (self._chunks or self.head.is_redirect)):
            await self._wait()
        if self.head is None:
            raise self._error or LibraryLimit("no head of a reply")
        if self._error and not self._chunks and not self.head.is_redirect:
            raise self._error
        return self.head

    def __aiter__(self) -> CurlExchange:
        return self

    async def __anext__(self) -> bytes:
        """Return what has arrived of the body; one that breaks off after it began ends there, as browsers show it."""
        while not self._chunks:
            if self._done:
                if self._error and not self._delivered:
                    raise self._error
                raise StopAsyncIteration
            await self._wait()
        data = b"".join(self._chunks) if len(self._chunks) > 1 else self._chunks[0]
        self._chunks.clear()
        self._buffered = 0
        self._delivered = True
        if self._paused and not self._done:
            self._paused = False
            self.easy.pause(pycurl.PAUSE_CONT)  # may call _take_body at once
        return data

    async def _wait(self) -> None:
        self._waiting = self._loop.create_future()
        await self._waiting

    def _wake(self) -> None:
        if self._waiting is not None and not self._waiting.done():
            self._waiting.set_result(None)

    def _take_line(self, line: bytes) -> int | None:
        """Store a line of a head, or drop one of the trailer; libcurl's HEADERFUNCTION."""
        if self.head is not None:
            return None
        self._head_bytes += len(line)
        if self._head_bytes > LONGEST_HEAD:
            return 0  # ends the transfer
        if line not in _HEAD_ENDS:
            self._lines.append(line)
        elif self._lines:
            return self._end_head()
        return None

    def _end_head(self) -> int | None:
        try:
            head = head_of_lines(self._lines)
        except MalformedReply:
            return 0
        self._lines.clear()
        if head.status not in _INTERIM:
            self.head = head
            if head.is_redirect:
                self._wake()
        return None

    def _take_body(self, data: bytes) -> int | None:
        """Store a piece of the body or, with too much of it waiting, pause; libcurl's WRITEFUNCTION."""
        if self._buffered > _MOST_BUFFERED:
            self._paused = True
            return int(pycurl.WRITEFUNC_PAUSE)
        self._chunks.append(data)
        self._buffered += len(data)
        self._wake()
        return None

    def _open_socket(self, _purpose: int, address: Any) -> socket.socket | int:
        """Open a socket unless its address is refused: what is checked here is what is connected to."""
        family, kind, protocol, place = address
        try:
            if self._guarded and not is_public(place[0]):
                raise InsideAddress(f"{place[0]} is an inside address; configure its origin if it is to be fetched")
            opened = socket.socket(family, kind, protocol)
        except OSError as error:
            self._refusal = error
            return int(pycurl.SOCKET_BAD)
        self._loop.call_soon(opened.close)  # libcurl gets a duplicate
        return opened

    def _finish(self, number: int, message: str) -> None:
        """Note how the transfer ended."""
        self._done = True
        if number:
            details = self.easy.getinfo(pycurl.OS_ERRNO), self.easy.getinfo(pycurl.SSL_VERIFYRESULT)
            self._error = curl_error(number, message, *details)
            if self._refusal and number == pycurl.E_COULDNT_CONNECT:
                self._error = self._refusal
            if self.head and self.head.ends_with_connection and isinstance(self._error, TlsEndError):
                self._error = None
        if self.head is None and self._lines and (self._error is None or isinstance(self._error, ConnectionError)):
            self._end_with_half_a_head()
        self._wake()

    def _end_with_half_a_head(self) -> None:
        """Use a redirect whose head broke off, as Chromium does; any other reply would be an empty page."""
        with contextlib.suppress(MalformedReply):
            head = head_of_lines(self._lines)
            self.head = head if head.is_redirect else None
            if head.status in REDIRECTS and self.head is None:
                self._error = LibraryLimit("a redirect whose last line broke off")
        self._lines.clear()
        if self.head is None and not isinstance(self._error, LibraryLimit):
            self._error = ConnectionResetError("the connection ended within the head")
