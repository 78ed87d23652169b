"""Runs batches on the workers of a Dask cluster, behind the interface of ``concurrent.futures``.

The scheduler gives a batch whose worker died to another one by itself. If that fails the batch raises ``ClusterLost``;
it is never a cancelled batch that a caller would wait for. The library is optional: the extra ``cluster``.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from concurrent.futures import BrokenExecutor, Executor, Future
from typing import Any, TypeVar

from auditor import __version__
from auditor.extract.version import reader_version

CONNECT_SECONDS = 60.0
"""How long a scheduler may take to answer, and its first worker to come."""

_Result = TypeVar("_Result")


class ClusterLost(BrokenExecutor):
    """The scheduler, or every worker that tried the batch, is gone."""


class ClusterError(Exception):
    """The cluster cannot be used; the message names the cause and the remedy."""


class ClusterExecutor(Executor):
    """The workers of a scheduler such as ``tcp://10.0.0.5:8786``. ``cores`` is how many batches they parse at once.

    Raises ``ClusterError`` when nobody answers there, no worker comes, or the library is not installed.
    """

    def __init__(self, address: str) -> None:
        self._address = address
        self._client = _client(address)
        self._executor = self._client.get_executor(pure=False)
        self.cores = max(1, sum(self._client.nthreads().values()))

    def submit(self, function: Callable[..., _Result], /, *args: Any, **kwargs: Any) -> Future[_Result]:
        """Submit a batch to any worker. The batch raises ``ClusterError`` when the worker's program is not ours."""
        job = functools.partial(_run_if_same_program, _program(), function)
        result: Future[_Result] = Future()
        result.set_running_or_notify_cancel()  # it cannot be cancelled: a cancelled one of the cluster is a lost one
        self._executor.submit(job, *args, **kwargs).add_done_callback(
            functools.partial(_pass_on, result, self._address)
        )
        return result

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Disconnect from the scheduler; the cluster goes on."""
        self._executor.shutdown(wait=wait and not cancel_futures)
        self._client.close(timeout=5)


def _client(address: str) -> Any:
    try:
        import dask
        import distributed
    except ImportError as error:
        raise ClusterError(
            "--cluster needs the library dask.distributed: pip install 'web-convenience-auditor[cluster]'"
        ) from error
    # a batch of bodies is meant to be this large
    dask.config.set({"distributed.admin.large-graph-warning-threshold": "1GB"})
    connect: Any = distributed.Client  # the library has no types
    try:
        client = connect(address, timeout=CONNECT_SECONDS, set_as_default=False, name="auditor")
    except (OSError, ValueError) as error:
        raise ClusterError(
            f"--cluster {address}: no scheduler answers there ({error}); start it, then continue"
        ) from error
    try:
        client.wait_for_workers(1, timeout=CONNECT_SECONDS)
    except TimeoutError as error:
        client.close(timeout=5)
        raise ClusterError(
            f"--cluster {address}: no worker has come in {CONNECT_SECONDS:.0f} s; start `dask worker {address}`"
        ) from error
    return client


def _pass_on(result: Future[Any], address: str, done: Future[Any]) -> None:
    """Copy the outcome of a batch into ``result``; what the cluster lost becomes ``ClusterLost``."""
    if done.cancelled():
        result.set_exception(ClusterLost(f"{address}: the batch was lost"))
        return
    error = done.exception()
    if error is None:
        result.set_result(done.result())
    elif type(error).__module__.partition(".")[0] == "distributed":
        result.set_exception(ClusterLost(f"{address}: {error}"))
    else:
        result.set_exception(error)


@functools.cache
def _program() -> str:
    """Return what has to be the same on all machines, so that the same body gives the same facts."""
    return f"{__version__} {reader_version()}"


def _run_if_same_program(program: str, function: Callable[..., _Result], *args: Any, **kwargs: Any) -> _Result:
    if program != _program():
        raise ClusterError(f"a worker runs another program ({_program()}, here {program}); install the same one there")
    return function(*args, **kwargs)
