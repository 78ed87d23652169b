"""The wire: aiohttp with a resolver that keeps links from leading inside, and what can go wrong on it.

httpx alone makes 550 requests per CPU second and fewer with more connections; its objects around aiohttp still cost
a third of the speed. So this is aiohttp's own client; httpx transports come in through ``HttpxTransport``: fake webs in
tests, HTTP/2. Everything that asking can raise is turned into a reason here, in one table.
"""

from __future__ import annotations

import asyncio
import errno
import functools
import socket
import ssl
from collections.abc import Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import cached_property
from weakref import WeakKeyDictionary

import aiohttp
import httpx
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.connector import Connection
from yarl import URL

from auditor import urls
from auditor.fetch.address_policy import is_numeric, is_public
from auditor.fetch.certificates import certificate_facts, certificate_failure, tls_context
from auditor.fetch.content_coding import UnreadableBody
from auditor.fetch.wire import Reply
from auditor.model import Certificate, FailureReason

_LONGEST_HEADER = 262_144  # as long as Chromium reads
_KEEP_ALIVE_SECONDS = 20.0
_NAMES_SECONDS = 300

MOST_LOOKUPS = 64
"""Names looked up at the same time."""

TRANSPORT_ERRORS = (aiohttp.ClientError, httpx.HTTPError, httpx.InvalidURL, OSError, UnicodeError, UnreadableBody)
"""All that asking an address can raise (``TimeoutError`` and TLS errors are ``OSError``)."""


class InsideAddress(OSError):  # noqa: N818  # a refusal of ours, not a fault
    """The address, or all that its name stands for, is inside and not configured to be asked."""


class AiohttpTransport:
    """HTTP/1.1 with connections kept alive. The address goes over the wire exactly as it is.

    ``inside`` are origins that may be asked whatever their network address, ``resolve`` names that stand for one,
    ``trust`` is a PEM file of authorities besides the system's.
    """

    def __init__(self, inside: Iterable[str] = (), resolve: Mapping[str, str] | None = None, trust: str = "") -> None:
        self._inside = frozenset(urls.origin_of(origin) for origin in inside)
        self._named = {name.lower(): address for name, address in (resolve or {}).items()}
        self._tls = tls_context(trust)
        self._tried: dict[str, str] = {}
        self._certificates: WeakKeyDictionary[ssl.SSLObject, Certificate] = WeakKeyDictionary()

    async def get(self, url: str, headers: Mapping[str, str]) -> Reply:
        """Ask; see ``Wire.get``."""
        exact = _exactly(url)
        session = self._session_for(exact)
        answer = await session.get(exact, headers=headers, allow_redirects=False)
        assert isinstance(answer, _Answer)  # noqa: S101 - the session was told to make these
        version = answer.version
        return Reply(
            answer.status,
            tuple((name.lower(), value) for name, value in answer.raw_headers),
            _Body(answer.content),
            answer.let_go,
            answer.peer,
            f"{version.major}.{version.minor}" if version else "",
            self._certificate(answer.tls) if answer.tls else None,
        )

    def tried(self, url: str) -> str:
        """See ``Wire.tried``."""
        host = _exactly(url).raw_host or ""
        return host if is_numeric(host) else self._tried.get(host, "")

    async def close(self) -> None:
        """Close all connections."""
        for name in ("_within", "_without"):
            if session := self.__dict__.pop(name, None):
                await session.close()

    def _session_for(self, url: URL) -> aiohttp.ClientSession:
        host = url.raw_host or ""
        if urls.origin_of(f"{url.scheme}://{url.raw_authority}") in self._inside:
            return self._within
        if is_numeric(host) and not is_public(host):  # aiohttp resolves names only
            raise InsideAddress(f"{host} is an inside address; configure its origin if it is to be asked")
        return self._without

    @cached_property
    def _within(self) -> aiohttp.ClientSession:
        return self._session(guarded=False)

    @cached_property
    def _without(self) -> aiohttp.ClientSession:
        return self._session(guarded=True)

    def _session(self, *, guarded: bool) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            resolver=_Resolver(self._named, self._tried, guarded=guarded),
            ssl=self._tls,
            limit=0,  # whoever asks holds a slot already
            ttl_dns_cache=_NAMES_SECONDS,
            keepalive_timeout=_KEEP_ALIVE_SECONDS,
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            response_class=_Answer,
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),  # whoever asks keeps the deadline
            skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent"),
            max_line_size=_LONGEST_HEADER,
            max_field_size=_LONGEST_HEADER,
        )

    def _certificate(self, tls: ssl.SSLObject) -> Certificate | None:
        if tls not in self._certificates and (verified := tls.getpeercert()):
            self._certificates[tls] = certificate_facts(verified)
        return self._certificates.get(tls)


