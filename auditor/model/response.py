"""The result of fetching an address: an answer, or the reason why none came."""

from __future__ import annotations

from enum import StrEnum

import msgspec

REFUSING_STATUSES = frozenset({401, 403, 405, 406, 407, 429, 451, 999})
"""Statuses by which a server refuses this client while people may well be served; 999 is LinkedIn's."""

MOST_REDIRECTS = 20
"""Redirects that browsers follow: the next one is an error (Fetch Standard, 4.4 "HTTP-redirect fetch")."""

_FIRST_ERROR_STATUS = 400


def is_error_status(status: int) -> bool:
    """Return whether an HTTP status reports that the request failed: 4xx, 5xx and beyond (RFC 9110, 15.5 and 15.6)."""
    return status >= _FIRST_ERROR_STATUS


class FailureReason(StrEnum):
    """Why no answer came; a closed list, so that every report can name the cause."""

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
    APP_ADDRESS = "app_address"


class Hop(msgspec.Struct, frozen=True):
    """One redirect."""

    url: str
    """The address requested."""
    status: int
    """The status of the redirect."""
    location: str
    """The address it leads to, resolved; as sent where it cannot be resolved."""


class Certificate(msgspec.Struct, frozen=True):
    """The server's certificate."""

    subject: str
    """Common name and organisation of the owner, as far as named."""
    issuer: str
    """Common name and organisation of the issuer, as far as named."""
    names: tuple[str, ...]
    """The DNS names and network addresses it is valid for."""
    not_before: str
    """The beginning of its validity: ISO 8601 in UTC."""
    not_after: str
    """The end of its validity: ISO 8601 in UTC."""


class Response(msgspec.Struct, frozen=True, tag=True):
    """An answer over HTTP, after redirects were followed."""

    url: str
    """The address requested, exactly as written."""
    final_url: str
    """The address that answered."""
    status: int
    """The HTTP status."""
    headers: tuple[tuple[str, str], ...] = ()
    """The headers kept as evidence: names in lower case, values cut; of cookies the name only."""
    chain: tuple[Hop, ...] = ()
    """The redirects followed, in order."""
    media_type: str = ""
    """The media type in lower case, without parameters."""
    charset: str = ""
    """The charset that the Content-Type names, in lower case; empty without one."""
    ip: str = ""
    """The network address that answered; empty where it is unknown."""
    http_version: str = ""
    """The version of HTTP, for example ``1.1``."""
    elapsed_ms: int = 0
    """The time until the body was there, in milliseconds."""
    size: int = 0
    """The number of decoded bytes read: at most the byte limit."""
    truncated: bool = False
    """Whether the body was longer than the byte limit."""
    body_hash: str = ""
    """The BLAKE2b hash of the decoded body (32 hexadecimal digits); empty for a 304."""
    first_bytes: bytes = b""
    """The first 16 bytes of the decoded body."""
    not_modified: bool = False
    """Whether the body is that of an earlier run (304), or was not fetched because an earlier request has it."""
    certificate: Certificate | None = None
    """The certificate of the server that answered; None without TLS."""

    @property
    def is_error(self) -> bool:
        """Whether the status reports that the request failed."""
        return is_error_status(self.status)

    def header(self, name: str) -> str:
        """Return the first header of this name (any case), or an empty string."""
        wanted = name.lower()
        return next((value for key, value in self.headers if key == wanted), "")


class FetchFailure(msgspec.Struct, frozen=True, tag=True):
    """A request without an answer."""

    url: str
    """The address requested, exactly as written."""
    final_url: str
    """The last address tried."""
    reason: FailureReason
    """Why no answer came."""
    detail: str = ""
    """The error, for the log and not for a verdict."""
    chain: tuple[Hop, ...] = ()
    """The redirects followed, in order."""
    ip: str = ""
    """The network address last tried; empty where it is unknown."""
    elapsed_ms: int = 0
    """The time until the failure, in milliseconds."""
    certificate: Certificate | None = None
    """The certificate of the server; None where none was verified."""
    unregistered: str = ""
    """The registrable name of the last address, where no name server knows it; empty where it exists or is unknown."""


Answer = Response | FetchFailure
