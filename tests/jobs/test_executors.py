"""Work on all cores by forks of the process: in order, without loss, also where a fork dies."""

from __future__ import annotations

import json
import logging
import os
import signal
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.cli.log_format import LogFormat, configure_logging
from auditor.fetch.resolver import GuardedResolver
from auditor.jobs import executors
from auditor.jobs.executors import map_in_forks

LINUX = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux alone")


@pytest.fixture(autouse=True)
def two_cores(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    # a whole run of tests may have left threads that wait for nothing
    monkeypatch.setattr(threading, "enumerate", lambda: [threading.main_thread()])
    yield
    assert not executors._FORK_WORK


def nothing() -> None:
    """What is to be closed before: nothing."""


@LINUX
def test_results_come_in_order_from_forks_with_what_this_process_knows() -> None:
    known = {number: f"no. {number}" for number in range(40)}
    closed: list[bool] = []
    made = list(map_in_forks(lambda number: (known[number], os.getpid()), range(40), lambda: closed.append(True)))
    assert [words for words, _ in made] == list(known.values())
    assert os.getpid() not in {process for _, process in made}
    assert closed == [True]


@LINUX
def test_the_item_of_a_lost_fork_is_made_here(tmp_path: Path) -> None:
    parent, died = os.getpid(), tmp_path / "died"

    def work(number: int) -> int:
        if number == 7 and os.getpid() != parent and not died.exists():
            died.touch()
            os.kill(os.getpid(), signal.SIGKILL)
        return number * number

    assert list(map_in_forks(work, range(30), nothing)) == [number * number for number in range(30)]
    assert died.exists()


@LINUX
def test_an_error_is_raised_where_the_results_are_taken() -> None:
    def work(number: int) -> int:
        if number == 3:
            raise ValueError("three")
        return number

    made = map_in_forks(work, range(20), nothing)
    assert [next(made) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(ValueError, match="three"):
        next(made)


@LINUX
def test_results_that_nobody_takes_are_not_made_without_end(tmp_path: Path) -> None:
    made = map_in_forks(lambda number: (tmp_path / str(number)).touch(), range(1_000), nothing)
    next(made)
    made.close()
    assert len(list(tmp_path.iterdir())) < 20


@pytest.mark.parametrize("hold", ["thread", "core", "item", "system"])
def test_where_a_fork_would_be_unsafe_or_idle_this_process_works(hold: str, monkeypatch: pytest.MonkeyPatch) -> None:
    if hold == "core":
        monkeypatch.setattr(os, "cpu_count", lambda: 1)
    if hold == "thread":
        threads = [threading.main_thread(), threading.Thread(name="other")]
        monkeypatch.setattr(threading, "enumerate", lambda: threads)
    if hold == "system":
        monkeypatch.setattr(sys, "platform", "darwin")
    made = list(map_in_forks(lambda _: os.getpid(), range(1 if hold == "item" else 5), nothing))
    assert set(made) == {os.getpid()}


@LINUX
def test_a_thread_that_resolves_a_name_is_no_hindrance(monkeypatch: pytest.MonkeyPatch) -> None:
    threads = [threading.main_thread(), threading.Thread(name="lookup_0")]
    monkeypatch.setattr(threading, "enumerate", lambda: threads)
    assert os.getpid() not in set(map_in_forks(lambda _: os.getpid(), range(5), nothing))


def test_threads_that_resolve_names_are_called_so() -> None:
    resolver = GuardedResolver({}, {}, guarded=True)
    thread = resolver._lookups.submit(threading.current_thread).result()
    resolver._lookups.shutdown()
    assert thread.name.startswith(executors._LOOKUP)


def warn() -> None:
    """What a worker process logs."""
    logging.getLogger("auditor.browser.browser").warning("browser renewed", extra={"url": "https://u:pw@zone.test/"})


def test_worker_processes_format_log_events_as_their_parent_does(capfd: pytest.CaptureFixture[str]) -> None:
    configure_logging(verbose=False, log_format=LogFormat.JSON)
    try:
        with executors._pool(1, None) as pool:
            pool.submit(warn).result(timeout=60)
    finally:
        root = logging.getLogger()
        root.removeHandler(root.handlers[-1])
    (line,) = capfd.readouterr().err.splitlines()
    event = json.loads(line)
    assert (event["event"], event["level"], event["url"]) == ("browser renewed", "warning", "https://***@zone.test/")
