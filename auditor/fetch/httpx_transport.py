"""The HTTP transport over httpx: the second client (HTTP/2, another TLS stack and parser), and fake webs in tests."""

from __future__ import annotations

import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Iterator, Mapping
from functools import cached_property

import httpx

from auditor.fetch.certificates import certificate_facts, tls_context
from auditor.fetch.exact_request import ExactRequest
from auditor.fetch.name_cache import CheckedAddresses
from auditor.fetch.reply_head import MalformedReply, ReplyHead
from auditor.fetch.wire import Reply

_NOTHING_SENT = "disconnected without sending"


class HttpxTransport:
    """Sends requests through an httpx transport; reports neither network address nor certificate."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport

    async def get(self, url: str, headers: Mapping[str, str]) -> Reply:
        """Send one GET; see ``HttpTransport.get``."""
        with _errors_as_python_raises_them():
            response = await self._transport.handle_async_request(httpx.Request("GET", url, headers=headers))
        return _reply(response, response.aclose)

    def tried(self, url: str) -> str:  # noqa: ARG002  # as HttpTransport has it
        """Return an empty string: httpx does not reveal the network address."""
        return ""

    async def close(self) -> None:
        """Close all connections."""
        await self._transport.aclose()


class SecondClientTransport:
    """HTTP/2 where the server has it, else HTTP/1.1, by httpx and Python's TLS; one connection a request.

    Names are resolved here; the request goes to the very address that was checked, with the name in SNI and Host.
    Parameters are those of ``CurlTransport``.
    """

    def __init__(self, inside: Iterable[str] = (), resolve: Mapping[str, str] | None = None, trust: str = "") -> None:
        self._addresses = CheckedAddresses(inside, resolve or {})
        self._trust = trust

    async def get(self, url: str, headers: Mapping[str, str]) -> Reply:
        """Send one GET; see ``HttpTransport.get``."""
        request = ExactRequest.of(url, headers)
        addresses = await self._addresses.of(request)
        for number, address in enumerate(addresses, 1):
            try:
                with _errors_as_python_raises_them():
                    return await self._get_from(address, request, headers)
            except (ConnectionRefusedError, TimeoutError):
                if number == len(addresses):
                    raise
        raise AssertionError("a host has at least one address")

    async def _get_from(self, address: str, request: ExactRequest, headers: Mapping[str, str]) -> Reply:
        # a transport a request: the library shares connections by network address, whatever the name in SNI
        transport = httpx.AsyncHTTPTransport(verify=self._tls, http2=True, trust_env=False)
        place = f"[{address}]" if ":" in address else address
        root = f"{'https' if request.is_secure else 'http'}://{place}:{request.port}/"
        extensions = {"target": request.target, "sni_hostname": request.host}
        host = {"Host": request.host_header.decode("ascii")}
        try:
            sent = httpx.Request("GET", root, headers={**headers, **host}, extensions=extensions)
            response = await transport.handle_async_request(sent)
            _check(response)
        except BaseException:
            await transport.aclose()
            raise

        async def close() -> None:
            await response.aclose()
            await transport.aclose()

        return _reply(response, close, address)

    def tried(self, url: str) -> str:
        """Return the network address last tried; see ``HttpTransport.tried``."""
        return self._addresses.tried(url)

    async def close(self) -> None:
        """Stop the lookups under way; connections end with their replies."""
        self._addresses.close()

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        return tls_context(self._trust)


def _reply(response: httpx.Response, close: Callable[[], Awaitable[None]], ip: str = "") -> Reply:
    assert isinstance(response.stream, httpx.AsyncByteStream)  # noqa: S101 - asynchronous transports return these
    raw = tuple((name.lower(), value) for name, value in response.headers.raw)
    version = response.http_version.removeprefix("HTTP/")
    stream = response.extensions.get("network_stream")
    tls = stream.get_extra_info("ssl_object") if stream else None
    certificate = certificate_facts(tls.getpeercert()) if tls else None
    return Reply(response.status_code, raw, _body(response.stream), close, ip, version, certificate)


def _check(response: httpx.Response) -> None:
    """Raise ``MalformedReply`` for headers that browsers refuse and the library reads."""
    raw = tuple((name.lower(), value) for name, value in response.headers.raw)
    ReplyHead(response.status_code, response.http_version, raw).check()


async def _body(stream: httpx.AsyncByteStream) -> AsyncIterator[bytes]:
    with _errors_as_python_raises_them():
        async for piece in stream:
            yield piece


@contextlib.contextmanager
def _errors_as_python_raises_them() -> Iterator[None]:
    """Raise the library's errors as exceptions that ``failure_reasons`` classifies, their own causes behind them."""
    try:
        yield
    except httpx.TimeoutException as error:
        raise TimeoutError(str(error)) from error
    except (httpx.InvalidURL, httpx.UnsupportedProtocol) as error:
        raise UnicodeError(str(error)) from error
    except httpx.ConnectError as error:
        raise _unconnected(error) from error
    except httpx.NetworkError as error:
        raise ConnectionResetError(str(error)) from error
    except httpx.HTTPError as error:
        if _NOTHING_SENT in str(error):
            raise ConnectionResetError(str(error)) from error
        raise MalformedReply(str(error)) from error


def _unconnected(error: BaseException) -> OSError:
    """The operating system's own error behind a connection that did not come about."""
    found: OSError = ConnectionRefusedError(str(error))
    cause = error.__cause__
    while cause is not None:
        found = cause if isinstance(cause, OSError) else found
        cause = cause.__cause__ or cause.__context__
    return found
