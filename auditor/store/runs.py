"""Runs, their sites and hosts, the lock that keeps two runs apart, and the leases of hosts."""

from __future__ import annotations

import os
import socket
import time
from collections.abc import Sequence

import msgspec
from sqlalchemy import Engine, delete, func, select, update

from auditor.model.ask import Lease
from auditor.model.evidence import HostFigures
from auditor.model.run import Run, RunState, Settings, SiteRun
from auditor.store import schema
from auditor.store.database import write
from auditor.store.errors import told

LOCK = "run lock"
LOCK_SECONDS = 900.0

_pack, _unpack = msgspec.msgpack.encode, msgspec.msgpack.decode


class Runs:
    """Reads and writes what belongs to whole runs."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def new_run(self, period: str, day: str, settings: Settings, tools: dict[str, str], started: str) -> Run:
        """Begin a run with the next number."""
        with told("new run"), self._engine.begin() as connection:
            last = connection.execute(select(func.max(schema.runs.c.number))).scalar() or 0
            run = Run(last + 1, period, day, RunState.GATHERING, settings, started, tools=tools)
            write(connection, schema.runs, [_run_row(run)])
        return run

    def runs(self) -> list[Run]:
        """All runs, oldest first."""
        with told("runs"), self._engine.begin() as connection:
            rows = connection.execute(select(schema.runs.c.facts).order_by(schema.runs.c.number)).scalars()
            return [_unpack(row, type=Run) for row in rows]

    def find_run(self, number: int) -> Run:
        """The run of this number. Raises ``KeyError`` that names it."""
        with told("runs"), self._engine.begin() as connection:
            row = connection.execute(select(schema.runs.c.facts).where(schema.runs.c.number == number)).scalar()
        if row is None:
            raise KeyError(f"no run {number} in this store")
        return _unpack(row, type=Run)

    def unfinished_run(self, period: str) -> Run | None:
        """The run of a period that is still gathering."""
        open_ = [run for run in self.runs() if run.period == period and run.state is RunState.GATHERING]
        return open_[-1] if open_ else None

    def set_run(self, number: int, state: RunState, ended: str = "") -> None:
        """Note how far a run has come; ``ended`` is kept once set."""
        run = self.find_run(number)
        changed = msgspec.structs.replace(run, state=state, ended=ended or run.ended)
        with told("runs"), self._engine.begin() as connection:
            write(connection, schema.runs, [_run_row(changed)])

    def save_site_runs(self, run: int, rows: Sequence[SiteRun]) -> None:
        """Keep the coverage of each site."""
        values = [{"run": run, "site": row.site, "facts": _pack(row)} for row in rows]
        with told("site runs"), self._engine.begin() as connection:
            write(connection, schema.site_runs, values)

    def site_runs(self, run: int) -> list[SiteRun]:
        """The coverage of each site, in the order of the configuration where it is known."""
        query = select(schema.site_runs.c.facts).where(schema.site_runs.c.run == run).order_by(schema.site_runs.c.site)
        with told("site runs"), self._engine.begin() as connection:
            return [_unpack(row, type=SiteRun) for row in connection.execute(query).scalars()]

    def save_hosts(self, run: int, rows: Sequence[HostFigures]) -> None:
        """Keep how each host was asked; figures of an earlier process of the run are added up."""
        before = {figures.host: figures for figures in self.hosts(run)}
        summed = [_added(before[row.host], row) if row.host in before else row for row in rows]
        values = [{"run": run, "host": row.host, "facts": _pack(row)} for row in summed]
        with told("hosts"), self._engine.begin() as connection:
            write(connection, schema.hosts, values)

    def hosts(self, run: int) -> list[HostFigures]:
        """How each host was asked, by name."""
        query = select(schema.hosts.c.facts).where(schema.hosts.c.run == run).order_by(schema.hosts.c.host)
        with told("hosts"), self._engine.begin() as connection:
            return [_unpack(row, type=HostFigures) for row in connection.execute(query).scalars()]

    def acquire_lock(self, holder: str) -> bool:
        """Take the lock of the store: one run at a time. A holder that died on this machine does not count."""
        return self._claim(LOCK, holder, time.time(), LOCK_SECONDS) is not None

    def release_lock(self, holder: str) -> None:
        """Give the lock back."""
        self.release(LOCK, holder)

    def claim(self, host: str, holder: str, now: float, seconds: float) -> Lease | None:
        """The right to ask a host until ``now + seconds``; None while somebody else holds it."""
        return self._claim(host, holder, now, seconds)

    def release(self, host: str, holder: str) -> None:
        """Give a host back."""
        table = schema.leases
        with told("leases"), self._engine.begin() as connection:
            connection.execute(delete(table).where(table.c.host == host, table.c.holder == holder))

    def _claim(self, name: str, holder: str, now: float, seconds: float) -> Lease | None:
        table = schema.leases
        lease = Lease(name, holder, now, now + seconds)
        with told("leases"), self._engine.begin() as connection:
            row = connection.execute(select(table).where(table.c.host == name)).mappings().first()
            if row and row["holder"] != holder and _holds(row["holder"], row["expires"], now):
                return None
            if row is None:
                write(connection, table, [msgspec.structs.asdict(lease)])
            else:  # only whoever saw the old holder may take its place
                taken = connection.execute(
                    update(table)
                    .where(table.c.host == name, table.c.holder == row["holder"], table.c.expires == row["expires"])
                    .values(holder=holder, next_allowed=now, expires=now + seconds)
                )
                if taken.rowcount != 1:
                    return None
        return lease


def _run_row(run: Run) -> dict[str, object]:
    return {"number": run.number, "period": run.period, "state": run.state.value, "facts": _pack(run)}


def _added(before: HostFigures, now: HostFigures) -> HostFigures:
    total = before.requests + now.requests
    middle = (before.median_ms * before.requests + now.median_ms * now.requests) // max(total, 1)
    return msgspec.structs.replace(now, requests=total, median_ms=middle, parked=before.parked + now.parked)


def _holds(holder: str, expires: float, now: float) -> bool:
    """Whether a holder still has what it took: while its process lives, or until the time where that is not known."""
    machine, _, process = holder.partition(":")
    if machine != socket.gethostname() or not process.isdigit():
        return expires > now
    try:
        os.kill(int(process), 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
