"""The queue of a run and what came of it. ``record`` is one transaction: the point where a killed run goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec
from sqlalchemy import Connection, Dialect, RowMapping, bindparam, func, select, update

from auditor.model import CrawlRequest, FetchRecord, Lease, QueueKind, SkippedAddresses, Untested, VisitRecord
from auditor.store import schema
from auditor.store.database import StoreDatabase, compiled, many, write
from auditor.store.leases import keep_leases, keep_lock
from auditor.store.read_facts import fetched_row, visited_row

_ASKS = schema.asks


class Queue:
    """Asks of runs: planned, carried out, put off or skipped."""

    def __init__(self, database: StoreDatabase) -> None:
        self._database = database

    def plan(self, run: int, asks: Iterable[CrawlRequest]) -> int:
        """Add asks; those known already are left alone. Returns how many were new."""
        with self._database.writing("plan") as connection:
            return write(connection, _ASKS, (_ask_row(run, ask) for ask in asks), replace=False)

    def record(  # noqa: PLR0913 - the five kinds of results of one batch belong into one transaction
        self,
        run: int,
        *,
        fetched: Sequence[FetchRecord] = (),
        visited: Sequence[VisitRecord] = (),
        found: Sequence[CrawlRequest] = (),
        deferred: Sequence[CrawlRequest] = (),
        leases: Sequence[Lease] = (),
    ) -> None:
        """Store results, mark their asks done, plan what they lead to, keep lock and leases: all or nothing."""
        with self._database.writing("record") as connection:
            write(connection, schema.fetched, (fetched_row(run, one) for one in fetched))
            write(connection, schema.visited, (visited_row(run, one) for one in visited))
            write(connection, _ASKS, (_ask_row(run, ask) for ask in found), replace=False)
            write(connection, _ASKS, (_ask_row(run, ask) for ask in deferred))
            _finish(connection, run, QueueKind.FETCH, [one.url for one in fetched])
            _finish(connection, run, QueueKind.VISIT, [one.url for one in visited])
            keep_leases(connection, leases)
            keep_lock(connection)

    def skip(self, run: int, kind: QueueKind, url: str, reason: Untested) -> None:
        """Note that an ask will not be carried out, and why."""
        change = update(_ASKS).where(_ASKS.c.run == run, _ASKS.c.kind == kind.value, _ASKS.c.url == url)
        with self._database.writing("skip") as connection:
            connection.execute(change.values(skipped=reason.value, done=True))

    def pending(self, run: int) -> list[CrawlRequest]:
        """Asks that are still to be carried out, nearest to a start address first."""
        query = select(_ASKS).where(_ASKS.c.run == run, _ASKS.c.done.is_(False))
        return [_ask(row) for row in self._database.stream(query.order_by(_ASKS.c.depth, _ASKS.c.url))]

    def requests(self, run: int) -> Iterator[CrawlRequest]:
        """Every ask of a run, done or not."""
        return map(_ask, self._database.stream(select(_ASKS).where(_ASKS.c.run == run).order_by(_ASKS.c.url)))

    def requests_for(self, run: int, url: str) -> list[CrawlRequest]:
        """What was planned for one address: the fetch first, then the visit."""
        query = select(_ASKS).where(_ASKS.c.run == run, _ASKS.c.url == url).order_by(_ASKS.c.kind)
        return [_ask(row) for row in self._database.rows(query)]

    def skipped_requests(self, run: int) -> Iterator[CrawlRequest]:
        """Addresses that were not asked, with the reason."""
        query = select(_ASKS).where(_ASKS.c.run == run, schema.SKIPPED, _ASKS.c.kind == QueueKind.FETCH.value)
        return map(_ask, self._database.stream(query.order_by(_ASKS.c.url)))

    def skipped(self, run: int, site: str | None = None) -> list[SkippedAddresses]:
        """What was not looked at, counted by site, kind and reason, with an example."""
        keys = (_ASKS.c.site, _ASKS.c.kind, _ASKS.c.skipped)
        query = select(*keys, func.count().label("count"), func.min(_ASKS.c.url).label("example"))
        query = query.where(_ASKS.c.run == run, schema.SKIPPED)
        query = query if site is None else query.where(_ASKS.c.site == site)
        return [
            SkippedAddresses(row["site"], row["kind"], Untested(row["skipped"]), row["count"], row["example"])
            for row in self._database.rows(query.group_by(*keys).order_by(*keys))
        ]

    def count_skipped(self, run: int, site: str) -> int:
        """How many addresses of a site were not asked."""
        return sum(one.count for one in self.skipped(run, site) if one.kind == QueueKind.FETCH)

    def counts(self, run: int) -> dict[str, int]:
        """How many asks are done, waiting and skipped, by kind: keys such as ``fetch done``."""
        groups = (_ASKS.c.kind, _ASKS.c.done, _ASKS.c.skipped)
        counted: Counter[str] = Counter()
        query = select(*groups, func.count().label("count")).where(_ASKS.c.run == run).group_by(*groups)
        for row in self._database.rows(query):
            state = "skipped" if row["skipped"] else "done" if row["done"] else "waiting"
            counted[f"{row['kind']} {state}"] += row["count"]
        return dict(counted)


_DONE = (
    update(_ASKS)
    .where(_ASKS.c.run == bindparam("in_run"), _ASKS.c.kind == bindparam("of_kind"), _ASKS.c.url == bindparam("at"))
    .values(done=True)
)


def _finish(connection: Connection, run: int, kind: QueueKind, addresses: list[str]) -> None:
    if addresses:
        text, names = _finishing(connection.dialect)
        rows = [{"done": True, "in_run": run, "of_kind": kind.value, "at": url} for url in addresses]
        many(connection, text, names, rows)


@lru_cache(64)
def _finishing(dialect: Dialect) -> tuple[str, list[str] | None]:
    return compiled(dialect, _DONE)


def _ask_row(run: int, ask: CrawlRequest) -> dict[str, object]:
    row = msgspec.structs.asdict(ask)
    row["run"], row["kind"], row["done"] = run, ask.kind.value, ask.skipped is not None
    row["skipped"] = ask.skipped.value if ask.skipped else ""
    return row


def _ask(row: RowMapping) -> CrawlRequest:
    values = {name: row[name] for name in CrawlRequest.__struct_fields__}
    values |= {"kind": QueueKind(row["kind"]), "skipped": Untested(row["skipped"]) if row["skipped"] else None}
    return CrawlRequest(**values)
