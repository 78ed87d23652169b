"""Executors for batches: parsing on all cores or on a cluster, browser visits in one process a browser.

All take picklable top-level functions through the ``concurrent.futures`` interface. A batch whose worker died raises
``WORKER_LOST``; the caller then renews the executor and submits again. Local processes die with their parent, whatever
ends it.
"""

from __future__ import annotations

import contextlib
import ctypes
import gc
import logging
import multiprocessing
import os
import signal
import sys
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor, Future, ProcessPoolExecutor
from contextlib import AbstractContextManager
from itertools import islice
from multiprocessing.queues import SimpleQueue
from typing import Any, Self, TypeVar

from auditor.jobs.dask_cluster import ClusterExecutor

WORKER_LOST = BrokenExecutor
"""A worker, or the connection to it, was lost: the result of its batch is unknown."""

Opening = Callable[[str], None]
"""Run once in each visit process before its first batch, with the WebDriver address of its browser or ``""``."""

_Item = TypeVar("_Item")
_Result = TypeVar("_Result")

_PR_SET_PDEATHSIG = 1
_PRODUCT = "auditor"
_LOOKUP = "lookup"
"""How ``fetch/resolver.py`` names threads that resolve host names; they may hang for long."""
_AHEAD = 3
"""Unconsumed results per core before submission pauses (back-pressure)."""
_FORK_WORK: list[Callable[[Any], Any]] = []
"""The function that forks of this process run; a fork inherits it."""


