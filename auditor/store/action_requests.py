"""Reads and writes requests of actions: queued by the web console, carried out by the worker, each once."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, select, update

from auditor.model import ActionRequest, ActionState, LogEntry
from auditor.store import schema
from auditor.store.activity_log import add_entry
from auditor.store.database import StoreDatabase, write

_ACTIONS = schema.actions


class ActionRequests:
    """Requests by id. Each change of state writes its log entry in the same transaction."""

    def __init__(self, database: StoreDatabase) -> None:
        self._database = database

    def add(self, request: ActionRequest, entry: LogEntry) -> bool:
        """Add a request; returns False, and changes nothing, where the same form was sent before."""
        with self._database.writing("requests") as connection:
            if not write(connection, _ACTIONS, [_row(request)], replace=False):
                return False
            add_entry(connection, entry)
        return True

    def find(self, request_id: str) -> ActionRequest | None:
        """Return the request of this id; None where there is none."""
        rows = self._database.rows(select(_ACTIONS.c.facts).where(_ACTIONS.c.id == request_id))
        return _request(rows[0]["facts"]) if rows else None

    def in_state(self, *states: ActionState) -> list[ActionRequest]:
        """Return the requests in these states, oldest first."""
        wanted = _ACTIONS.c.state.in_([state.value for state in states])
        rows = self._database.rows(select(_ACTIONS.c.facts).where(wanted).order_by(_ACTIONS.c.moment, _ACTIONS.c.id))
        return [_request(row["facts"]) for row in rows]

    def newest(self, most: int) -> list[ActionRequest]:
        """Return at most so many requests, newest first."""
        query = select(_ACTIONS.c.facts).order_by(_ACTIONS.c.moment.desc(), _ACTIONS.c.id).limit(most)
        return [_request(row["facts"]) for row in self._database.rows(query)]

    def of_subject(self, subject: str) -> list[ActionRequest]:
        """Return the requests about a finding or unit, newest first."""
        query = select(_ACTIONS.c.facts).where(_ACTIONS.c.subject == subject)
        rows = self._database.rows(query.order_by(_ACTIONS.c.moment.desc(), _ACTIONS.c.id))
        return [_request(row["facts"]) for row in rows]

    def move(self, request: ActionRequest, before: ActionState, entry: LogEntry) -> bool:
        """Save a request that was in the state ``before``; returns False, and changes nothing, where it is not."""
        with self._database.writing("requests") as connection:
            if not _saved(connection, request, before):
                return False
            add_entry(connection, entry)
        return True

    def save_progress(self, request: ActionRequest) -> None:
        """Save how far a running request has come."""
        with self._database.writing("requests") as connection:
            _saved(connection, request, ActionState.RUNNING)


def _saved(connection: Connection, request: ActionRequest, before: ActionState) -> bool:
    this = (_ACTIONS.c.id == request.id, _ACTIONS.c.state == before.value)
    return bool(connection.execute(update(_ACTIONS).where(*this).values(**_row(request))).rowcount)


def _request(facts: bytes) -> ActionRequest:
    return msgspec.msgpack.decode(facts, type=ActionRequest)


def _row(request: ActionRequest) -> dict[str, object]:
    return {
        "id": request.id,
        "kind": request.kind.value,
        "state": request.state.value,
        "subject": request.subject,
        "requested_by": request.requested_by,
        "moment": request.moment,
        "facts": msgspec.msgpack.encode(request),
    }
