"""A simulated nation: many hosts with many pages on loopback, each as slow as real ones, audited without a browser.

    python -m benchmarks.nation [--hosts 40] [--pages 50] [--slow 1] [--workers 2] [--paragraphs 40]

Every host is a site of its own with a name of its own. It answers after its own delay, drawn from a long-tailed
distribution with a median of ``--answer`` seconds; ``--slow`` hosts need 40 times as long. Prints wall seconds, pages a
second, CPU milliseconds a page of the auditor alone, the store's size, and how far the other hosts were when the slow
ones had hardly begun. ``--curve`` looks at memory and open files meanwhile, which takes time, and prints the memory
over time, its peak (PSS), and the most files open at once. 2,000 hosts with 100 pages are the full size; one host with
5,000 pages, and 150 hosts with 5 slow ones, are the sizes of a large site and of a ministry.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import multiprocessing
import multiprocessing.connection
import os
import random
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path
from unittest import mock

import msgspec

from auditor.model import Budget, Name, Politeness, Portfolio, Settings, Site, SiteKind
from auditor.pipeline.crawl_run import crawl_run
from auditor.pipeline.resume import open_run
from auditor.store import Store
from benchmarks.demo import descendants, held_bytes, open_files

SAMPLE_SECONDS = 0.5
TICK = 0.02
GATHERED = "seconds"
MOST_LINKS = 40
MOST_MADE = 20_000
"""So many pages are kept ready; larger nations write each page when it is asked for."""


class Nation(msgspec.Struct, frozen=True):
    """What is simulated. ``answer`` is the median answer time, ``delay`` the politeness, both in seconds."""

    hosts: int
    pages: int
    slow: int
    answer: float
    delay: float
    paragraphs: int
    port: int
    workers: int
    cluster: str = ""

    def name(self, number: int) -> str:
        """The host's name."""
        return f"h{number}.nation.test"

    def seconds(self, number: int) -> float:
        """How long this host takes to answer: long-tailed, the same for the same number."""
        if number < self.slow:
            return self.answer * 40
        return self.answer * min(random.Random(number).lognormvariate(0, 0.5), 8)  # noqa: S311 - nothing secret

    def portfolio(self) -> Portfolio:
        """Every host as a site."""
        budget = Budget(pages=self.pages, seconds=60)
        politeness = Politeness(delay=self.delay, concurrency=1, robots=False)
        sites = tuple(
            Site(
                f"h{number}", (Name(self.name(number)),), SiteKind.SERVICE_CENTER,
                url=f"http://{self.name(number)}:{self.port}/", budget=budget, politeness=politeness,
            )
            for number in range(self.hosts)
        )  # fmt: skip
        names = {self.name(number): "127.0.0.1" for number in range(self.hosts)}
        return Portfolio(sites, resolve=names, cluster=self.cluster)


def main() -> None:
    """Simulate, audit, print one table row."""
    options = _options()
    nation = Nation(
        options.hosts, options.pages, options.slow, options.answer, options.delay, options.paragraphs, _free_port(),
        options.workers, options.cluster,
    )  # fmt: skip
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    server = context.Process(target=_serve, args=(nation, theirs), daemon=True)
    server.start()
    ours.recv()
    with tempfile.TemporaryDirectory() as folder:
        row, curve = _audited(nation, Path(folder), watched=options.curve)
    ours.send("end")
    finished: dict[str, float] = ours.recv()
    server.join(10)
    _print(nation, row, curve, finished)


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--hosts", type=int, default=40)
    parser.add_argument("--pages", type=int, default=50)
    parser.add_argument("--slow", type=int, default=1)
    parser.add_argument("--answer", type=float, default=0.05)
    parser.add_argument("--delay", type=float, default=0.0)
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--cluster", default="")
    parser.add_argument("--paragraphs", type=int, default=40, help="on a page; 600 make 64 KB")
    parser.add_argument("--curve", action="store_true")
    return parser.parse_args()


def _audited(nation: Nation, folder: Path, *, watched: bool) -> tuple[dict[str, float], list[tuple[float, float]]]:
    """Run the audit in a process of its own; its figures, and (seconds, PSS MB) over time where it is watched."""
    command = [sys.executable, "-m", "benchmarks.nation_run", json.dumps(msgspec.to_builtins(nation)), str(folder)]
    began, peak, files, curve, done = time.monotonic(), 0.0, 0, list[tuple[float, float]](), 0
    process = subprocess.Popen(command)
    while not done:
        if watched:
            processes = descendants(process.pid)
            held = sum(map(held_bytes, processes)) / 1e6
            peak, files = max(peak, held), max(files, sum(map(open_files, processes)))
            curve.append((time.monotonic() - began, held))
        time.sleep(SAMPLE_SECONDS if watched else TICK)
        done, status, usage = os.wait4(process.pid, os.WNOHANG)
    process.returncode = os.waitstatus_to_exitcode(status)
    size = sum(file.stat().st_size for file in folder.rglob("*") if file.is_file())
    cpu = usage.ru_utime + usage.ru_stime  # with all its workers, which it has waited for
    figures = {"wall": time.monotonic() - began, "cpu": cpu, "peak": peak, "files": files, "size": size / 1e6}
    figures["gathered"] = float((folder / GATHERED).read_text())
    if process.returncode:
        sys.exit(f"the audit ended with {process.returncode}")
    return figures, curve