class WorkerPools:
    """The executors of a run: one that parses, on this machine or on a cluster, and one that visits.

    ``cluster`` is a scheduler's address; empty: bodies are parsed on this machine. ``browsers`` are WebDriver addresses
    of browsers on other machines, each controlled by one process here; without them ``drivers`` processes start a
    browser of their own each. ``open_visitor`` is None where nothing is visited.
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
        self.parse_executor = self._new_parse_executor()
        self.visit_executor = self._new_visit_executor()

    @property
    def is_cluster(self) -> bool:
        """Whether bodies are parsed on other machines."""
        return bool(self._cluster)

    def renew_parse_executor(self, lost: Executor) -> Executor:
        """Replace the parse executor after a worker was lost, unless another batch did; returns the present one."""
        if self.parse_executor is lost:
            lost.shutdown(wait=False, cancel_futures=True)
            self.parse_executor = self._new_parse_executor()
        return self.parse_executor

    def renew_visit_executor(self, lost: Executor | None) -> Executor | None:
        """Replace the visit executor after a worker was lost, unless another batch did; returns the present one."""
        if lost is not None and self.visit_executor is lost:
            lost.shutdown(wait=False, cancel_futures=True)
            self.visit_executor = self._new_visit_executor()
        return self.visit_executor

    def quarantine(self) -> AbstractContextManager[Executor]:
        """Return one separate process, for a body that may have killed the worker that parsed it."""
        return _pool(1, None)

    @contextlib.contextmanager
    def one_visitor(self, opening: Opening) -> Iterator[Executor]:
        """Give an executor with a browser: that of the visits, or one process more where nothing is visited."""
        if self.visit_executor is not None:
            yield self.visit_executor
            return
        with _pool(1, opening, self._browsers[:1]) as pool:
            yield pool

    def close(self) -> None:
        """End all worker processes; waits for running batches."""
        self.parse_executor.shutdown(wait=True, cancel_futures=True)
        if self.visit_executor is not None:
            self.visit_executor.shutdown(wait=True, cancel_futures=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _new_parse_executor(self) -> Executor:
        if not self._cluster:
            return _pool(self.cores, None)
        cluster = ClusterExecutor(self._cluster)
        self.cores = cluster.cores
        return cluster

    def _new_visit_executor(self) -> Executor | None:
        if self._open_visitor is None:
            return None
        return _pool(self._drivers, self._open_visitor, self._browsers)


def map_in_forks(
    work: Callable[[_Item], _Result], items: Sequence[_Item], before: Callable[[], None]
) -> Generator[_Result, None, None]:
    """Yield the results of ``work`` in the order of ``items``, computed on all cores by forks of this process.

    ``before`` is called before the process is forked, to close what two processes must not share. Where it cannot be
    forked safely (running threads, another system than Linux, one core), and for the item of a lost fork, this process
    works itself. Closing the generator ends the forks.
    """
    cores = min(os.cpu_count() or 1, len(items))
    if cores < 2 or not _can_fork():
        yield from map(work, items)
        return
    before()
    gc.freeze()  # memory that no collector touches is not copied
    _FORK_WORK[:] = [work]
    context = multiprocessing.get_context("fork")
    pool = ProcessPoolExecutor(cores, context, _begin, (os.getpid(), None, None))
    with warnings.catch_warnings():
        # Python 3.12 warns of any thread; those that libuv leaves are idle
        warnings.simplefilter("ignore", DeprecationWarning)
        ahead = deque((item, _submit(pool, item)) for item in items[: cores * _AHEAD])
    rest = iter(items[len(ahead) :])
    try:
        while ahead:
            item, result = ahead.popleft()
            ahead.extend((more, _submit(pool, more)) for more in islice(rest, 1))
            try:
                made = result.result() if result else work(item)
            except WORKER_LOST:
                made = work(item)
            yield made
    finally:
        _FORK_WORK.clear()
        if ahead:  # left before the end: what the forks are at is not waited for
            for process in list((pool._processes or {}).values()):
                process.kill()
        pool.shutdown(wait=True, cancel_futures=True)


def _can_fork() -> bool:
    """Return whether no thread could hold a lock that a fork would wait for; threads that resolve names hold none."""
    busy = (thread for thread in threading.enumerate() if not thread.name.startswith(_LOOKUP))
    return sys.platform == "linux" and sum(1 for _ in busy) == 1


def _submit(pool: Executor, item: Any) -> Future[Any] | None:
    try:
        return pool.submit(_run_item, item)
    except WORKER_LOST:
        return None


def _run_item(item: Any) -> Any:
    return _FORK_WORK[0](item)


def relax_gc() -> None:
    """Collect cyclic garbage less often: pages make millions of small facts and next to no cycles.

    At Python's default thresholds the collector takes a fifth of a run. Up to tens of megabytes more stay uncollected.
    """
    gc.freeze()  # what is there now stays
    gc.set_threshold(50_000, 20, 20)


def _pool(size: int, opening: Opening | None, browsers: tuple[str, ...] = ()) -> ProcessPoolExecutor:
    # spawn: a forked child would inherit the event loop, its sockets and half-held locks
    context = multiprocessing.get_context("spawn")
    free: SimpleQueue[str] = context.SimpleQueue()
    for address in browsers or [""] * size:
        free.put(address)
    arguments = (os.getpid(), opening, free, *_log_settings())
    return ProcessPoolExecutor(size, mp_context=context, initializer=_begin, initargs=arguments)


def _log_settings() -> tuple[logging.Formatter | None, int]:
    """Return how this process formats log events, None where nobody configured it, and from which level on."""
    formatters = (handler.formatter for handler in logging.getLogger().handlers)
    ours = (found for found in formatters if found and type(found).__module__.startswith(f"{_PRODUCT}."))
    return next(ours, None), logging.getLogger(_PRODUCT).level


def _begin(
    parent: int,
    opening: Opening | None,
    free: SimpleQueue[str] | None,
    formatter: logging.Formatter | None = None,
    level: int = logging.NOTSET,
) -> None:
    """Tie this process to its parent, ignore the terminal's Ctrl-C (the parent decides), then open what it needs.

    Log events are formatted as the parent formats its own.
    """
    if formatter:
        handler = logging.StreamHandler()
        handler.setFormatter(formatter)
        logging.getLogger().addHandler(handler)
        logging.getLogger(_PRODUCT).setLevel(level)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with contextlib.suppress(AttributeError, OSError):
        os.setpgrp()  # a signal to the whole group would cut a result in two, and the parent would wait for the rest
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
