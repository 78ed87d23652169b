"""The HTTP transport over aiohttp, with connections kept alive, TLS evidence and a guarded resolver.

httpx alone makes 550 requests per CPU second and fewer with more connections; its objects around aiohttp still cost
a third of the speed. So this is aiohttp's own client; ``httpx_transport`` serves fake webs in tests and HTTP/2.
"""

from __future__ import annotations

import socket
import ssl
from collections.abc import Iterable, Mapping
from functools import cached_property
from weakref import WeakKeyDictionary

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.connector import Connection
from yarl import URL

from auditor import urls
from auditor.fetch.address_policy import InsideAddress, is_numeric, is_public
from auditor.fetch.certificates import certificate_facts, tls_context
from auditor.fetch.resolver import GuardedResolver
from auditor.fetch.wire import LibraryErrors, Reply
from auditor.model import Certificate

_LONGEST_HEADER = 262_144  # as long as Chromium reads
_KEEP_ALIVE_SECONDS = 20.0
_NAMES_SECONDS = 300

AIOHTTP_ERRORS = LibraryErrors(
    all=(aiohttp.ClientError,),
    dns=(aiohttp.ClientConnectorDNSError,),
    broken_off=(aiohttp.ServerDisconnectedError, aiohttp.ClientPayloadError),  # the body is shorter than announced
    bad_address=(aiohttp.InvalidURL,),
    unconnected=(aiohttp.ClientConnectorError,),
)


class AiohttpTransport:
    """HTTP/1.1 with connections kept alive. The address goes over the wire exactly as it is.

    ``inside`` are origins that may be fetched whatever their network address, ``resolve`` maps names to network
    addresses, ``trust`` is a PEM file of authorities besides the system's.
    """

    def __init__(self, inside: Iterable[str] = (), resolve: Mapping[str, str] | None = None, trust: str = "") -> None:
        self._inside = frozenset(urls.origin_of(origin) for origin in inside)
        self._named = {name.lower(): address for name, address in (resolve or {}).items()}
        self._tls = tls_context(trust)
        self._tried: dict[str, str] = {}
        self._certificates: WeakKeyDictionary[ssl.SSLObject, Certificate] = WeakKeyDictionary()

    async def get(self, url: str, headers: Mapping[str, str]) -> Reply:
        """Send one GET; see ``HttpTransport.get``."""
        exact = _exact_url(url)
        session = self._session_for(exact)
        answer = await session.get(exact, headers=headers, allow_redirects=False)
        assert isinstance(answer, _ClientResponse)  # noqa: S101 - the session's response_class
        version = answer.version
        return Reply(
            answer.status,
            tuple((name.lower(), value) for name, value in answer.raw_headers),
            _Body(answer.content),
            answer.release_connection,
            answer.peer,
            f"{version.major}.{version.minor}" if version else "",
            self._certificate(answer.tls) if answer.tls else None,
        )

    def tried(self, url: str) -> str:
        """Return the network address last tried; see ``HttpTransport.tried``."""
        host = _exact_url(url).raw_host or ""
        return host if is_numeric(host) else self._tried.get(host, "")

    async def close(self) -> None:
        """Close all connections."""
        for name in ("_open_session", "_guarded_session"):
            if session := self.__dict__.pop(name, None):
                await session.close()

    def _session_for(self, url: URL) -> aiohttp.ClientSession:
        host = url.raw_host or ""
        if urls.origin_of(f"{url.scheme}://{url.raw_authority}") in self._inside:
            return self._open_session
        if is_numeric(host) and not is_public(host):  # aiohttp resolves names only
            raise InsideAddress(f"{host} is an inside address; configure its origin if it is to be fetched")
        return self._guarded_session

    @cached_property
    def _open_session(self) -> aiohttp.ClientSession:
        return self._session(guarded=False)

    @cached_property
    def _guarded_session(self) -> aiohttp.ClientSession:
        return self._session(guarded=True)

    def _session(self, *, guarded: bool) -> aiohttp.ClientSession:
        connector = aiohttp.TCPConnector(
            resolver=_Resolver(GuardedResolver(self._named, self._tried, guarded=guarded)),
            ssl=self._tls,
            limit=0,  # the client limits its requests itself
            ttl_dns_cache=_NAMES_SECONDS,
            keepalive_timeout=_KEEP_ALIVE_SECONDS,
        )
        return aiohttp.ClientSession(
            connector=connector,
            cookie_jar=aiohttp.DummyCookieJar(),
            response_class=_ClientResponse,
            auto_decompress=False,
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=None),  # the client keeps the deadline
            skip_auto_headers=("Accept", "Accept-Encoding", "User-Agent"),
            max_line_size=_LONGEST_HEADER,
            max_field_size=_LONGEST_HEADER,
        )

    def _certificate(self, tls: ssl.SSLObject) -> Certificate | None:
        if tls not in self._certificates and (verified := tls.getpeercert()):
            self._certificates[tls] = certificate_facts(verified)
        return self._certificates.get(tls)


def _exact_url(url: str) -> URL:
    """Return an address whose path and query go over the wire as they are: nothing folded, unescaped or left out."""
    scheme, _, rest = url.partition("://")
    authority, slash, target = rest.partition("/")
    return URL.build(scheme=scheme, authority=authority, path=slash + target, encoded=True)


class _Resolver(AbstractResolver):
    """The guarded resolver behind aiohttp's interface."""

    def __init__(self, resolver: GuardedResolver) -> None:
        self._resolver = resolver

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_UNSPEC
    ) -> list[ResolveResult]:
        return [_resolved(host, address, port) for address in await self._resolver.addresses(host, port, family)]

    async def close(self) -> None:
        self._resolver.close()


def _resolved(host: str, address: str, port: int) -> ResolveResult:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    return ResolveResult(hostname=host, host=address, port=port, family=family, proto=0, flags=socket.AI_NUMERICHOST)


class _ClientResponse(aiohttp.ClientResponse):
    """Notes peer and TLS before aiohttp releases the connection, which may be before the body is read."""

    peer = ""
    tls: ssl.SSLObject | None = None

    async def start(self, connection: Connection) -> aiohttp.ClientResponse:
        if (transport := connection.transport) is not None:
            self.peer = (transport.get_extra_info("peername") or ("",))[0]
            self.tls = transport.get_extra_info("ssl_object")
        return await super().start(connection)

    async def release_connection(self) -> None:
        self.release()


class _Body:
    """The body as it arrives, at most one buffer of it at a time."""

    def __init__(self, content: aiohttp.StreamReader) -> None:
        self._content = content

    def __aiter__(self) -> _Body:
        return self

    async def __anext__(self) -> bytes:
        if chunk := await self._content.readany():
            return chunk
        raise StopAsyncIteration
