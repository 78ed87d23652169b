"""Reads and writes the inventory of names outside all sites, and what people decided about them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import msgspec
from sqlalchemy import delete, func, select

from auditor.model import NameDecision, OutsideName
from auditor.store import schema
from auditor.store.database import StoreDatabase, write

_NAMES, _DECISIONS = schema.outside_names, schema.name_decisions
_pack = msgspec.msgpack.Encoder().encode
_UNPACK = msgspec.msgpack.Decoder(OutsideName)
_UNPACK_DECISION = msgspec.msgpack.Decoder(NameDecision)


class OutsideNames:
    """Reads and writes names; they stay when the facts of a run are deleted."""

    def __init__(self, database: StoreDatabase) -> None:
        self._database = database

    def save(self, run: int, names: Sequence[OutsideName]) -> None:
        """Save the names of a run in place of those of an earlier judgement of it."""
        rows = [{"run": run, "name": name.name, "facts": _pack(name)} for name in names]
        with self._database.writing("outside names") as connection:
            connection.execute(delete(_NAMES).where(_NAMES.c.run == run))
            write(connection, _NAMES, rows)

    def of_run(self, run: int) -> list[OutsideName]:
        """Return the names of a run, the worst first, then those with most links."""
        rows = self._database.rows(select(_NAMES.c.facts).where(_NAMES.c.run == run))
        names = [_UNPACK.decode(row["facts"]) for row in rows]
        return sorted(names, key=lambda name: (name.state.rank, -name.links, name.name))

    def before(self, run: int) -> dict[str, OutsideName]:
        """Return by name what the nearest earlier run with an inventory knew; of a name that left it, the last row."""
        newest = select(_NAMES.c.name, func.max(_NAMES.c.run).label("run")).where(_NAMES.c.run < run)
        latest = newest.group_by(_NAMES.c.name).subquery()
        query = select(_NAMES.c.facts).join(latest, (latest.c.name == _NAMES.c.name) & (latest.c.run == _NAMES.c.run))
        names = (_UNPACK.decode(row["facts"]) for row in self._database.rows(query))
        return {name.name: name for name in names}

    def save_decisions(self, decisions: Iterable[NameDecision]) -> None:
        """Save what people decided; a later decision takes the place of an earlier one."""
        rows = [{"name": decision.name, "facts": _pack(decision)} for decision in decisions]
        with self._database.writing("name decisions") as connection:
            write(connection, _DECISIONS, rows)

    def decisions(self) -> dict[str, NameDecision]:
        """Return what people decided, by name."""
        rows = self._database.rows(select(_DECISIONS.c.facts).order_by(_DECISIONS.c.name))
        decisions = (_UNPACK_DECISION.decode(row["facts"]) for row in rows)
        return {decision.name: decision for decision in decisions}
