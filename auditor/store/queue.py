"""The queue of a run and what came of it. ``record`` is one transaction: the point where a killed run goes on."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec
from sqlalchemy import Connection, Engine, RowMapping, Select, bindparam, func, select, update

from auditor.model.ask import Ask, AskKind, Fetched, Lease, Visited
from auditor.model.rendered import VisitFailure
from auditor.model.response import Answer
from auditor.model.run import Skipped
from auditor.model.target import LinkTarget
from auditor.model.verdict import Untested
from auditor.store import schema
from auditor.store.database import write
from auditor.store.errors import told

_pack, _unpack = msgspec.msgpack.encode, msgspec.msgpack.decode
_ASKS, _FETCHED, _VISITED = schema.asks, schema.fetched, schema.visited
_CHUNK = 2_000
_ANSWERS: msgspec.msgpack.Decoder[Answer] = msgspec.msgpack.Decoder(Answer)


class Queue:
    """Asks and results of runs."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def plan(self, run: int, asks: Iterable[Ask]) -> int:
        """Add asks; those known already are left alone. Returns how many asks the run has now."""
        with told("plan"), self._engine.begin() as connection:
            write(connection, _ASKS, [_ask_row(run, ask) for ask in asks], replace=False)
            return connection.execute(select(func.count()).where(_ASKS.c.run == run)).scalar() or 0

    def record(  # noqa: PLR0913 - the five kinds of results of one batch belong into one transaction
        self,
        run: int,
        *,
        fetched: Sequence[Fetched] = (),
        visited: Sequence[Visited] = (),
        found: Sequence[Ask] = (),
        deferred: Sequence[Ask] = (),
        leases: Sequence[Lease] = (),
    ) -> None:
        """Store results, mark their asks done, plan what they lead to, keep the leases: all or nothing."""
        with told("record"), self._engine.begin() as connection:
            write(connection, _FETCHED, [_fetched_row(run, one) for one in fetched])
            write(connection, _VISITED, [_visited_row(run, one) for one in visited])
            write(connection, _ASKS, [_ask_row(run, ask) for ask in found], replace=False)
            write(connection, _ASKS, [_ask_row(run, ask) for ask in deferred])
            _finish(connection, run, AskKind.FETCH, [one.url for one in fetched])
            _finish(connection, run, AskKind.VISIT, [one.url for one in visited])
            write(connection, schema.leases, [msgspec.structs.asdict(lease) for lease in leases])

    def skip(self, run: int, kind: AskKind, url: str, reason: Untested) -> None:
        """Note that an ask will not be carried out, and why."""
        change = update(_ASKS).where(_ASKS.c.run == run, _ASKS.c.kind == kind.value, _ASKS.c.url == url)
        with told("skip"), self._engine.begin() as connection:
            connection.execute(change.values(skipped=reason.value, done=True))

    def pending(self, run: int) -> list[Ask]:
        """Asks that are still to be carried out, nearest to a start address first."""
        query = select(_ASKS).where(_ASKS.c.run == run, _ASKS.c.done.is_(False)).order_by(_ASKS.c.depth, _ASKS.c.url)
        return [_ask(row) for row in self._rows(query)]

    def asks(self, run: int) -> Iterator[Ask]:
        """Every ask of a run, done or not."""
        return (_ask(row) for row in self._rows(select(_ASKS).where(_ASKS.c.run == run).order_by(_ASKS.c.url)))

    def skipped_asks(self, run: int) -> Iterator[Ask]:
        """Addresses that were not asked, with the reason."""
        kind = AskKind.FETCH.value
        query = select(_ASKS).where(_ASKS.c.run == run, _ASKS.c.skipped != "", _ASKS.c.kind == kind)
        return (_ask(row) for row in self._rows(query.order_by(_ASKS.c.url)))

    def skipped(self, run: int, site: str | None = None) -> list[Skipped]:
        """What was not looked at, counted by site, kind and reason, with an example."""
        keys = (_ASKS.c.site, _ASKS.c.kind, _ASKS.c.skipped)
        query = select(*keys, func.count().label("count"), func.min(_ASKS.c.url).label("example"))
        query = query.where(_ASKS.c.run == run, _ASKS.c.skipped != "")
        query = query if site is None else query.where(_ASKS.c.site == site)
        return [
            Skipped(row["site"], row["kind"], Untested(row["skipped"]), row["count"], row["example"])
            for row in self._rows(query.group_by(*keys).order_by(*keys))
        ]

    def count_skipped(self, run: int, site: str) -> int:
        """How many addresses of a site were not asked."""
        return sum(one.count for one in self.skipped(run, site) if one.kind == AskKind.FETCH)

    def counts(self, run: int) -> dict[str, int]:
        """How many asks are done, waiting and skipped, by kind: keys such as ``fetch done``."""
        query = select(_ASKS.c.kind, _ASKS.c.done, _ASKS.c.skipped != "", func.count()).where(_ASKS.c.run == run)
        counted: Counter[str] = Counter()
        with told("counts"), self._engine.begin() as connection:
            rows = connection.execute(query.group_by(_ASKS.c.kind, _ASKS.c.done, _ASKS.c.skipped != "")).all()
        for kind, done, skipped, number in rows:
            counted[f"{kind} {'skipped' if skipped else 'done' if done else 'waiting'}"] += number
        return dict(counted)

    def fetched(self, run: int, url: str) -> Fetched | None:
        """What asking an address brought in a run."""
        return next(
            map(_fetched, self._rows(select(_FETCHED).where(_FETCHED.c.run == run, _FETCHED.c.url == url))), None
        )

    def iter_fetched(self, run: int, site: str | None = None, *, pages_only: bool = False) -> Iterator[Fetched]:
        """Everything fetched in a run (of one site), by site and address; ``pages_only``: what was read as a page."""
        query = select(_FETCHED).where(_FETCHED.c.run == run)
        query = query if site is None else query.where(_FETCHED.c.site == site)
        query = query.where(_FETCHED.c.page != "") if pages_only else query
        return map(_fetched, self._stream(query.order_by(_FETCHED.c.site, _FETCHED.c.url)))

    def targets(self, run: int) -> Iterator[LinkTarget]:
        """The link target made of every address that was asked, by address; probes are none."""
        query = select(_FETCHED).where(_FETCHED.c.run == run, _FETCHED.c.probe.is_(False))
        return (_fetched(row).target for row in self._stream(query.order_by(_FETCHED.c.url)))

    def last_good_fetch(self, url: str, before: int) -> tuple[int, Fetched] | None:
        """The latest earlier run in which an address was read as a page or style sheet, with what it brought."""
        query = select(_FETCHED).where(_FETCHED.c.url == url, _FETCHED.c.run < before, _FETCHED.c.body != "")
        row = next(iter(self._rows(query.order_by(_FETCHED.c.run.desc()).limit(1))), None)
        return (row["run"], _fetched(row)) if row else None

    def visited(self, run: int, url: str) -> Visited | None:
        """What visiting a page brought in a run."""
        return next(
            map(_visited, self._rows(select(_VISITED).where(_VISITED.c.run == run, _VISITED.c.url == url))), None
        )

    def last_visit(self, url: str, before: int) -> tuple[int, Visited] | None:
        """The latest visit of a page in an earlier run."""
        query = select(_VISITED).where(_VISITED.c.url == url, _VISITED.c.run < before)
        row = next(iter(self._rows(query.order_by(_VISITED.c.run.desc()).limit(1))), None)
        return (row["run"], _visited(row)) if row else None

    def _rows(self, query: Select[tuple[object, ...]]) -> list[RowMapping]:
        with told("queue"), self._engine.begin() as connection:
            return list(connection.execute(query).mappings())

    def _stream(self, query: Select[tuple[object, ...]]) -> Iterator[RowMapping]:
        with told("queue"), self._engine.connect() as connection:
            result = connection.execution_options(stream_results=True, yield_per=_CHUNK).execute(query)
            yield from result.mappings()


