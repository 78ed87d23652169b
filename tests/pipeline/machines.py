"""Other machines, played by processes here: a scheduler with workers, nodes with browsers, a PostgreSQL server."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

Process = subprocess.Popen[bytes]


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_for(port: int, seconds: float = 40.0) -> None:
    until = time.monotonic() + seconds
    while True:
        try:
            socket.create_connection(("127.0.0.1", port), 1).close()
        except OSError:
            assert time.monotonic() < until, f"nothing listens on port {port}"
            time.sleep(0.1)
        else:
            return


@contextlib.contextmanager
def process(*command: str) -> Iterator[Process]:
    started = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    try:
        yield started
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, 15)
        try:
            started.wait(10)
        except subprocess.TimeoutExpired:
            os.killpg(started.pid, 9)
            started.wait()


@contextlib.contextmanager
def cluster(workers: int) -> Iterator[tuple[str, list[Process]]]:
    """The address of a scheduler, and its workers."""
    pytest.importorskip("distributed")
    port = free_port()
    address = f"tcp://127.0.0.1:{port}"
    dask = (sys.executable, "-m", "dask")
    with contextlib.ExitStack() as stack:
        options = ("--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
        stack.enter_context(process(*dask, "scheduler", *options))
        wait_for(port)
        options = ("--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1", "--local-directory")
        folder = stack.enter_context(tempfile.TemporaryDirectory(ignore_cleanup_errors=True))
        yield (
            address,
            [stack.enter_context(process(*dask, "worker", address, *options, folder)) for _ in range(workers)],
        )


@contextlib.contextmanager
def browser_nodes(count: int) -> Iterator[tuple[str, ...]]:
    """WebDriver addresses of so many chromedrivers."""
    driver = shutil.which("chromedriver")
    if not driver:
        pytest.skip("no chromedriver here")
    with contextlib.ExitStack() as stack:
        ports = [free_port() for _ in range(count)]
        for port in ports:
            stack.enter_context(process(driver, f"--port={port}"))
        for port in ports:
            wait_for(port)
        yield tuple(f"http://127.0.0.1:{port}" for port in ports)


def sessions(node: str) -> str:
    with urllib.request.urlopen(f"{node}/sessions", timeout=10) as answer:
        return str(answer.read().decode())


@contextlib.contextmanager
def postgres() -> Iterator[str]:
    """The URL of a database on a server of our own, which is gone afterwards."""
    programs = max(Path("/usr/lib/postgresql").glob("*/bin/initdb"), default=None)
    if programs is None:
        pytest.skip("no PostgreSQL server here; install the package postgresql")
    # the server refuses to run as root
    before = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        if before:
            shutil.chown(folder, "postgres")
        data, port = f"{folder}/data", free_port()
        init = [*before, str(programs), "-D", data, "-U", "auditor", "-A", "trust", "-E", "UTF8", "--locale=C"]
        subprocess.run(init, check=True, capture_output=True, cwd=folder)
        serve = [*before, str(programs.with_name("postgres")), "-D", data, "-p", str(port), "-k", folder]
        with process(*serve, "-h", "127.0.0.1", "-c", "fsync=off"):
            wait_for(port)
            url = f"postgresql://auditor@127.0.0.1:{port}/postgres"
            time.sleep(1.0)  # it listens a moment before it serves
            yield url


def below(parent: int) -> Iterator[tuple[int, str]]:
    """All processes below one, with their command lines."""
    for folder in Path("/proc").iterdir():
        if folder.name.isdecimal():
            with contextlib.suppress(OSError):
                status = (folder / "stat").read_text(encoding="utf-8", errors="replace")
                if int(status.rpartition(")")[2].split()[1]) == parent:
                    line = (folder / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
                    yield int(folder.name), line
                    yield from below(int(folder.name))
