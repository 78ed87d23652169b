"""The HTTP transport over libcurl: as tolerant as browsers, with TLS evidence and every network address checked.

libcurl sends the request and reads the reply; ``tolerant_reader`` requests once more what libcurl refuses to read.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cached_property

import pycurl

from auditor.fetch.curl_certificates import Authorities, ConnectionCertificates
from auditor.fetch.curl_driver import CurlDriver
from auditor.fetch.curl_errors import LibraryLimit
from auditor.fetch.curl_exchange import CurlExchange
from auditor.fetch.exact_request import ExactRequest
from auditor.fetch.name_cache import CheckedAddresses
from auditor.fetch.reply_head import ReplyHead
from auditor.fetch.tolerant_reader import TolerantReader
from auditor.fetch.wire import Reply

_KEEP_ALIVE_SECONDS = 20
_MOST_IDLE_HANDLES = 256
_OPTIONS = (
    (pycurl.NOSIGNAL, 1),
    (pycurl.PROXY, ""),  # whatever the environment names
    (pycurl.PROTOCOLS, pycurl.PROTO_HTTP | pycurl.PROTO_HTTPS),
    (pycurl.HTTP_VERSION, pycurl.CURL_HTTP_VERSION_1_1),
    (pycurl.HTTP_CONTENT_DECODING, 0),
    (pycurl.OPT_CERTINFO, 1),
    (pycurl.MAXAGE_CONN, _KEEP_ALIVE_SECONDS),
)


class CurlTransport:
    """HTTP/1.1 with connections kept alive. The address goes over the wire exactly as it is.

    ``inside`` are origins that may be fetched whatever their network address, ``resolve`` maps names to network
    addresses, ``trust`` is a PEM file of authorities besides the system's.
    """

    def __init__(self, inside: Iterable[str] = (), resolve: Mapping[str, str] | None = None, trust: str = "") -> None:
        self._addresses = CheckedAddresses(inside, resolve or {})
        self._authorities = Authorities(trust)
        self._certificates = ConnectionCertificates()
        self._tolerant = TolerantReader(trust)
        self._idle: list[pycurl.Curl] = []

    async def get(self, url: str, headers: Mapping[str, str]) -> Reply:
        """Send one GET; see ``HttpTransport.get``."""
        request = ExactRequest.of(url, headers)
        guarded = self._addresses.is_guarded(request)
        addresses = await self._addresses.of(request)
        exchange = CurlExchange(self._driver, self._handle(request, addresses), guarded=guarded)
        try:
            exchange.start()
            head = await exchange.begin()
            head.check()  # libcurl reads what browsers refuse
            return self._reply(request, exchange, head)
        except LibraryLimit as limit:
            self._release(exchange)
            return await self._tolerant.get(request, addresses, limit)
        except BaseException:
            self._release(exchange)
            raise

    def tried(self, url: str) -> str:
        """Return the network address last tried; see ``HttpTransport.tried``."""
        return self._addresses.tried(url)

    async def close(self) -> None:
        """Close all connections."""
        if driver := self.__dict__.pop("_driver", None):
            driver.close()
        for easy in self._idle:
            easy.close()
        self._idle.clear()
        self._addresses.close()
        self._authorities.close()

    @cached_property
    def _driver(self) -> CurlDriver:
        return CurlDriver()

    def _handle(self, request: ExactRequest, addresses: list[str]) -> pycurl.Curl:
        """Return an easy handle prepared for the request, one that was used before if there is one."""
        easy = self._idle.pop() if self._idle else self._new_handle()
        easy.setopt(pycurl.URL, request.root)
        easy.setopt(pycurl.REQUEST_TARGET, request.target)
        easy.setopt(pycurl.HTTPHEADER, request.header_lines)
        if addresses != [request.host]:
            # "+": the entry may be dropped after a minute; the name is resolved by us and never by libcurl
            places = ",".join(f"[{address}]" if ":" in address else address for address in addresses)
            easy.setopt(pycurl.RESOLVE, [f"+{request.host}:{request.port}:{places}"])
        return easy

    def _new_handle(self) -> pycurl.Curl:
        easy = pycurl.Curl()
        for option, value in _OPTIONS:
            easy.setopt(option, value)
        self._authorities.set_on(easy)
        return easy

    def _release(self, exchange: CurlExchange) -> None:
        """Take the easy handle back; one whose transfer had to be stopped is thrown away."""
        exchange.stop()
        if exchange.is_done and len(self._idle) < _MOST_IDLE_HANDLES:
            self._idle.append(exchange.easy)
        else:
            exchange.easy.close()

    def _reply(self, request: ExactRequest, exchange: CurlExchange, head: ReplyHead) -> Reply:
        released = False

        async def release() -> None:
            nonlocal released
            if not released:
                released = True
                self._release(exchange)

        return Reply(
            head.status,
            head.headers,
            exchange,
            release,
            exchange.easy.getinfo(pycurl.PRIMARY_IP),
            head.version,
            self._certificates.of(exchange.easy) if request.is_secure else None,
            exchange.is_cut,
        )
