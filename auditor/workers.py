"""The executors that batches are mapped over: digesting on all cores, browser visits one driver a process.

Both take picklable top-level functions through the ``concurrent.futures`` interface, so that a cluster's executor can
take their place. Worker processes die with their parent, whatever ends it.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable
from concurrent.futures import Executor, ProcessPoolExecutor
from typing import Self

_PR_SET_PDEATHSIG = 1


class Workers:
    """Local process pools. ``open_visitor`` is run once in each visiting process before its first batch."""

    def __init__(self, *, cores: int, drivers: int, open_visitor: Callable[[], None] | None) -> None:
        self.cores = cores
        self.drivers = drivers if open_visitor else 0
        self._open_visitor = open_visitor
        self.digesting: Executor = _pool(cores, None)
        self.visiting: Executor | None = _pool(drivers, open_visitor) if open_visitor else None

    def renew_visiting(self) -> Executor:
        """A fresh pool of visitors after one of its processes was lost."""
        if self.visiting is not None:
            self.visiting.shutdown(wait=False, cancel_futures=True)
        self.visiting = _pool(self.drivers, self._open_visitor)
        return self.visiting

    def renew_digesting(self) -> Executor:
        """A fresh pool of digesters after one of its processes was lost."""
        self.digesting.shutdown(wait=False, cancel_futures=True)
        self.digesting = _pool(self.cores, None)
        return self.digesting

    def close(self) -> None:
        """End all worker processes; waits for running batches."""
        self.digesting.shutdown(wait=True, cancel_futures=True)
        if self.visiting is not None:
            self.visiting.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


def _pool(size: int, opening: Callable[[], None] | None) -> ProcessPoolExecutor:
    # spawn: a forked child would inherit the event loop, its sockets and half-held locks
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(size, mp_context=context, initializer=_begin, initargs=(os.getpid(), opening))


def _begin(parent: int, opening: Callable[[], None] | None) -> None:
    """Tie this process to its parent, ignore the terminal's Ctrl-C (the parent decides), then open what it needs."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(AttributeError, OSError):
        os.setpgrp()  # a signal to the whole group would cut an answer in two, and the parent would wait for its rest
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    except (AttributeError, OSError):  # not Linux: a thread watches instead
        threading.Thread(target=_watch, args=(parent,), daemon=True).start()
    if os.getppid() != parent:
        os._exit(1)
    if opening:
        opening()


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