class HttpxTransport:
    """A wire over any httpx transport; it tells neither network address nor certificate."""

    def __init__(self, transport: httpx.AsyncBaseTransport) -> None:
        self._transport = transport

    async def get(self, url: str, headers: Mapping[str, str]) -> Reply:
        """Ask; see ``Wire.get``."""
        response = await self._transport.handle_async_request(httpx.Request("GET", url, headers=headers))
        assert isinstance(response.stream, httpx.AsyncByteStream)  # noqa: S101 - asynchronous transports give these
        raw = tuple((name.lower(), value) for name, value in response.headers.raw)
        version = response.http_version.removeprefix("HTTP/")
        return Reply(response.status_code, raw, response.stream, response.aclose, http_version=version)

    def tried(self, url: str) -> str:  # noqa: ARG002  # as Wire has it
        """See ``Wire.tried``."""
        return ""

    async def close(self) -> None:
        """Close all connections."""
        await self._transport.aclose()


class ChainCookies:
    """The cookies of one chain of redirects; some sites send visitors in a circle until theirs come back."""

    def __init__(self) -> None:
        self._jar = aiohttp.CookieJar(unsafe=True)  # hosts that are addresses have cookies too

    def take(self, url: str, headers: list[str]) -> None:
        """Take up the Set-Cookie headers of an answer from ``url``."""
        self._jar.update_cookies_from_headers(headers, URL(url, encoded=True))

    def header(self, url: str) -> str:
        """The Cookie header for ``url``, empty when none of the cookies is meant for it."""
        cookies = self._jar.filter_cookies(URL(url, encoded=True))
        return "; ".join(f"{name}={cookie.coded_value}" for name, cookie in cookies.items())


def failure_reason(error: BaseException) -> FailureReason:
    """What an exception of ``TRANSPORT_ERRORS`` means, judged by what caused it."""
    causes = tuple(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError) and hasattr(cause, "verify_code"):  # aiohttp's own has none
            return certificate_failure(cause)
    for kind, reason in _REASONS:
        if any(isinstance(cause, kind) for cause in causes):
            return reason
    if any(isinstance(cause, OSError) and cause.errno in _OWN_FAULTS for cause in causes):
        return FailureReason.OWN_NETWORK
    return next(reason for kind, reason in _OTHERWISE if isinstance(error, kind))


_REASONS: tuple[tuple[type[BaseException], FailureReason], ...] = (
    (InsideAddress, FailureReason.INSIDE_ADDRESS),
    (UnicodeError, FailureReason.BAD_ADDRESS),  # a label that no name server could be asked for
    (socket.gaierror, FailureReason.DNS),
    (aiohttp.ClientConnectorDNSError, FailureReason.DNS),
    (ssl.SSLZeroReturnError, FailureReason.RESET),
    (ssl.SSLEOFError, FailureReason.RESET),
    (ssl.SSLError, FailureReason.TLS_OTHER),
    (TimeoutError, FailureReason.TIMEOUT),
    (httpx.TimeoutException, FailureReason.TIMEOUT),
    (ConnectionRefusedError, FailureReason.REFUSED),
    (ConnectionError, FailureReason.RESET),
    (aiohttp.ServerDisconnectedError, FailureReason.RESET),
    (aiohttp.ClientPayloadError, FailureReason.RESET),  # less of it than announced
    (aiohttp.InvalidURL, FailureReason.BAD_ADDRESS),
    (httpx.InvalidURL, FailureReason.BAD_ADDRESS),
    (httpx.UnsupportedProtocol, FailureReason.BAD_ADDRESS),
)
"""The first line that fits the error or one of its causes holds."""

