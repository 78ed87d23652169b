"""What asking an address brought: an answer, or the reason why none came."""

from __future__ import annotations

from enum import StrEnum

import msgspec

REFUSING_STATUSES = frozenset({401, 403, 405, 406, 407, 429, 451, 999})
"""Statuses by which a server refuses this client while people may well be served; 999 is LinkedIn's."""

_FIRST_ERROR_STATUS = 400


def is_error_status(status: int) -> bool:
    """Whether an HTTP status says that the request failed: 4xx, 5xx and beyond (RFC 9110, 15.5 and 15.6)."""
    return status >= _FIRST_ERROR_STATUS


class FailureReason(StrEnum):
    """Why no answer came; a closed list, so that every report can say what happened."""

    BAD_ADDRESS = "bad_address"
    DNS = "dns"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    RESET = "reset"
    TLS_EXPIRED = "tls_expired"
    TLS_WRONG_NAME = "tls_wrong_name"
    TLS_UNTRUSTED = "tls_untrusted"
    TLS_INCOMPLETE = "tls_incomplete"
    TLS_OTHER = "tls_other"
    REDIRECT_LOOP = "redirect_loop"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    INSIDE_ADDRESS = "inside_address"
    ROBOTS = "robots"
    HOST_BUSY = "host_busy"
    BAD_ANSWER = "bad_answer"
    OWN_NETWORK = "own_network"


class Hop(msgspec.Struct, frozen=True):
    """One redirect: the address asked, the status that sent us on, and where to."""

    url: str
    status: int
    location: str


class Certificate(msgspec.Struct, frozen=True):
    """The server's certificate. Dates are ISO 8601 in UTC."""

    subject: str
    issuer: str
    names: tuple[str, ...]
    not_before: str
    not_after: str


class Response(msgspec.Struct, frozen=True, tag=True):
    """An answer over HTTP, after our own following of redirects.

    ``url`` is the address asked exactly as written, ``final_url`` the one that answered. ``headers`` have lower-case
    names. ``size`` counts the decoded bytes read (at most the byte cap, then ``truncated``). ``not_modified`` marks a
    304: the body is the one of an earlier run. Times are milliseconds.
    """

    url: str
    final_url: str
    status: int
    headers: tuple[tuple[str, str], ...] = ()
    chain: tuple[Hop, ...] = ()
    media_type: str = ""
    charset: str = ""
    ip: str = ""
    http_version: str = ""
    elapsed_ms: int = 0
    size: int = 0
    truncated: bool = False
    body_hash: str = ""
    first_bytes: bytes = b""
    not_modified: bool = False
    certificate: Certificate | None = None

    @property
    def is_error(self) -> bool:
        """Whether the status says that the request failed."""
        return is_error_status(self.status)

    def header(self, name: str) -> str:
        """The first header of this name (any case), or an empty string."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), "")


class FetchFailure(msgspec.Struct, frozen=True, tag=True):
    """No answer: the address asked, the last one tried, and why. ``detail`` is for the log, not for a verdict."""

    url: str
    final_url: str
    reason: FailureReason
    detail: str = ""
    chain: tuple[Hop, ...] = ()
    ip: str = ""
    elapsed_ms: int = 0
    certificate: Certificate | None = None


Answer = Response | FetchFailure
