"""Servers on loopback that answer as they are told, byte for byte, and remember what they were asked."""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from dataclasses import dataclass, field

Script = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]
"""Writes an answer to a request head itself; the connection ends after it."""


@dataclass
class OddServer:
    """``answers`` by request target (``*``: any other); bytes are sent as they are and the connection lives on."""

    answers: Mapping[str, bytes | Script]
    origin: str = ""
    heads: list[bytes] = field(default_factory=list)
    connections: int = 0
    talks: set[asyncio.Task[None]] = field(default_factory=set)

    @property
    def targets(self) -> list[str]:
        return [head.split(b" ")[1].decode("latin-1") for head in self.heads]

    @property
    def port(self) -> int:
        return int(self.origin.rpartition(":")[2])

    def cookies(self) -> list[str]:
        lines = [line for head in self.heads for line in head.decode().split("\r\n")]
        return [line.partition(": ")[2] for line in lines if line.lower().startswith("cookie:")]

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        talk = asyncio.current_task()
        assert talk is not None
        self.talks.add(talk)
        try:
            await self._talk(reader, writer)
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            writer.close()
            with contextlib.suppress(OSError, asyncio.CancelledError):
                await writer.wait_closed()
            self.talks.discard(talk)

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while True:
            head = await reader.readuntil(b"\r\n\r\n")
            self.heads.append(head)
            answer = self.answers.get(self.targets[-1], self.answers.get("*", reply(b"", status="404 Not Found")))
            if not isinstance(answer, bytes):
                await answer(head, writer)
                return
            writer.write(answer)
            await writer.drain()


@contextlib.asynccontextmanager
async def odd_server(
    answers: Mapping[str, bytes | Script], tls: ssl.SSLContext | None = None
) -> AsyncIterator[OddServer]:
    """A server on a free port of 127.0.0.1."""
    server = OddServer(answers)
    listening = await asyncio.start_server(server.serve, "127.0.0.1", 0, ssl=tls, limit=1_000_000)
    server.origin = f"{'https' if tls else 'http'}://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        listening.close()
        for talk in server.talks:
            talk.cancel()
        await asyncio.gather(*server.talks, return_exceptions=True)


def reply(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """A whole answer with a Content-Length."""
    lines = [f"HTTP/1.1 {status}", f"Content-Length: {len(body)}", *headers, "", ""]
    return "\r\n".join(lines).encode() + body


def moved(location: str | bytes, *headers: str, status: str = "302 Found") -> bytes:
    """A redirect."""
    raw = location if isinstance(location, bytes) else location.encode()
    return reply(b"", *headers, status=status).replace(b"\r\n", b"\r\nLocation: " + raw + b"\r\n", 1)


def once(data: bytes) -> Script:
    """Send this and end the connection."""

    async def script(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(data)
        await writer.drain()

    return script


def drip(begin: bytes, piece: bytes, seconds: float) -> Script:
    """Send a beginning, then one piece after the other without end."""

    async def script(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(begin)
        while not writer.is_closing():
            writer.write(piece)
            await writer.drain()
            await asyncio.sleep(seconds)

    return script


async def reset(_: bytes, writer: asyncio.StreamWriter) -> None:
    """Break the connection off."""
    writer.transport.abort()
