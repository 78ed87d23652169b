"""The queue of a run: requests and their results. ``record`` is one transaction, from which a killed run resumes."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

import msgspec
from sqlalchemy import Connection, Dialect, RowMapping, bindparam, func, select, text, update

from auditor.model import (
    ROBOTS_PATH,
    CrawlRequest,
    FetchRecord,
    Lease,
    QueueKind,
    SkippedAddresses,
    Untested,
    VisitRecord,
)
from auditor.store import schema
from auditor.store.database import StoreDatabase, compiled, execute_many, write
from auditor.store.leases import renew_leases, renew_lock
from auditor.store.read_facts import fetched_row, visited_row

_ASKS = schema.asks
_MAY_CHANGE = text("asks.skipped IN ('budget', 'trap', 'excluded')")
"""What holds of a known request that a found one replaces: it waits for its turn, or another page led there in vain."""


class Queue:
    """The requests of runs: planned, done, deferred or skipped."""

    def __init__(self, database: StoreDatabase) -> None:
        self._database = database

    def plan(self, run: int, requests: Iterable[CrawlRequest]) -> int:
        """Add requests; those known already are left alone. Returns how many were new."""
        with self._database.writing("plan") as connection:
            return write(connection, _ASKS, (_request_row(run, request) for request in requests), replace=False)

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
        """Store results, mark requests done, plan what they lead to, renew lock and leases, in one transaction."""
        with self._database.writing("record") as connection:
            write(connection, schema.fetched, (fetched_row(run, record) for record in fetched))
            write(connection, schema.visited, (visited_row(run, record) for record in visited))
            write(connection, _ASKS, (_request_row(run, request) for request in found), where=_MAY_CHANGE)
            write(connection, _ASKS, (_request_row(run, request) for request in deferred))
            _finish(connection, run, QueueKind.FETCH, [record.url for record in fetched])
            _finish(connection, run, QueueKind.VISIT, [record.url for record in visited])
            renew_leases(connection, leases)
            renew_lock(connection)

    def skip(self, run: int, kind: QueueKind, url: str, reason: Untested) -> None:
        """Mark a request as skipped, with the reason."""
        change = update(_ASKS).where(_ASKS.c.run == run, _ASKS.c.kind == kind.value, _ASKS.c.url == url)
        with self._database.writing("skip") as connection:
            connection.execute(change.values(skipped=reason.value, done=True))

    def pending(self, run: int) -> list[CrawlRequest]:
        """Return the requests still to be done, nearest to a start address first."""
        query = select(_ASKS).where(_ASKS.c.run == run, _ASKS.c.done.is_(False))
        return [_request(row) for row in self._database.stream(query.order_by(_ASKS.c.depth, _ASKS.c.url))]

    def requests(self, run: int) -> Iterator[CrawlRequest]:
        """Yield every request of a run, done or not."""
        return map(_request, self._database.stream(select(_ASKS).where(_ASKS.c.run == run).order_by(_ASKS.c.url)))

    def sitemap_requests(self, run: int) -> list[CrawlRequest]:
        """Return what was planned because a robots.txt or a sitemap names it as a sitemap, by address."""
        named = _ASKS.c.found_on.endswith(ROBOTS_PATH, autoescape=True)
        query = select(_ASKS).where(_ASKS.c.run == run, named).order_by(_ASKS.c.url)
        return [_request(row) for row in self._database.rows(query)]

    def requests_for(self, run: int, url: str) -> list[CrawlRequest]:
        """Return what was planned for one address: the fetch first, then the visit."""
        query = select(_ASKS).where(_ASKS.c.run == run, _ASKS.c.url == url).order_by(_ASKS.c.kind)
        return [_request(row) for row in self._database.rows(query)]

    def skipped_requests(self, run: int) -> Iterator[CrawlRequest]:
        """Yield the requests of addresses that were not fetched, with the reason."""
        query = select(_ASKS).where(_ASKS.c.run == run, schema.SKIPPED, _ASKS.c.kind == QueueKind.FETCH.value)
        return map(_request, self._database.stream(query.order_by(_ASKS.c.url)))

    def skipped(self, run: int, site: str | None = None) -> list[SkippedAddresses]:
        """Return what was not examined, counted by site, kind and reason, with an example."""
        keys = (_ASKS.c.site, _ASKS.c.kind, _ASKS.c.skipped)
        query = select(*keys, func.count().label("count"), func.min(_ASKS.c.url).label("example"))
        query = query.where(_ASKS.c.run == run, schema.SKIPPED)
        query = query if site is None else query.where(_ASKS.c.site == site)
        return [
            SkippedAddresses(row["site"], row["kind"], Untested(row["skipped"]), row["count"], row["example"])
            for row in self._database.rows(query.group_by(*keys).order_by(*keys))
        ]

    def page_requests(self, run: int, site: str) -> Iterator[CrawlRequest]:
        """Yield the requests of a site's pages, fetched or skipped; what pages load and other targets are left out."""
        query = select(_ASKS).where(_ASKS.c.run == run, _ASKS.c.site == site, _ASKS.c.is_page)
        query = query.where(_ASKS.c.kind == QueueKind.FETCH.value)
        return map(_request, self._database.stream(query.order_by(_ASKS.c.url)))

    def counts(self, run: int) -> dict[str, int]:
        """Return how many requests are done, waiting and skipped, by kind: keys such as ``fetch done``."""
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
        statement, names = _compiled_done(connection.dialect)
        rows = [{"done": True, "in_run": run, "of_kind": kind.value, "at": url} for url in addresses]
        execute_many(connection, statement, names, rows)


@lru_cache(64)
def _compiled_done(dialect: Dialect) -> tuple[str, list[str] | None]:
    return compiled(dialect, _DONE)


def _request_row(run: int, request: CrawlRequest) -> dict[str, object]:
    row = msgspec.structs.asdict(request)
    row["run"], row["kind"], row["done"] = run, request.kind.value, request.skipped is not None
    row["skipped"] = request.skipped.value if request.skipped else ""
    return row


def _request(row: RowMapping) -> CrawlRequest:
    values = {name: row[name] for name in CrawlRequest.__struct_fields__}
    values |= {"kind": QueueKind(row["kind"]), "skipped": Untested(row["skipped"]) if row["skipped"] else None}
    return CrawlRequest(**values)
