"""Reads and writes what people state about findings: steps of work and comments; and the lists that they saved."""

from __future__ import annotations

from collections import defaultdict

import msgspec
from sqlalchemy import delete, select

from auditor.model import FindingComment, LogEntry, SavedView, StepKind, WorkStep
from auditor.store import schema
from auditor.store.activity_log import add_entry
from auditor.store.database import StoreDatabase, write

_STEPS = schema.work_steps
_COMMENTS = schema.comments
_VIEWS = schema.saved_views


class FindingWork:
    """Steps of work and comments by the fingerprint of a finding. They are only ever added."""

    def __init__(self, database: StoreDatabase) -> None:
        self._database = database

    def add_step(self, step: WorkStep, entry: LogEntry) -> bool:
        """Add a step; returns False, and changes nothing, where the same form was sent before."""
        with self._database.writing("steps of work") as connection:
            row = msgspec.structs.asdict(step) | {"kind": step.kind.value}
            if not write(connection, _STEPS, [row], replace=False):
                return False
            add_entry(connection, entry)
        return True

    def steps(self) -> dict[str, list[WorkStep]]:
        """Return the steps of every finding, oldest first."""
        found: defaultdict[str, list[WorkStep]] = defaultdict(list)
        for row in map(dict, self._database.rows(select(_STEPS).order_by(_STEPS.c.moment, _STEPS.c.id))):
            step = WorkStep(**row | {"kind": StepKind(row["kind"])})
            found[step.fingerprint].append(step)
        return dict(found)

    def add_comment(self, comment: FindingComment, entry: LogEntry) -> bool:
        """Add a comment; returns False, and changes nothing, where the same form was sent before."""
        with self._database.writing("comments") as connection:
            if not write(connection, _COMMENTS, [msgspec.structs.asdict(comment)], replace=False):
                return False
            add_entry(connection, entry)
        return True

    def comments(self, fingerprint: str) -> list[FindingComment]:
        """Return the comments on a finding, oldest first."""
        query = select(_COMMENTS).where(_COMMENTS.c.fingerprint == fingerprint)
        rows = self._database.rows(query.order_by(_COMMENTS.c.moment, _COMMENTS.c.id))
        return [FindingComment(**row) for row in map(dict, rows)]

    def save_view(self, view: SavedView) -> None:
        """Save a list of findings under its name."""
        with self._database.writing("saved views") as connection:
            write(connection, _VIEWS, [msgspec.structs.asdict(view)])

    def views(self, account: str) -> list[SavedView]:
        """Return the lists that a person saved, by name."""
        rows = self._database.rows(select(_VIEWS).where(_VIEWS.c.account == account).order_by(_VIEWS.c.name))
        return [SavedView(**row) for row in map(dict, rows)]

    def delete_view(self, account: str, name: str) -> None:
        """Delete a saved list."""
        with self._database.writing("saved views") as connection:
            connection.execute(delete(_VIEWS).where(_VIEWS.c.account == account, _VIEWS.c.name == name))
