"""One run at a time, one asker a host at a time; the dead hold nothing."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor

from kept_facts import SETTINGS, answered

from auditor.model import Lease
from auditor.store import Store
from auditor.store.leases import LOCK, LOCK_SECONDS

MACHINE = socket.gethostname()
ME = f"{MACHINE}:{os.getpid()}"


def test_a_living_holder_keeps_the_lock_even_past_its_time(store: Store) -> None:
    assert store.leases.acquire_lock(ME)
    assert store.leases.claim(LOCK, "elsewhere:1", time.time() + 10 * LOCK_SECONDS, 1.0) is None
    assert store.leases.acquire_lock(ME)
    store.leases.release_lock(ME)
    assert store.leases.acquire_lock("elsewhere:1")


def test_somebody_else_cannot_give_the_lock_back(store: Store) -> None:
    assert store.leases.acquire_lock(ME)
    store.leases.release_lock("elsewhere:1")
    assert not store.leases.acquire_lock("elsewhere:1")


def test_a_holder_that_died_on_this_machine_holds_nothing(store: Store) -> None:
    with subprocess.Popen([sys.executable, "-c", ""]) as child:
        child.wait()
    assert store.leases.acquire_lock(f"{MACHINE}:{child.pid}")
    assert store.leases.acquire_lock(ME)


def test_a_later_process_with_the_same_number_is_not_the_holder(store: Store) -> None:
    """After a power cut the lock names a number that another program may have got since."""
    long_ago = time.time() - 30 * 86_400
    assert store.leases.claim(LOCK, ME, long_ago, 60 * 86_400.0)
    assert store.leases.acquire_lock(f"{MACHINE}:{os.getppid()}")


def test_a_holder_on_another_machine_holds_until_its_time_is_over(store: Store) -> None:
    assert store.leases.claim("h:80", "elsewhere:1", 1_000.0, 60.0) == Lease("h:80", "elsewhere:1", 1_000.0, 1_060.0)
    assert store.leases.claim("h:80", "run-2", 1_059.0, 60.0) is None
    assert store.leases.claim("h:80", "run-2", 1_061.0, 60.0) == Lease("h:80", "run-2", 1_061.0, 1_121.0)


def test_a_host_is_given_back(store: Store) -> None:
    store.leases.claim("h:80", "run-1", 1_000.0, 60.0)
    store.leases.release("h:80", "run-1")
    assert store.leases.claim("h:80", "run-2", 1_001.0, 60.0) is not None


def test_of_many_that_claim_at_once_one_gets_it(store: Store) -> None:
    with ThreadPoolExecutor(4) as pool:
        for number in range(5):
            won = pool.map(
                lambda one, host=number: store.leases.claim(f"h{host}:80", f"run-{one}", 1_000.0, 60.0), range(4)
            )
            assert sum(lease is not None for lease in won) == 1


def test_recording_prolongs_leases_but_never_takes_one(store: Store) -> None:
    run = store.runs.create("2026-11", "2026-11-01", SETTINGS, {}, "").number
    store.leases.claim("mine:80", "run-1", 1_000.0, 60.0)
    store.leases.claim("theirs:80", "run-2", 1_000.0, 60.0)
    kept = [Lease(host, "run-1", 0.0, 2_000.0) for host in ("mine:80", "theirs:80", "fresh:80")]
    store.queue.record(run, fetched=[answered("http://mine/")], leases=kept)
    assert store.leases.claim("mine:80", "run-3", 1_500.0, 60.0) is None
    assert store.leases.claim("fresh:80", "run-3", 1_500.0, 60.0) is None
    assert store.leases.claim("theirs:80", "run-2", 1_500.0, 60.0) is not None


def test_recording_keeps_the_lock_of_this_process(store: Store) -> None:
    run = store.runs.create("2026-11", "2026-11-01", SETTINGS, {}, "").number
    store.leases.claim(LOCK, ME, time.time(), 1.0)
    store.queue.record(run)
    with store._database.reading("test") as connection:
        expires = connection.exec_driver_sql("SELECT expires FROM leases").scalar_one()
    assert expires > time.time() + LOCK_SECONDS / 2