def _print(
    nation: Nation, row: dict[str, float], curve: Sequence[tuple[float, float]], finished: dict[str, float]
) -> None:
    pages = nation.hosts * nation.pages
    quick = sorted(finished[nation.name(number)] for number in range(nation.slow, nation.hosts))
    slow = [finished[nation.name(number)] for number in range(nation.slow)]
    load, held, files = os.getloadavg()[0], *(f"{row[name]:.0f}" if curve else "–" for name in ("peak", "files"))
    print(
        "| hosts × pages | workers | wall s | gathering s | pages/s | CPU ms/page | peak PSS MB | files open "
        "| store MB | others done s | slow done s | load |"
    )
    print("|---|---|---|---|---|---|---|---|---|---|---|---|")
    print(
        f"| {nation.hosts} × {nation.pages} | {nation.workers} | {row['wall']:.1f} "
        f"| {row['gathered']:.1f} | {pages / row['gathered']:.0f} "
        f"| {row['cpu'] / pages * 1000:.1f} | {held} | {files} | {row['size']:.0f} "
        f"| {quick[-1]:.0f} | {max(slow, default=0):.0f} | {load:.1f} |"
    )
    for seconds, held in curve[:: max(1, len(curve) // 20)]:
        print(f"  {seconds:6.1f} s {held:7.0f} MB")


def run(nation: Nation, folder: Path) -> None:
    """Audit the nation's links and metadata into a store below ``folder``."""
    settings = Settings(nation.portfolio(), topics=("links", "metadata"), source="benchmark")
    with (
        mock.patch("os.cpu_count", return_value=nation.workers),
        Store.open(f"sqlite:///{folder / 'store.sqlite'}", folder / "blobs") as store,
    ):
        opened = open_run(store, settings, datetime.now(UTC))
        began = time.monotonic()
        crawl_run(opened, store, lambda _: None, browser=False)
        (folder / GATHERED).write_text(str(time.monotonic() - began))


def _serve(nation: Nation, pipe: multiprocessing.connection.Connection) -> None:
    asyncio.run(_Server(nation).serve(pipe))


class _Server:
    """All hosts of the nation behind one port."""

    def __init__(self, nation: Nation) -> None:
        self._nation = nation
        self._seconds = {nation.name(number): nation.seconds(number) for number in range(nation.hosts)}
        # made before the clock runs: writing a page costs as much as asking for one, and is no part of an audit
        self._pages = (
            {(host, number): _page(nation, host, number) for host in self._seconds for number in range(nation.pages)}
            if nation.hosts * nation.pages <= MOST_MADE
            else {}
        )
        self._last: dict[str, float] = {}
        self._began = 0.0

    async def serve(self, pipe: multiprocessing.connection.Connection) -> None:
        server = await asyncio.start_server(self._talk, "127.0.0.1", self._nation.port, backlog=4096)
        pipe.send("ready")
        await asyncio.to_thread(pipe.recv)
        pipe.send({host: moment - self._began for host, moment in self._last.items()})
        server.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while head := (await reader.readuntil(b"\r\n\r\n")).decode("latin-1"):
                target = head.split(" ", 2)[1]
                host = next(line for line in head.split("\r\n") if line.lower().startswith("host:"))[6:].split(":")[0]
                self._began = self._began or time.monotonic()
                await asyncio.sleep(self._seconds[host])
                self._last[host] = time.monotonic()
                number = int(target[2:] or 0) if target[2:].isdigit() or target == "/" else None
                status = "200 OK" if number is not None and number < self._nation.pages else "404 Not Found"
                body = self._pages.get((host, number or 0)) or _page(self._nation, host, number or 0)
                told = f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: {len(body)}"
                writer.write(f"{told}\r\n\r\n".encode() + body)
                await writer.drain()
        except (OSError, EOFError):
            return
        finally:
            writer.close()


def _page(nation: Nation, host: str, number: int) -> bytes:
    """A page in a frame of menus, with paragraphs of its own and links to the next pages."""
    last = min(number + MOST_LINKS, nation.pages - 1)
    links = "".join(f'<li><a href="/p{one}">第 {one} 則公告</a></li>' for one in range(number + 1, last + 1))
    text = "".join(
        f'<p id="t{one}">{host} 第 {number} 頁之 {one}：產業園區服務公告，請於期限內辦理。</p>'
        for one in range(nation.paragraphs)
    )
    menu = "".join(
        f'<li><a href="/p{one}" title="選單 {one}">選單 {one}</a></li>' for one in range(1, min(15, nation.pages))
    )
    head = f'<meta name="DC.Title" content="第 {number} 頁"><meta name="Category.Theme" content="720">'
    return (
        f'<!doctype html><html lang="zh-Hant"><head><title>{host} {number}</title>{head}</head><body>'
        f"<nav><ul>{menu}</ul></nav><main><h1>第 {number} 頁</h1>{text}<ul>{links}</ul></main></body></html>"
    ).encode()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
