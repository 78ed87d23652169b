"""Reads and extends the log of activities: who did what, when, with the state before and after. Nothing is changed."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, insert, select

from auditor.model import LogEntry
from auditor.store import schema
from auditor.store.database import StoreDatabase

_LOG = schema.activity


class ActivityLog:
    """The log of the web console. It has no method that changes or deletes an entry."""

    def __init__(self, database: StoreDatabase) -> None:
        self._database = database

    def add(self, entry: LogEntry) -> None:
        """Add an entry that no other write goes with, such as a refusal."""
        with self._database.writing("log") as connection:
            add_entry(connection, entry)

    def entries(self, *, most: int, before: int = 0, who: str = "", subject: str = "") -> list[LogEntry]:
        """Return at most so many entries, newest first: those numbered below ``before``, of a person, on a subject."""
        query = select(_LOG).order_by(_LOG.c.number.desc()).limit(most)
        query = query.where(_LOG.c.number < before) if before else query
        query = query.where(_LOG.c.who == who) if who else query
        query = query.where(_LOG.c.subject == subject) if subject else query
        return [LogEntry(**row) for row in map(dict, self._database.rows(query))]


def add_entry(connection: Connection, entry: LogEntry) -> None:
    """Add an entry in the transaction of the change that it records."""
    values = msgspec.structs.asdict(entry)
    del values["number"]
    connection.execute(insert(_LOG).values(**values))