_OTHERWISE: tuple[tuple[type[BaseException], FailureReason], ...] = (
    (aiohttp.ClientConnectorError, FailureReason.REFUSED),
    (httpx.ConnectError, FailureReason.REFUSED),
    (httpx.NetworkError, FailureReason.RESET),
    (OSError, FailureReason.RESET),
    (BaseException, FailureReason.BAD_ANSWER),
)

_OWN_FAULTS = frozenset(
    {errno.ENETUNREACH, errno.ENETDOWN, errno.EADDRNOTAVAIL, errno.EMFILE, errno.ENFILE, errno.ENOBUFS, errno.ENOMEM}
)
"""Faults of this machine, which say nothing of the other one."""


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__


def _exactly(url: str) -> URL:
    """An address whose path and query go over the wire as they are: nothing folded, unescaped or left out."""
    scheme, _, rest = url.partition("://")
    authority, slash, target = rest.partition("/")
    return URL.build(scheme=scheme, authority=authority, path=slash + target, encoded=True)


class _Resolver(AbstractResolver):
    """Names of ours first, then the system's; where guarded, inside addresses are dropped from what is found."""

    def __init__(self, named: Mapping[str, str], tried: dict[str, str], *, guarded: bool) -> None:
        self._named = named
        self._tried = tried
        self._guarded = guarded
        # threads of its own: a name server that does not answer holds each for long, and the loop's own are few
        self._lookups = ThreadPoolExecutor(MOST_LOOKUPS, thread_name_prefix="lookup")

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        named = self._named.get(host.lower().rstrip("."))
        found = [_entry(host, named, port)] if named else await self._looked_up(host, port, family)
        usable = [entry for entry in found if not self._guarded or is_public(entry["host"])]
        self._tried[host] = (usable or found)[0]["host"]
        if not usable:
            raise InsideAddress(f"{host} stands for inside addresses only; configure its origin if it is to be asked")
        return usable

    async def _looked_up(self, host: str, port: int, family: socket.AddressFamily) -> list[ResolveResult]:
        find = functools.partial(socket.getaddrinfo, type=socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
        found = await asyncio.get_running_loop().run_in_executor(self._lookups, find, host, port, family)
        return [_entry(host, str(address[0]), port) for *_, address in found]

    async def close(self) -> None:
        self._lookups.shutdown(wait=False, cancel_futures=True)


def _entry(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST)


class _Answer(aiohttp.ClientResponse):
    """Notes where it came from before aiohttp lets the connection go, which may be before the body is read."""

    peer = ""
    tls: ssl.SSLObject | None = None

    async def start(self, connection: Connection) -> aiohttp.ClientResponse:
        if (wire := connection.transport) is not None:
            self.peer = (wire.get_extra_info("peername") or ("",))[0]
            self.tls = wire.get_extra_info("ssl_object")
        return await super().start(connection)

    async def let_go(self) -> None:
        self.release()


class _Body:
    """The body as it comes in, at most a buffer of it at once."""

    def __init__(self, content: aiohttp.StreamReader) -> None:
        self._content = content

    def __aiter__(self) -> _Body:
        return self

    async def __anext__(self) -> bytes:
        if chunk := await self._content.readany():
            return chunk
        raise StopAsyncIteration
