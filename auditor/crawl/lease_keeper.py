"""Keeps a run's leases of hosts, so that two runs never send requests to one host at the same time."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from auditor.model import Lease
from auditor.store.leases import Leases

LEASE_SECONDS = 60.0
"""How long a lease lasts; a commit renews those that are older than a quarter of it."""


class LeaseKeeper:
    """Holds leases for one run. Renewed leases are written by whoever commits results, in the same transaction.

    ``clock`` returns seconds since the epoch.
    """

    def __init__(self, leases: Leases, run: int, clock: Callable[[], float] = time.time) -> None:
        self._leases = leases
        self._holder = f"run-{run}"
        self._clock = clock
        self._trusted_until: dict[str, float] = {}

    def hold(self, host: str) -> bool:
        """Whether this run holds the host's lease; claims it when no other run does."""
        now = self._clock()
        if self._trusted_until.get(host, 0.0) > now:
            return True
        lease = self._leases.claim(host, self._holder, now, LEASE_SECONDS)
        if lease is None:
            return False
        self._trusted_until[host] = lease.expires - LEASE_SECONDS / 2
        return True

    def renewals(self) -> list[Lease]:
        """The leases that are to be renewed with the next commit."""
        now = self._clock()
        due = (host for host, until in self._trusted_until.items() if until < now + LEASE_SECONDS / 4)
        return [Lease(host, self._holder, 0.0, now + LEASE_SECONDS) for host in due]

    def note_renewed(self, leases: Sequence[Lease]) -> None:
        """Note that renewed leases are in the store now."""
        self._trusted_until |= {lease.host: lease.expires - LEASE_SECONDS / 2 for lease in leases}

    def release_all(self) -> None:
        """Give all hosts back."""
        for host in self._trusted_until:
            self._leases.release(host, self._holder)
        self._trusted_until.clear()
