"""One redirect chain: the address requested, the redirects and cookies so far, and the evidence kept of its end."""

from __future__ import annotations

import hashlib
import re
import time

from auditor import urls
from auditor.fetch.redirect_cookies import RedirectCookies
from auditor.fetch.refresh_header import instant_refresh
from auditor.fetch.reply_head import REDIRECTS
from auditor.fetch.wire import Reply
from auditor.model import FailureReason, FetchFailure, Hop, Response

_SHOWN = range(200, 300)
_NEVER_OPENED = frozenset(
    {"", "http", "https", "javascript", "data", "about", "blob", "file", "filesystem", "ws", "wss", "view-source"}
)
"""Schemes that no browser opens after a redirect, or that need a host."""
_LONGEST_VALUE = 500
_LONGEST_DETAIL = 300
_FIRST_BYTES = 16
_CHARSET = re.compile(r"""charset\s*=\s*["']?([^\s"';,]+)""", re.IGNORECASE)
_KEPT = frozenset(
    {
        b"cf-mitigated", b"content-disposition", b"content-encoding", b"content-language", b"content-length",
        b"content-security-policy", b"content-type", b"etag", b"last-modified", b"location", b"refresh", b"retry-after",
        b"server", b"set-cookie", b"strict-transport-security", b"www-authenticate", b"x-amzn-waf-action",
        b"x-content-type-options", b"x-datadome", b"x-frame-options", b"x-px-blocked", b"x-sucuri-block",
    }
)  # fmt: skip


class RedirectError(Exception):
    """The chain leads nowhere; ``reason`` is the kind of failure."""

    def __init__(self, reason: FailureReason, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class RedirectChain:
    """The chain from the address requested (``url``, as written) to the present one (``at``, no fragment)."""

    def __init__(self, url: str) -> None:
        self.url = url
        self.at = url
        self._hops: list[Hop] = []
        self._cookies: RedirectCookies | None = None
        self._requested: set[tuple[str, str]] = set()
        self._began = time.perf_counter()

    def enter(self) -> str:
        """Prepare the request of the present address; returns its Cookie header.

        Raises ``RedirectError`` when it is no web address, or was requested already with the same cookies.
        """
        address = urls.resolve(self.at, self.at)
        if address is None or not urls.is_web(address):
            raise RedirectError(
                _reason_for(self.at) if self._hops else FailureReason.BAD_ADDRESS, f"{self.at} is no web address"
            )
        self.at = urls.without_fragment(address)
        cookie = self._cookies.header(self.at) if self._cookies else ""
        if (self.at, cookie) in self._requested:
            raise RedirectError(FailureReason.REDIRECT_LOOP, f"comes back to {self.at}")
        self._requested.add((self.at, cookie))
        return cookie

    def follow(self, reply: Reply, location: str, most: int) -> None:
        """Follow a redirect and store its cookies. Raises ``RedirectError`` when it is one too many."""
        target = urls.resolve(self.at, location)
        self._hops.append(Hop(self.at, reply.status, target or location))
        if len(self._hops) > most:
            raise RedirectError(FailureReason.TOO_MANY_REDIRECTS, f"more than {most} redirects")
        if cookies := reply.values(b"set-cookie"):
            self._cookies = self._cookies or RedirectCookies()
            self._cookies.take(self.at, cookies)
        self.at = target or location

    @property
    def is_plain(self) -> bool:
        """Whether no redirect set a cookie and the address has no fragment: any other request gets the same answer."""
        return self._cookies is None and "#" not in self.at

    def failure(self, reason: FailureReason, detail: str, ip: str) -> FetchFailure:
        """Return the evidence of a request without an answer."""
        return FetchFailure(
            url=self.url,
            final_url=self.at,
            reason=reason,
            detail=detail[:_LONGEST_DETAIL],
            chain=tuple(self._hops),
            ip=ip,
            elapsed_ms=self._elapsed(),
        )

    def response(self, reply: Reply, body: bytes, *, truncated: bool, not_modified: bool) -> Response:
        """Return the evidence of an answer, given its decoded body."""
        content_type = reply.header(b"content-type")
        charset = _CHARSET.search(content_type)
        return Response(
            url=self.url,
            final_url=self.at,
            status=reply.status,
            headers=tuple(_evidence(name, value) for name, value in reply.headers if name in _KEPT),
            chain=tuple(self._hops),
            media_type=media_type(reply),
            charset=charset[1].lower() if charset else "",
            ip=reply.ip,
            http_version=reply.http_version,
            elapsed_ms=self._elapsed(),
            size=len(body),
            truncated=truncated,
            body_hash="" if not_modified else hashlib.blake2b(body, digest_size=16).hexdigest(),
            first_bytes=body[:_FIRST_BYTES],
            not_modified=not_modified,
            certificate=reply.certificate,
        )

    def _elapsed(self) -> int:
        return round((time.perf_counter() - self._began) * 1000)


def location_of(reply: Reply, at: str) -> str:
    """Return where an answer from ``at`` leads visitors, raw bytes escaped as browsers do; empty where they stay.

    That is a redirect's Location, or a Refresh header that acts at once.
    """
    if reply.status in REDIRECTS:
        return _escaped(next(iter(reply.values(b"location")), b""))
    refresh = next(iter(reply.values(b"refresh")), b"") if reply.status in _SHOWN else b""
    return instant_refresh(_escaped(refresh), at) if refresh else ""


def _escaped(raw: bytes) -> str:
    return "".join(chr(byte) if byte < 0x80 else f"%{byte:02X}" for byte in raw.strip())


def _reason_for(address: str) -> FailureReason:
    """Why an address is not fetched: one of an app (``line:``, ``mailto:``) is no fault, and none of the web."""
    scheme = urls.scheme_of(address)
    opens_app = scheme not in _NEVER_OPENED and urls.resolve(address, address) is not None
    return FailureReason.APP_ADDRESS if opens_app else FailureReason.BAD_ADDRESS


def media_type(reply: Reply) -> str:
    """Return the media type in lower case, without parameters."""
    return reply.header(b"content-type").partition(";")[0].strip().lower()


def _evidence(name: bytes, value: bytes) -> tuple[str, str]:
    """Return a header as it is kept: cut, and of cookies the name only."""
    kept = value.partition(b"=")[0].strip() if name == b"set-cookie" else value
    return name.decode("ascii", "replace"), kept.decode("utf-8", "replace")[:_LONGEST_VALUE]
