"""The interface between the HTTP client and the HTTP libraries: one request out, one reply back."""

from __future__ import annotations

from collections.abc import AsyncIterable, Awaitable, Callable, Mapping
from typing import Protocol

import msgspec

from auditor.model import Certificate


class Reply(msgspec.Struct, frozen=True):
    """The reply to one request: its header, and the body as it arrives, still coded."""

    status: int
    """The HTTP status."""
    headers: tuple[tuple[bytes, bytes], ...]
    """Names in lower case and values, in the order sent."""
    body: AsyncIterable[bytes]
    """The body, piece by piece."""
    close: Callable[[], Awaitable[None]]
    """Has to be awaited when the body is no longer needed; before its end it closes the connection, else the
    connection is used again."""
    ip: str = ""
    """The network address that answered; empty where it is unknown."""
    http_version: str = ""
    """The version of HTTP, for example ``1.1``."""
    certificate: Certificate | None = None
    """The server's certificate; None without TLS."""
    is_cut: Callable[[], bool] = bool
    """Returns, once the body has ended, whether it broke off there; browsers show what came. No transport that raises
    an error then needs to set it."""

    def values(self, name: bytes) -> list[bytes]:
        """Return all headers of this name (lower case)."""
        return [value for key, value in self.headers if key == name]

    def header(self, name: bytes) -> str:
        """Return the first header of this name (lower case), or an empty string."""
        for key, value in self.headers:
            if key == name:
                return value.decode("utf-8", "replace")
        return ""


class HttpTransport(Protocol):
    """Sends one GET and returns the reply as soon as its header has arrived. Follows no redirect, stores no cookie."""

    async def get(self, url: str, headers: Mapping[str, str]) -> Reply:
        """Send one GET. Raises what ``failure_reasons.TRANSPORT_ERRORS`` lists; ``failure_reason`` classifies it."""
        ...

    def tried(self, url: str) -> str:
        """Return the network address last tried for this address's host; empty when unknown."""
        ...

    async def close(self) -> None:
        """Close all connections."""
        ...
