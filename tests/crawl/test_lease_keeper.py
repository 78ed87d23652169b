"""Leases of hosts: two runs never hold one host, and what is held is renewed with a commit."""

from __future__ import annotations

import time

from auditor.crawl.lease_keeper import LEASE_SECONDS, LeaseKeeper
from auditor.store import Store

HOST = "zone.test:80"


class Clock:
    """Seconds since the epoch, set by hand."""

    def __init__(self) -> None:
        self.now = time.time()

    def __call__(self) -> float:
        return self.now


def test_a_host_is_held_by_one_run_until_it_is_given_back(store: Store) -> None:
    first, second = LeaseKeeper(store.leases, 1), LeaseKeeper(store.leases, 2)
    assert first.hold(HOST)
    assert first.hold(HOST)
    assert not second.hold(HOST)
    assert second.hold("other.test:80")
    first.release_all()
    assert second.hold(HOST)
    assert not first.hold(HOST)  # what was given back is not believed to be held


def test_a_lease_that_runs_out_can_be_claimed_by_another_run(store: Store) -> None:
    clock = Clock()
    first, second = LeaseKeeper(store.leases, 1, clock), LeaseKeeper(store.leases, 2, clock)
    assert first.hold(HOST)
    clock.now += LEASE_SECONDS - 1
    assert not second.hold(HOST)
    clock.now += 2
    assert second.hold(HOST)
    assert not first.hold(HOST)


def test_leases_older_than_a_quarter_are_renewed_with_a_commit(store: Store) -> None:
    clock = Clock()
    first, second = LeaseKeeper(store.leases, 1, clock), LeaseKeeper(store.leases, 2, clock)
    assert first.hold(HOST)
    assert first.renewals() == []
    clock.now += LEASE_SECONDS / 4 + 1
    renewals = first.renewals()
    assert [(lease.host, lease.holder, lease.expires) for lease in renewals] == [
        (HOST, "run-1", clock.now + LEASE_SECONDS)
    ]
    store.queue.record(1, leases=renewals)
    first.note_renewed(renewals)
    assert first.renewals() == []
    clock.now += LEASE_SECONDS - 1
    assert not second.hold(HOST)
