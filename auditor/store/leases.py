"""The lock that admits one run at a time, and the leases of hosts: one row each, with holder and end."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

import msgspec
from sqlalchemy import Connection, delete, select, update

from auditor.model import Lease
from auditor.store import schema
from auditor.store.database import StoreDatabase, write

LOCK = "run lock"
LOCK_SECONDS = 12 * 3600.0
"""How long a run on another machine counts as running without a renewal; longer than a day's quiet hours."""

_START_SLACK = 60.0
_LONGEST_HOLD = 3600.0
_LEASES = schema.leases


class Leases:
    """Grants the right to run, and the right to request a host. Times are seconds since the epoch."""

    def __init__(self, database: StoreDatabase) -> None:
        self._database = database

    def acquire_lock(self, holder: str) -> bool:
        """Take the lock of the store for ``machine:process``: one run at a time; ``Queue.record`` renews it.

        A holder on this machine counts while its process lives, one on another machine until its time is over.
        """
        return self.claim(LOCK, holder, time.time(), LOCK_SECONDS) is not None

    def release_lock(self, holder: str) -> None:
        """Release the lock."""
        self.release(LOCK, holder)

    def claim(self, host: str, holder: str, now: float, seconds: float) -> Lease | None:
        """Return the right to request a host until ``now + seconds``; None while another holder has it."""
        lease = Lease(host, holder, now, now + seconds)
        row = msgspec.structs.asdict(lease)
        with self._database.writing("leases") as connection:
            before = connection.execute(select(_LEASES).where(_LEASES.c.host == host)).mappings().first()
            if before is None:
                return lease if write(connection, _LEASES, [row], replace=False) else None
            # an end further away than any holder may set it was set before the clock was put back
            longest = max(2 * seconds, _LONGEST_HOLD)
            until = before["expires"] if before["expires"] <= now + longest else 0.0
            if before["holder"] != holder and _holds(before["holder"], before["next_allowed"], until, now):
                return None
            # only the process that read the old holder may replace it
            same = (
                _LEASES.c.host == host,
                _LEASES.c.holder == before["holder"],
                _LEASES.c.expires == before["expires"],
            )
            return lease if connection.execute(update(_LEASES).where(*same).values(**row)).rowcount else None

    def holder(self, host: str) -> str:
        """Return who holds a host, or the lock (``LOCK``); empty where nobody does."""
        rows = self._database.rows(select(_LEASES).where(_LEASES.c.host == host))
        row = rows[0] if rows else None
        held = row is not None and _holds(row["holder"], row["next_allowed"], row["expires"], time.time())
        return str(row["holder"]) if row is not None and held else ""

    def release(self, host: str, holder: str) -> None:
        """Release a host."""
        with self._database.writing("leases") as connection:
            connection.execute(delete(_LEASES).where(_LEASES.c.host == host, _LEASES.c.holder == holder))


def renew_leases(connection: Connection, leases: Sequence[Lease]) -> None:
    """Renew leases; one that ended and has another holder by now stays with that holder."""
    for lease in leases:
        row = msgspec.structs.asdict(lease)
        mine = (_LEASES.c.host == lease.host, _LEASES.c.holder == lease.holder)
        if not connection.execute(update(_LEASES).where(*mine).values(**row)).rowcount:
            write(connection, _LEASES, [row], replace=False)


def renew_lock(connection: Connection) -> None:
    """Renew the lock of the store, if this process holds it."""
    mine = (_LEASES.c.host == LOCK, _LEASES.c.holder == f"{socket.gethostname()}:{os.getpid()}")
    connection.execute(update(_LEASES).where(*mine).values(expires=time.time() + LOCK_SECONDS))


def process_lives(process: int, since: float) -> bool:
    """Return whether a process of this machine lives that was there at a moment (seconds since the epoch)."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:  # another user's process
        pass
    return _started(process) < since + _START_SLACK


def _holds(holder: str, since: float, expires: float, now: float) -> bool:
    """Return whether a lease is still held: while its process lives, or until its end where that is not known."""
    machine, _, process = holder.partition(":")
    if machine != socket.gethostname() or not process.isdigit():
        return expires > now
    return process_lives(int(process), since)


def _started(process: int) -> float:
    """Return when a living process began, to distinguish a later one with its number; 0 where that is unknown."""
    with suppress(OSError, ValueError, IndexError):
        ticks = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[19]
        boot = next(line for line in Path("/proc/stat").read_text().splitlines() if line.startswith("btime"))
        return float(boot.split()[1]) + int(ticks) / os.sysconf("SC_CLK_TCK")
    return 0.0
