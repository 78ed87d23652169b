"""Serves the demo network until standard input closes, a signal comes or the parent process ends."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from datetime import date

from auditor.demo.network import build
from auditor.demo.server import READY, PortTaken, serve

_POLL_SECONDS = 1.0


def serve_demo() -> int:
    """Serve the network of the command line's options. Returns 0 when it was ended, 2 when a port is in use."""
    parser = argparse.ArgumentParser(prog="python -m auditor.demo", description=__doc__)
    parser.add_argument("--zones", type=int, default=52, help="number of zone sites beside the bureau")
    parser.add_argument("--seed", type=int, default=115, help="the same seed gives the same network")
    parser.add_argument("--port", type=int, default=18080, help="first of eight loopback ports")
    parser.add_argument(
        "--today", type=date.fromisoformat, default=None, help="the day from which pages are dated back"
    )
    parser.add_argument("--without", action="append", default=[], help="leave out the fault with this id")
    given, parent = parser.parse_args(), os.getppid()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    network = build(given.zones, given.seed, given.port, without=given.without, today=given.today)
    try:
        with serve(network):
            _print(READY)
            threading.Thread(target=_watch_input, args=(ended,), daemon=True).start()
            _wait(ended, parent)
    except PortTaken as error:
        _print(str(error))
        return 2
    return 0


def _wait(ended: threading.Event, parent: int) -> None:
    """Wait for the end. Other children of the parent may keep our input open, so the parent is checked as well."""
    while not ended.wait(_POLL_SECONDS) and os.getppid() == parent:
        pass


def _watch_input(ended: threading.Event) -> None:
    """Set the event when standard input closes: the process that started this one holds its other end."""
    while sys.stdin.read(1_024):
        pass
    ended.set()


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(serve_demo())
