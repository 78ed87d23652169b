"""``python -m auditor.demo``: serve the demo network until the input closes, a signal comes, or the parent dies."""

from __future__ import annotations

import argparse
import os
import signal
import sys
import threading
from datetime import date

from auditor.demo.network import build
from auditor.demo.server import READY, PortTaken, serve

_LOOK_SECONDS = 1.0


def serve_demo() -> int:
    """Serve what the command line asks for; 0 when it was ended, 2 with a sentence when it could not begin."""
    parser = argparse.ArgumentParser(prog="python -m auditor.demo", description=__doc__)
    parser.add_argument("--zones", type=int, default=52, help="how many zone sites beside the bureau")
    parser.add_argument("--seed", type=int, default=115, help="the same seed gives the same network")
    parser.add_argument("--port", type=int, default=18080, help="first of eight loopback ports")
    parser.add_argument("--today", type=date.fromisoformat, default=None, help="the day to date pages back from")
    parser.add_argument("--without", action="append", default=[], help="leave a fault out, by its id")
    given, parent = parser.parse_args(), os.getppid()
    ended = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: ended.set())
    network = build(given.zones, given.seed, given.port, without=given.without, today=given.today)
    try:
        with serve(network):
            _say(READY)
            threading.Thread(target=_watch, args=(ended,), daemon=True).start()
            _wait(ended, parent)
    except PortTaken as error:
        _say(str(error))
        return 2
    return 0


def _wait(ended: threading.Event, parent: int) -> None:
    """Until told to end; a parent's other children may keep our input open, so the parent is looked for as well."""
    while not ended.wait(_LOOK_SECONDS) and os.getppid() == parent:
        pass


def _watch(ended: threading.Event) -> None:
    """Whoever started us holds the other end of our input; it closes when they end, however that happens."""
    while sys.stdin.read(1_024):
        pass
    ended.set()


def _say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(serve_demo())
