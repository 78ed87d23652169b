"""What a fetch costs through our client and through a bare aiohttp session, alternating, and whether memory grows.

    python -m benchmarks.transports [--fetches 20000] [--rounds 3] [--connections 32] [--tls] [--memory 200000]

The pages (4 KB, 500 addresses) come from a server in a process of its own on loopback; only the CPU time of this
process is counted. The aiohttp session checks no addresses, keeps no evidence and follows no redirects of ours: it is
the peer, not an equal. ``--memory`` then fetches so many addresses and prints the resident memory on the way.
Nothing is asserted. aiohttp comes with the extra ``dev``.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import os
import ssl
import tempfile
import time
from collections.abc import Iterator
from multiprocessing.connection import Connection
from pathlib import Path
from typing import NamedTuple, cast

import aiohttp
import trustme
import uvloop

from auditor.fetch.client import FetchClient, FetchSettings
from auditor.model import Response

OURS, BARE = "FetchClient", "bare aiohttp"
ADDRESSES = 500
HEAD = (
    b"HTTP/1.1 200 OK\r\nServer: nginx\r\nDate: Mon, 30 Nov 2026 00:00:00 GMT\r\nContent-Type: text/html\r\n"
    b'Content-Length: 4096\r\nLast-Modified: Mon, 30 Nov 2026 00:00:00 GMT\r\nETag: "a1"\r\n'
    b"Accept-Ranges: bytes\r\n\r\n"
)
PAGE = HEAD + b"<p>page</p>\n".ljust(4096, b"x")
LOOPBACK = "127.0.0.1"
NAME = "bench.test"
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class Cost(NamedTuple):
    """Seconds of this process for so many fetches."""

    wall: float
    cpu: float


def main() -> None:
    """Print the table of costs, then the memory if wanted."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--fetches", type=int, default=20_000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--connections", type=int, default=32)
    options.add_argument("--tls", action="store_true")
    options.add_argument("--memory", type=int, default=0)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        for port, trust in server(Path(folder) if chosen.tls else None):
            origin = f"{'https' if chosen.tls else 'http'}://{NAME}:{port}"
            settings = FetchSettings(
                "benchmark",
                inside=frozenset({origin}),
                resolve={NAME: LOOPBACK},
                trust=trust,
                connections=chosen.connections,
            )
            compare(settings, origin, chosen.fetches, chosen.rounds)
            if chosen.memory:
                memory(settings, origin, chosen.memory)


def compare(settings: FetchSettings, origin: str, fetches: int, rounds: int) -> None:
    """Run the transports one after the other, each round in the other order."""
    costs: dict[str, list[Cost]] = {name: [] for name in (OURS, BARE)}
    for number in range(rounds):
        for name in sorted(costs, reverse=bool(number % 2)):
            measured = fetched if name == OURS else fetched_bare
            costs[name].append(uvloop.run(measured(settings, origin, fetches)))
    print("| client | CPU ms a fetch, each round | best | wall ms a fetch, best |\n|---|---|---|---|")
    for name, rows in costs.items():
        each = [row.cpu / fetches * 1000 for row in rows]
        wall = min(row.wall for row in rows) / fetches * 1000
        print(f"| {name} | {', '.join(f'{value:.3f}' for value in each)} | {min(each):.3f} | {wall:.3f} |", flush=True)


def memory(settings: FetchSettings, origin: str, fetches: int) -> None:
    """Print the resident memory after each tenth of so many fetches."""

    async def measured() -> None:
        client = FetchClient(settings)
        tenth = fetches // 10
        await fetch_all(client, origin, tenth // 10, settings.connections)  # what is made once is there then
        print(f"| fetches | resident MB |\n|---|---|\n| 0 | {resident():.1f} |", flush=True)
        for number in range(1, 11):
            await fetch_all(client, origin, tenth, settings.connections)
            print(f"| {number * tenth:,} | {resident():.1f} |", flush=True)
        await client.close()

    uvloop.run(measured())


async def fetched_bare(settings: FetchSettings, origin: str, fetches: int) -> Cost:
    """Fetch so many addresses with an aiohttp session as it comes."""
    numbers = iter(range(fetches))
    connector = aiohttp.TCPConnector(limit=settings.connections, ssl=False)  # the name has no certificate out there
    origin = origin.replace(NAME, LOOPBACK)
    async with aiohttp.ClientSession(connector=connector) as session:

        async def work() -> None:
            for number in numbers:
                async with session.get(f"{origin}/p{number % ADDRESSES}.html") as answer:
                    if len(await answer.read()) != len(PAGE) - len(HEAD):
                        raise SystemExit(f"not the page: {answer}")

        began, cpu = time.perf_counter(), time.process_time()
        await asyncio.gather(*(work() for _ in range(settings.connections)))
        return Cost(time.perf_counter() - began, time.process_time() - cpu)


async def fetched(settings: FetchSettings, origin: str, fetches: int) -> Cost:
    """Fetch so many addresses with the client of the crawl."""
    client = FetchClient(settings)
    await fetch_all(client, origin, settings.connections, settings.connections)
    began, cpu = time.perf_counter(), time.process_time()
    await fetch_all(client, origin, fetches, settings.connections)
    cost = Cost(time.perf_counter() - began, time.process_time() - cpu)
    await client.close()
    return cost


async def fetch_all(client: FetchClient, origin: str, fetches: int, at_once: int) -> None:
    """Fetch so many addresses, so many at once."""
    numbers = iter(range(fetches))

    async def work() -> None:
        for number in numbers:
            answer, _ = await client.fetch(f"{origin}/p{number % ADDRESSES}.html", cap=1_000_000)
            if not isinstance(answer, Response) or answer.size != len(PAGE) - len(HEAD):
                raise SystemExit(f"not the page: {answer}")

    await asyncio.gather(*(work() for _ in range(at_once)))


def resident() -> float:
    """Return the resident memory of this process, in MB."""
    return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1]) * PAGE_BYTES / 1e6


def server(folder: Path | None) -> Iterator[tuple[int, str]]:
    """Run the server as long as the caller needs it; yields its port and the PEM file of its authority."""
    authority = trustme.CA()
    chain = ""
    if folder:
        authority.cert_pem.write_to_path(str(folder / "authority.pem"))
        chain = str(folder / "chain.pem")
        authority.issue_cert(NAME).private_key_and_cert_chain_pem.write_to_path(chain)
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(theirs, chain), daemon=True)
    process.start()
    try:
        yield ours.recv(), str(folder / "authority.pem") if folder else ""
    finally:
        process.terminate()
        process.join()


class PageProtocol(asyncio.Protocol):
    """Answers every request with the page; requests come whole and one by one."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Keep the connection."""
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        """Answer as many requests as came."""
        self._transport.write(PAGE * data.count(b"\r\n\r\n"))


def serve(pipe: Connection, chain: str) -> None:
    """Serve until the process is ended."""
    tls = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH) if chain else None
    if tls:
        tls.load_cert_chain(chain)

    async def served() -> None:
        listening = await asyncio.get_running_loop().create_server(PageProtocol, LOOPBACK, 0, ssl=tls)
        pipe.send(listening.sockets[0].getsockname()[1])
        await asyncio.Event().wait()

    uvloop.run(served())


if __name__ == "__main__":
    main()
