"""Reads and writes the results of re-checks between two runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from sqlalchemy import Select, select

from auditor.model import Life, Recheck
from auditor.store import schema
from auditor.store.database import StoreDatabase, write

_RECHECKS = schema.rechecks


class Rechecks:
    """Reads and writes re-checks; the finding itself stays as its run found it."""

    def __init__(self, database: StoreDatabase) -> None:
        self._database = database

    def save(self, rows: Iterable[Recheck]) -> None:
        """Save the results of a re-check, in one transaction."""
        values = (msgspec.structs.asdict(row) | {"life": row.life.value} for row in rows)
        with self._database.writing("re-checks") as connection:
            write(connection, _RECHECKS, values)

    def of_finding(self, fingerprint: str) -> list[Recheck]:
        """Return the re-checks of a finding, oldest first."""
        return self._rechecks(select(_RECHECKS).where(_RECHECKS.c.fingerprint == fingerprint))

    def of_run(self, run: int) -> list[Recheck]:
        """Return the re-checks of a run's findings, oldest first."""
        return self._rechecks(select(_RECHECKS).where(_RECHECKS.c.run == run))

    def _rechecks(self, query: Select[Any]) -> list[Recheck]:
        query = query.order_by(_RECHECKS.c.moment)
        return [Recheck(**row | {"life": Life(row["life"])}) for row in map(dict, self._database.rows(query))]
