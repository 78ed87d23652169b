"""Reads and writes runs, and the coverage of their sites and hosts."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec
from sqlalchemy import func, select

from auditor.model import HostFigures, PublishedFigures, Run, RunState, Settings, SiteCoverage, Waiver
from auditor.store import schema
from auditor.store.database import StoreDatabase, write

_pack, _unpack = msgspec.msgpack.encode, msgspec.msgpack.decode


class Runs:
    """Reads and writes what belongs to whole runs."""

    def __init__(self, database: StoreDatabase) -> None:
        self._database = database

    def create(  # noqa: PLR0913 - a run is made of these
        self, period: str, day: str, settings: Settings, tools: dict[str, str], started: str, *, after: int = 0
    ) -> Run:
        """Begin a run with the next number; it is greater than ``after``."""
        with self._database.writing("new run") as connection:
            last = connection.execute(select(func.max(schema.runs.c.number))).scalar() or 0
            run = Run(max(last, after) + 1, period, day, RunState.GATHERING, settings, started, tools=tools)
            write(connection, schema.runs, [_run_row(run)])
        return run

    def all(self) -> list[Run]:
        """Return all runs, oldest first."""
        rows = self._database.rows(select(schema.runs.c.facts).order_by(schema.runs.c.number))
        return [_unpack(row["facts"], type=Run) for row in rows]

    def find(self, number: int) -> Run:
        """Return the run of this number. Raises ``KeyError`` that names it."""
        rows = self._database.rows(select(schema.runs.c.facts).where(schema.runs.c.number == number))
        if not rows:
            raise KeyError(f"no run {number} in this store")
        return _unpack(rows[0]["facts"], type=Run)

    def save_waivers(self, number: int, waivers: tuple[Waiver, ...]) -> Run:
        """Save the waivers known when a run is continued; it is judged with them, then and later."""
        run = self.find(number)
        changed = msgspec.structs.replace(run, settings=msgspec.structs.replace(run.settings, waivers=waivers))
        with self._database.writing("runs") as connection:
            write(connection, schema.runs, [_run_row(changed)])
        return changed

    def save_published(self, number: int, figures: PublishedFigures) -> None:
        """Add the figures that a report of a run publishes."""
        run = self.find(number)
        changed = msgspec.structs.replace(run, published=(*run.published, figures))
        with self._database.writing("runs") as connection:
            write(connection, schema.runs, [_run_row(changed)])

    def set_state(self, number: int, state: RunState, ended: str = "") -> None:
        """Save how far a run has come; ``ended`` stays once it is set."""
        run = self.find(number)
        changed = msgspec.structs.replace(run, state=state, ended=ended or run.ended)
        with self._database.writing("runs") as connection:
            write(connection, schema.runs, [_run_row(changed)])

    def save_site_coverage(self, run: int, rows: Sequence[SiteCoverage]) -> None:
        """Save the coverage of each site."""
        values = [{"run": run, "site": row.site, "facts": _pack(row)} for row in rows]
        with self._database.writing("site runs") as connection:
            write(connection, schema.site_runs, values)

    def site_coverage(self, run: int) -> list[SiteCoverage]:
        """Return the coverage of each site, by id."""
        query = select(schema.site_runs.c.facts).where(schema.site_runs.c.run == run).order_by(schema.site_runs.c.site)
        return [_unpack(row["facts"], type=SiteCoverage) for row in self._database.rows(query)]

    def save_hosts(self, run: int, rows: Sequence[HostFigures]) -> None:
        """Save how each host was requested, added to the figures of an earlier process of the run."""
        before = {figures.host: figures for figures in self.hosts(run)}
        summed = [_added(before[row.host], row) if row.host in before else row for row in rows]
        values = [{"run": run, "host": row.host, "facts": _pack(row)} for row in summed]
        with self._database.writing("hosts") as connection:
            write(connection, schema.hosts, values)

    def hosts(self, run: int) -> list[HostFigures]:
        """Return how each host was requested, by name."""
        query = select(schema.hosts.c.facts).where(schema.hosts.c.run == run).order_by(schema.hosts.c.host)
        return [_unpack(row["facts"], type=HostFigures) for row in self._database.rows(query)]


def _run_row(run: Run) -> dict[str, object]:
    return {"number": run.number, "period": run.period, "state": run.state.value, "facts": _pack(run)}


def _added(before: HostFigures, now: HostFigures) -> HostFigures:
    total = before.requests + now.requests
    middle = (before.median_ms * before.requests + now.median_ms * now.requests) // max(total, 1)
    return msgspec.structs.replace(now, requests=total, median_ms=middle, parked=before.parked + now.parked)
