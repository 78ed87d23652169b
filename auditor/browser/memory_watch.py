"""Watches the memory of a browser's processes and ends them all when they take too much of it (Linux)."""

from __future__ import annotations

import contextlib
import os
import signal
import threading
from collections.abc import Iterable
from typing import Self

_INTERVAL_SECONDS = 0.25
_ROUNDS_OF_A_LIST = 4
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_GROWTH = 0.1
"""Share of the limit by which an upper bound has to grow before the exact figure, which is slow, is read again."""
_FILE_BYTES = 8_192


class MemoryWatch:
    """Ends the process group ``group`` when its proportional set size exceeds ``limit`` bytes; 0: never.

    The size is read in a thread of its own, four times a second, while the context lasts.
    """

    exceeded: int = 0
    """Bytes that the group took when it was ended; 0 while it was not."""

    def __init__(self, group: int, limit: int) -> None:
        self._group = group
        self._limit = limit
        self._processes: list[int] = []
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._watch, name="browser-memory", daemon=True)

    def __enter__(self) -> Self:
        if self._limit:
            self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        if self._limit:
            self._thread.join()

    def is_high(self) -> bool:
        """Whether the group takes more than half of the limit: the next page would be blamed for what others left."""
        return 0 < self._limit < 2 * resident_bounds(self._processes)[0]

    def _watch(self) -> None:
        rounds, measured_at = 0, 0
        while not self._over.wait(_INTERVAL_SECONDS):
            if rounds % _ROUNDS_OF_A_LIST == 0:
                self._processes = processes_of_group(self._group)
            rounds += 1
            least, most = resident_bounds(self._processes)
            if most <= self._limit or (least <= self._limit and most < measured_at + self._limit * _GROWTH):
                continue
            measured_at, taken = most, max(proportional_bytes(self._processes), least)
            if taken > self._limit:
                self.exceeded = taken
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(self._group, signal.SIGKILL)
                return


def processes_of_group(group: int) -> list[int]:
    """Return the ids of the processes in a process group."""
    found = []
    for entry in os.scandir("/proc"):
        if entry.name.isdecimal():
            with contextlib.suppress(OSError, IndexError):
                fields = _read(f"/proc/{entry.name}/stat").rpartition(b")")[2].split(maxsplit=3)
                if int(fields[2]) == group:
                    found.append(int(entry.name))
    return found


def resident_bounds(processes: Iterable[int]) -> tuple[int, int]:
    """Return a lower and an upper bound, in bytes, of what processes take: memory of their own, and all they map."""
    least = most = 0
    for process in processes:
        with contextlib.suppress(OSError, IndexError):
            resident, shared = map(int, _read(f"/proc/{process}/statm").split()[1:3])
            least += (resident - shared) * _PAGE_BYTES
            most += resident * _PAGE_BYTES
    return least, most


def proportional_bytes(processes: Iterable[int]) -> int:
    """Return the proportional set size of processes in bytes: memory shared by n processes counts 1/n for each."""
    total = 0
    for process in processes:
        with contextlib.suppress(OSError):
            lines = _read(f"/proc/{process}/smaps_rollup").splitlines()
            total += sum(int(line.split()[1]) * 1024 for line in lines if line.startswith(b"Pss:"))
    return total


def _read(path: str) -> bytes:
    """The contents of a small file of the kernel, which is gone when its process ends."""
    file = os.open(path, os.O_RDONLY)
    try:
        return os.read(file, _FILE_BYTES)
    finally:
        os.close(file)