def _finish(connection: Connection, run: int, kind: AskKind, addresses: list[str]) -> None:
    if addresses:
        change = update(_ASKS).where(
            _ASKS.c.run == run, _ASKS.c.kind == kind.value, _ASKS.c.url == bindparam("address")
        )
        connection.execute(change.values(done=True), [{"address": url} for url in addresses])


def _ask_row(run: int, ask: Ask) -> dict[str, object]:
    row = msgspec.structs.asdict(ask)
    row |= {"run": run, "kind": ask.kind.value, "skipped": ask.skipped.value if ask.skipped else ""}
    return row | {"done": ask.skipped is not None}


def _ask(row: RowMapping) -> Ask:
    values = {name: row[name] for name in Ask.__struct_fields__}
    values |= {"kind": AskKind(row["kind"]), "skipped": Untested(row["skipped"]) if row["skipped"] else None}
    return Ask(**values)


def _fetched_row(run: int, one: Fetched) -> dict[str, object]:
    row = msgspec.structs.asdict(one)
    # the target's answer is the row's own: kept once
    target = msgspec.structs.replace(one.target, answer=None)
    return row | {"run": run, "answer": _pack(one.answer), "target": _pack(target)}


def _fetched(row: RowMapping) -> Fetched:
    answer = _ANSWERS.decode(row["answer"])
    target = msgspec.structs.replace(_unpack(row["target"], type=LinkTarget), answer=answer)
    values = {name: row[name] for name in Fetched.__struct_fields__}
    return Fetched(**(values | {"answer": answer, "target": target}))


def _visited_row(run: int, one: Visited) -> dict[str, object]:
    return msgspec.structs.asdict(one) | {"run": run, "failure": _pack(one.failure)}


def _visited(row: RowMapping) -> Visited:
    values = {name: row[name] for name in Visited.__struct_fields__}
    return Visited(**(values | {"failure": _unpack(row["failure"], type=VisitFailure | None)}))
