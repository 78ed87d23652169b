"""What a run cost: wall and CPU seconds, memory, and what the server counted."""

from __future__ import annotations

import os
import signal
import subprocess
import time
import urllib.request
from dataclasses import dataclass
from pathlib import Path

from benchmarks.demo import descendants, held_bytes

SAMPLE = 0.2
"""Seconds between two looks at the memory."""

TICK = 0.01
STATUS = "http://127.0.0.1:8081/status"


@dataclass(frozen=True)
class Cost:
    """One run of one command. ``peak`` is bytes of the whole process tree, shared pages counted once (PSS); 0 unless
    it was watched."""

    wall: float
    cpu: float
    peak: int
    requests: int
    connections: int
    code: int
    finished: bool
    output: str


def measured(command: list[str], limit: float, folder: Path, *, watched: bool = False) -> Cost:
    """Run a command to its end, or for ``limit`` seconds; its CPU seconds are those of all its processes.

    ``watched`` looks at its memory meanwhile. That holds its processes up, so time is taken where nobody watches.
    """
    connections, requests = counted()
    output = folder / "output"
    with output.open("wb") as stream, (folder / "errors").open("wb") as errors:
        began, peak = time.monotonic(), 0
        process = subprocess.Popen(command, stdout=stream, stderr=errors, start_new_session=True)
        finished = True
        while True:
            done, status, usage = os.wait4(process.pid, os.WNOHANG)
            if done:
                break
            if watched:
                peak = max(peak, sum(map(held_bytes, descendants(process.pid))))
            if finished and time.monotonic() - began > limit:
                finished = False
                os.killpg(process.pid, signal.SIGTERM)
            time.sleep(SAMPLE if watched else TICK)
        wall = time.monotonic() - began
    process.returncode = os.waitstatus_to_exitcode(status)
    after_connections, after_requests = counted()
    return Cost(
        wall=wall,
        cpu=usage.ru_utime + usage.ru_stime,
        peak=peak,
        # asking for the counts is a request and a connection of its own
        requests=after_requests - requests - 1,
        connections=after_connections - connections - 1,
        code=process.returncode,
        finished=finished,
        output=output.read_text("utf-8", "replace"),
    )


def counted() -> tuple[int, int]:
    """Connections and requests that the server has had so far."""
    with urllib.request.urlopen(STATUS, timeout=5) as answer:
        accepted, _, requests = answer.read().decode().splitlines()[2].split()
    return int(accepted), int(requests)
