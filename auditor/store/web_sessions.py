"""Reads and writes sessions of the web console, and failures to sign in. Times are seconds since the epoch."""

from __future__ import annotations

import msgspec
from sqlalchemy import delete, or_, select, update

from auditor.model import LogEntry, WebSession
from auditor.store import schema
from auditor.store.activity_log import add_entry
from auditor.store.database import StoreDatabase, write

_SESSIONS = schema.web_sessions
_FAILURES = schema.sign_in_failures


class WebSessions:
    """Sessions by the digest of their token."""

    def __init__(self, database: StoreDatabase) -> None:
        self._database = database

    def begin(self, session: WebSession, entry: LogEntry) -> None:
        """Save a new session."""
        with self._database.writing("sessions") as connection:
            write(connection, _SESSIONS, [msgspec.structs.asdict(session)])
            add_entry(connection, entry)

    def find(self, digest: str) -> WebSession | None:
        """Return the session of this digest; None where there is none."""
        rows = self._database.rows(select(_SESSIONS).where(_SESSIONS.c.digest == digest))
        return WebSession(**dict(rows[0])) if rows else None

    def touch(self, digest: str, now: float) -> None:
        """Note that a session was used."""
        with self._database.writing("sessions") as connection:
            connection.execute(update(_SESSIONS).where(_SESSIONS.c.digest == digest).values(seen=now))

    def end(self, digest: str, entry: LogEntry) -> None:
        """End a session."""
        with self._database.writing("sessions") as connection:
            connection.execute(delete(_SESSIONS).where(_SESSIONS.c.digest == digest))
            add_entry(connection, entry)

    def delete_old(self, seen_before: float, begun_before: float) -> None:
        """Delete sessions unused since, or begun before, these moments."""
        old = or_(_SESSIONS.c.seen < seen_before, _SESSIONS.c.began < begun_before)
        with self._database.writing("sessions") as connection:
            connection.execute(delete(_SESSIONS).where(old))

    def failures(self, who: str, since: float) -> int:
        """Return how often signing in failed for an account or from an address, unless the first was before ``since``.

        ``who`` is ``account:NAME`` or ``address:ADDRESS``.
        """
        query = select(_FAILURES.c.failures).where(_FAILURES.c.who == who, _FAILURES.c.since >= since)
        rows = self._database.rows(query)
        return int(rows[0]["failures"]) if rows else 0

    def add_failure(self, who: str, now: float, since: float) -> None:
        """Count a failure to sign in; those that began before ``since`` are forgotten."""
        mine = _FAILURES.c.who == who
        with self._database.writing("failures to sign in") as connection:
            connection.execute(delete(_FAILURES).where(_FAILURES.c.since < since))
            if not write(connection, _FAILURES, [{"who": who, "failures": 1, "since": now}], replace=False):
                connection.execute(update(_FAILURES).where(mine).values(failures=_FAILURES.c.failures + 1))

    def forget_failures(self, who: str) -> None:
        """Forget the failures of an account that has signed in."""
        with self._database.writing("failures to sign in") as connection:
            connection.execute(delete(_FAILURES).where(_FAILURES.c.who == who))
