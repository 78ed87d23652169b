"""The HTTP transport over any httpx transport: fake webs in tests, HTTP/2."""

from __future__ import annotations

from collections.abc import Mapping

import httpx

from auditor.fetch.wire import LibraryErrors, Reply

HTTPX_ERRORS = LibraryErrors(
    all=(httpx.HTTPError, httpx.InvalidURL),
    timeout=(httpx.TimeoutException,),
    bad_address=(httpx.InvalidURL, httpx.UnsupportedProtocol),
    unconnected=(httpx.ConnectError,),
    network=(httpx.NetworkError,),
)


class HttpxTransport:
    """Sends requests through an httpx transport; reports neither network address nor certificate."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport

    async def get(self, url: str, headers: Mapping[str, str]) -> Reply:
        """Send one GET; see ``HttpTransport.get``."""
        response = await self._transport.handle_async_request(httpx.Request("GET", url, headers=headers))
        assert isinstance(response.stream, httpx.AsyncByteStream)  # noqa: S101 - asynchronous transports return these
        raw = tuple((name.lower(), value) for name, value in response.headers.raw)
        version = response.http_version.removeprefix("HTTP/")
        return Reply(response.status_code, raw, response.stream, response.aclose, http_version=version)

    def tried(self, url: str) -> str:  # noqa: ARG002  # as HttpTransport has it
        """Return an empty string: httpx does not reveal the network address."""
        return ""

    async def close(self) -> None:
        """Close all connections."""
        await self._transport.aclose()
