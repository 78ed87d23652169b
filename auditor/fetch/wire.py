"""What lies between asking an address and the libraries that can: one request out, one reply back."""

from __future__ import annotations

from collections.abc import AsyncIterable, Awaitable, Callable, Mapping
from typing import Protocol

import msgspec

from auditor.model import Certificate


class Reply(msgspec.Struct, frozen=True):
    """What came back for one request: the header, and the body as it comes in, still coded.

    Names of ``headers`` are in lower case. ``close`` has to be awaited when the body is no longer needed; before the
    body's end it ends the connection, else the connection is used again.
    """

    status: int
    headers: tuple[tuple[bytes, bytes], ...]
    body: AsyncIterable[bytes]
    close: Callable[[], Awaitable[None]]
    ip: str = ""
    http_version: str = ""
    certificate: Certificate | None = None

    def values(self, name: bytes) -> list[bytes]:
        """All headers of this name (lower case)."""
        return [value for key, value in self.headers if key == name]

    def header(self, name: bytes) -> str:
        """The first header of this name (lower case), or an empty string."""
        for key, value in self.headers:
            if key == name:
                return value.decode("utf-8", "replace")
        return ""


class HttpTransport(Protocol):
    """Sends one GET and returns the reply as soon as its header is there. Follows nothing, stores no cookies."""

    async def get(self, url: str, headers: Mapping[str, str]) -> Reply:
        """Ask. Raises what is in ``transport.FAULTS``; ``transport.failure_reason`` says what it means."""
        ...

    def tried(self, url: str) -> str:
        """The network address last tried for this address's host, empty when unknown."""
        ...

    async def close(self) -> None:
        """Close all connections."""
        ...
