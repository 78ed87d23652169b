"""Cookies of one redirect chain, stored and returned byte for byte (RFC 6265, 5.2 to 5.4, with 6265bis as browsers do).

A redirect chain is one top-level navigation, so SameSite decides nothing here. Lists of public suffixes are not
consulted: nothing outlives the chain.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from ipaddress import ip_address
from urllib.parse import urlsplit

import msgspec

from auditor.fetch.address_policy import is_numeric

_LONGEST_PAIR = 4096
_CONTROLS = re.compile(rb"[\x00-\x08\x0a-\x1f\x7f]")
_MAX_AGE = re.compile(rb"-?[0-9]+")
_BLANKS = b" \t"

_DATE_DELIMITERS = re.compile(rb"[\x09\x20-\x2f\x3b-\x40\x5b-\x60\x7b-\x7e]+")
_TIME = re.compile(rb"([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[^0-9].*)?")
_DAY = re.compile(rb"([0-9]{1,2})(?:[^0-9].*)?")
_YEAR = re.compile(rb"([0-9]{2,4})(?:[^0-9].*)?")
_MONTHS = (b"jan", b"feb", b"mar", b"apr", b"may", b"jun", b"jul", b"aug", b"sep", b"oct", b"nov", b"dec")
_LAST_OF_2000S = 69  # two digits up to here are years from 2000 on, the others 19xx


class _Cookie(msgspec.Struct, frozen=True):
    pair: bytes
    """What is sent back: name, equals sign and value, or the value alone of a cookie without a name."""
    domain: str
    host_only: bool
    path: str
    secure: bool

    def is_for(self, host: str, path: str, *, secure: bool) -> bool:
        """Return whether the cookie is sent to this host and path (5.4)."""
        same_host = host == self.domain if self.host_only else _domain_matches(host, self.domain)
        return same_host and _path_matches(path, self.path) and (secure or not self.secure)


class RedirectCookies:
    """The cookies of one redirect chain; some sites redirect visitors in a circle until theirs come back."""

    def __init__(self) -> None:
        self._cookies: dict[tuple[bytes, str, str], _Cookie] = {}

    def take(self, url: str, headers: Iterable[bytes]) -> None:
        """Store the Set-Cookie headers of an answer from ``url``; an expired cookie deletes its namesake."""
        host, path, secure = _origin(url)
        for header in headers:
            pair, _, rest = header.partition(b";")
            name, equals, value = (part.strip(_BLANKS) for part in pair.partition(b"="))
            if not equals:
                name, value = b"", name
            if not (name or value) or len(name) + len(value) > _LONGEST_PAIR or _CONTROLS.search(header):
                continue
            attributes = _attributes(rest)
            sent = name + b"=" + value if name else value
            cookie = _cookie(sent, attributes, host, path)
            if cookie is None or not _is_allowed(name, cookie, attributes, secure=secure):
                continue
            key = (name, cookie.domain, cookie.path)
            if _is_expired(attributes):
                self._cookies.pop(key, None)
            else:
                self._cookies[key] = cookie  # a replaced cookie keeps its place in the order (5.3, 11.3)

    def header(self, url: str) -> str:
        """Return the Cookie header for ``url``; empty when none of the cookies is meant for it.

        Bytes that are no UTF-8 are written as lone surrogates; encode with ``surrogateescape`` to get them back.
        """
        host, path, secure = _origin(url)
        found = [cookie for cookie in self._cookies.values() if cookie.is_for(host, path, secure=secure)]
        found.sort(key=lambda cookie: -len(cookie.path))  # longer paths first, then the order of creation (5.4, 2)
        return b"; ".join(cookie.pair for cookie in found).decode("utf-8", "surrogateescape")


def _origin(url: str) -> tuple[str, str, bool]:
    """Return host, path and whether a secure cookie may go there: over TLS, or to this machine itself."""
    parts = urlsplit(url)
    host = (parts.hostname or "").lower()
    return host, parts.path or "/", parts.scheme == "https" or _is_loopback(host)


def _is_loopback(host: str) -> bool:
    if is_numeric(host):
        return ip_address(host).is_loopback
    return host == "localhost" or host.endswith(".localhost")


def _attributes(text: bytes) -> dict[bytes, bytes]:
    """Return the attributes of a Set-Cookie header; of several with one name the last holds (5.2)."""
    found = {}
    for part in text.split(b";"):
        name, _, value = (piece.strip(_BLANKS) for piece in part.partition(b"="))
        found[name.lower()] = value
    return found


def _cookie(pair: bytes, attributes: Mapping[bytes, bytes], host: str, path: str) -> _Cookie | None:
    """Return the cookie as stored, or None when its Domain is not one of the host's."""
    domain = attributes.get(b"domain", b"").decode("latin-1").lower().removeprefix(".")
    if domain and not _domain_matches(host, domain):
        return None
    wanted = attributes.get(b"path", b"").decode("utf-8", "surrogateescape")
    return _Cookie(
        pair=pair,
        domain=domain or host,
        host_only=not domain or ("." not in domain and domain == host),
        path=wanted if wanted.startswith("/") else path[: max(1, path.rfind("/"))],
        secure=b"secure" in attributes,
    )


def _is_allowed(name: bytes, cookie: _Cookie, attributes: Mapping[bytes, bytes], *, secure: bool) -> bool:
    """Return whether a browser stores the cookie (6265bis: Secure, SameSite=None and the name prefixes)."""
    prefix = name.lower()
    needs_secure = prefix.startswith((b"__secure-", b"__host-")) or attributes.get(b"samesite", b"").lower() == b"none"
    if (cookie.secure and not secure) or (needs_secure and not cookie.secure):
        return False
    if "." not in cookie.domain and not cookie.host_only and not is_numeric(cookie.domain):
        return False  # a whole top-level domain
    return not prefix.startswith(b"__host-") or (cookie.path == "/" and b"domain" not in attributes)


def _domain_matches(host: str, domain: str) -> bool:
    """RFC 6265, 5.1.3."""
    return host == domain or (host.endswith(f".{domain}") and not is_numeric(host))


def _path_matches(path: str, prefix: str) -> bool:
    """RFC 6265, 5.1.4."""
    return path == prefix or (path.startswith(prefix) and (prefix.endswith("/") or path[len(prefix)] == "/"))


def _is_expired(attributes: Mapping[bytes, bytes]) -> bool:
    """Return whether the cookie ended before now; Max-Age holds over Expires (5.3, 3)."""
    age = attributes.get(b"max-age", b"")
    if _MAX_AGE.fullmatch(age):
        return age.startswith(b"-") or not age.strip(b"0")
    ends = _date(attributes.get(b"expires", b""))
    return ends is not None and ends <= datetime.now(UTC)


def _date(text: bytes) -> datetime | None:
    """Return the date of an Expires attribute, as loosely read as RFC 6265, 5.1.1 wants it."""
    time = day = month = year = None
    for token in _DATE_DELIMITERS.split(text):
        if time is None and (found := _TIME.fullmatch(token)):
            time = found
        elif day is None and (found := _DAY.fullmatch(token)):
            day = int(found[1])
        elif month is None and token[:3].lower() in _MONTHS:
            month = _MONTHS.index(token[:3].lower()) + 1
        elif year is None and (found := _YEAR.fullmatch(token)):
            year = int(found[1])
    if time is None or day is None or month is None or year is None:
        return None
    if year < 100:
        year += 2000 if year <= _LAST_OF_2000S else 1900
    try:
        return datetime(year, month, day, int(time[1]), int(time[2]), int(time[3]), tzinfo=UTC)
    except ValueError:
        return None
