"""The executors that batches are mapped over: digesting on all cores or on a cluster, browser visits one process each.

All take picklable top-level functions through the ``concurrent.futures`` interface. A batch whose worker died raises
``WORKER_LOST``; the caller then renews the executor and submits again. Local processes die with their parent, whatever
ends it.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import multiprocessing
import os
import signal
import sys
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Generator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager
from itertools import islice
from multiprocessing.queues import SimpleQueue
from typing import Any, Self, TypeVar

from auditor.jobs.dask_cluster import ClusterExecutor

WORKER_LOST = BrokenExecutor
"""A worker, or the way to it, was lost: nothing is known of its batch."""

Opening = Callable[[str], None]
"""Run once in each visiting process before its first batch, with the WebDriver address of its browser or ``""``."""

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_PR_SET_PDEATHSIG = 1
_LOOKUP = "lookup"
"""How ``fetch/transport.py`` calls threads that ask for the addresses of names; they may hang for long."""
_AHEAD = 3
"""So many results a core may wait for whoever takes them."""
_AT_WORK: list[Callable[[Any], Any]] = []
"""What copies of this process do; one that is copied brings it along."""


class WorkerPools:
    """Process pools on this machine, or with ``cluster`` (a scheduler's address) digesting on others.

    ``browsers`` are WebDriver addresses of browsers on other machines, each led by one process here; without them
    ``drivers`` processes start a browser of their own each. ``open_visitor`` is None where nothing is visited.
    """

    def __init__(
        self,
        *,
        cores: int,
        drivers: int,
        open_visitor: Opening | None,
        browsers: tuple[str, ...] = (),
        cluster: str = "",
    ) -> None:
        self._cluster = cluster
        self._browsers = browsers
        self._open_visitor = open_visitor
        self._drivers = len(browsers) or drivers
        self.drivers = self._drivers if open_visitor else 0
        self.cores = cores
        self.digesting = self._digesters()
        self.visiting = self._visitors()

    @property
    def is_cluster(self) -> bool:
        """Whether bodies are read on other machines."""
        return bool(self._cluster)

    def renew_digesting(self, lost: Executor) -> Executor:
        """Fresh digesters after a worker was lost; those at work already, when another batch has renewed them."""
        if self.digesting is lost:
            lost.shutdown(wait=False, cancel_futures=True)
            self.digesting = self._digesters()
        return self.digesting

    def renew_visiting(self, lost: Executor | None) -> Executor | None:
        """Fresh visitors after one was lost; those at work already, when another batch has renewed them."""
        if lost is not None and self.visiting is lost:
            lost.shutdown(wait=False, cancel_futures=True)
            self.visiting = self._visitors()
        return self.visiting

    def quarantine(self) -> AbstractContextManager[Executor]:
        """One process apart, for a body that may have killed the worker that read it."""
        return _pool(1, None)

    def close(self) -> None:
        """End all worker processes; waits for running batches."""
        self.digesting.shutdown(wait=True, cancel_futures=True)
        if self.visiting is not None:
            self.visiting.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _digesters(self) -> Executor:
        if not self._cluster:
            return _pool(self.cores, None)
        cluster = ClusterExecutor(self._cluster)
        self.cores = cluster.cores
        return cluster

    def _visitors(self) -> Executor | None:
        if self._open_visitor is None:
            return None
        return _pool(self._drivers, self._open_visitor, self._browsers)


def map_in_forks(
    work: Callable[[_Item], _Result], items: Sequence[_Item], before: Callable[[], None]
) -> Generator[_Result, None, None]:
    """The results of ``work`` in the order of ``items``, on all cores, by copies of this process as it is now.

    ``before`` is called before the process is copied, to close what two processes must not share. Where it cannot be
    copied safely (threads at work, another system than Linux, one core), and for what a lost copy had at hand, this
    process works itself. Closing the generator ends the copies.
    """
    cores = min(os.cpu_count() or 1, len(items))
    if cores < 2 or not _can_fork():
        yield from map(work, items)
        return
    before()
    gc.freeze()  # what nobody looks at is not copied
    _AT_WORK[:] = [work]
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(cores, context, _begin, (os.getpid(), None, None))
    with warnings.catch_warnings():
        # Python 3.12 warns of any thread; those of libuv that are left here wait for nothing
        warnings.simplefilter("ignore", DeprecationWarning)
        ahead = deque((item, _submitted(pool, item)) for item in items[: cores * _AHEAD])
    rest = iter(items[len(ahead) :])
    try:
        while ahead:
            item, result = ahead.popleft()
            ahead.extend((more, _submitted(pool, more)) for more in islice(rest, 1))
            try:
                made = result.result() if result else work(item)
            except WORKER_LOST:
                made = work(item)
            yield made
    finally:
        _AT_WORK.clear()
        pool.shutdown(wait=True, cancel_futures=True)


def _can_fork() -> bool:
    """Whether no thread could hold a lock that its copy would wait for; those that ask for names hold none."""
    busy = (one for one in threading.enumerate() if not one.name.startswith(_LOOKUP))
    return sys.platform == "linux" and sum(1 for _ in busy) == 1


def _submitted(pool: Executor, item: Any) -> Future[Any] | None:
    try:
        return pool.submit(_worked, item)
    except WORKER_LOST:
        return None


def _worked(item: Any) -> Any:
    return _AT_WORK[0](item)


def relax_gc() -> None:
    """Look for garbage in circles less often: pages make millions of small facts and next to no circles.

    At Python's own pace that search takes a fifth of a run. Tens of megabytes more may wait for it.
    """
    gc.freeze()  # what is there now stays
    gc.set_threshold(50_000, 20, 20)


def _pool(size: int, opening: Opening | None, seats: tuple[str, ...] = ()) -> ProcessPoolExecutor:
    # spawn: a forked child would inherit the event loop, its sockets and half-held locks
    context = multiprocessing.get_context("spawn")
    free: SimpleQueue[str] = context.SimpleQueue()
    for seat in seats or [""] * size:
        free.put(seat)
    return ProcessPoolExecutor(size, mp_context=context, initializer=_begin, initargs=(os.getpid(), opening, free))


def _begin(parent: int, opening: Opening | None, free: SimpleQueue[str] | None) -> None:
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
    relax_gc()
    if opening and free:
        opening(free.get())


def _watch(parent: int) -> None:
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(1)
