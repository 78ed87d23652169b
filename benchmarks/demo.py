"""Time and memory of the whole audit of the demo network: a first run, and a second one on the unchanged network.

    python benchmarks/demo.py [--zones 52] [--port 38080]

Prints, for each run: wall seconds, CPU seconds of the whole process tree (browsers included), and the peak of the
memory that all its processes together really hold (PSS: shared pages are counted once). The demo's own web servers are
part of the tree. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import contextlib
import ctypes
import itertools
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

TICKS = os.sysconf("SC_CLK_TCK")
_PR_SET_CHILD_SUBREAPER = 36
_REAP_SECONDS = 10.0


def main() -> None:
    """Run the demo audit twice over one store and print a table row for each."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--zones", type=int, default=52)
    options.add_argument("--port", type=int, default=38_080)
    chosen = options.parse_args()
    print(f"| run of 1 + {chosen.zones} sites | wall s | CPU s | peak PSS MB | exit |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        for name in ("first", "second, unchanged"):
            command = [
                *(sys.executable, "-m", "auditor", "demo", f"--zones={chosen.zones}", f"--port={chosen.port}"),
                *(f"--data={folder}/data", f"--reports={folder}/reports"),
            ]
            wall, cpu, peak, code = measured(command)
            print(f"| {name} | {wall:.0f} | {cpu:.0f} | {peak / 1e6:.0f} | {code} |", flush=True)


def measured(command: Sequence[str]) -> tuple[float, float, int, int]:
    """Run a command once, unheard; returns wall seconds, CPU seconds and peak bytes of its tree, and its exit code.

    Processes that lose their parent become ours, so that their seconds are counted to the last: what was seen while
    they ran is only used where it is more, as a parent may not have asked for the seconds of its children.
    """
    with contextlib.suppress(AttributeError, OSError):  # not Linux: what was seen has to do
        ctypes.CDLL(None).prctl(_PR_SET_CHILD_SUBREAPER, 1)
    began, peak, before = time.monotonic(), 0, _ended_seconds()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    seconds: dict[int, float] = {}
    for turn in itertools.count():
        if process.poll() is not None:
            break
        tree = descendants(process.pid)
        if turn % 4 == 0:  # counting pages is work for the kernel, which takes the processor from what is measured
            peak = max(peak, sum(map(held_bytes, tree)))
        seconds |= {one: max(seconds.get(one, 0.0), cpu_seconds(one)) for one in tree}
        time.sleep(0.25)
    wall = time.monotonic() - began
    _reap()
    return wall, max(sum(seconds.values()), _ended_seconds() - before), peak, process.returncode


def _ended_seconds() -> float:
    """The CPU seconds of all processes below this one that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def _reap() -> None:
    """Wait for what the command has left, for some seconds at most."""
    until = time.monotonic() + _REAP_SECONDS
    with contextlib.suppress(ChildProcessError):
        while time.monotonic() < until:
            if os.waitpid(-1, os.WNOHANG)[0] == 0:
                time.sleep(0.05)


def descendants(root: int) -> list[int]:
    """A process and all below it."""
    parents = {}
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            fields = _stat(int(entry.name))
            if fields:
                parents[int(entry.name)] = int(fields[1])
    found, waiting = [], [root]
    while waiting:
        one = waiting.pop()
        found.append(one)
        waiting += [child for child, parent in parents.items() if parent == one]
    return found


def held_bytes(process: int) -> int:
    """What a process really holds: its own memory and its share of what it shares."""
    try:
        for line in Path(f"/proc/{process}/smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1]) * 1024
    except OSError:
        return 0
    return 0


def open_files(process: int) -> int:
    """How many files and sockets a process has open (0 once it has ended)."""
    try:
        return len(list(Path(f"/proc/{process}/fd").iterdir()))
    except OSError:
        return 0


def cpu_seconds(process: int) -> float:
    """User and system seconds of a process so far (0 once it has ended)."""
    fields = _stat(process)
    return (int(fields[11]) + int(fields[12])) / TICKS if fields else 0.0


def _stat(process: int) -> list[str]:
    """The fields of /proc/<pid>/stat behind the name: state, parent, …"""
    try:
        return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


if __name__ == "__main__":
    main()
