"""Reads and writes records of mail: written before a letter is sent, so that a kill never sends it twice."""

from __future__ import annotations

import msgspec
from sqlalchemy import Connection, delete, select

from auditor.model import MailKind, MailRecord, MailState
from auditor.store import schema
from auditor.store.database import StoreDatabase, write

_LETTERS = schema.letters
_DONE = {MailState.SENDING.value, MailState.SENT.value}


class SentLetters:
    """Reads and writes mail records."""

    def __init__(self, database: StoreDatabase) -> None:
        self._database = database

    def of_period(self, period: str) -> list[MailRecord]:
        """Return the letters of a period, by kind and unit."""
        query = select(_LETTERS).where(_LETTERS.c.period == period)
        rows = self._database.rows(query.order_by(_LETTERS.c.kind, _LETTERS.c.unit, _LETTERS.c.address))
        return [
            MailRecord(**row | {"kind": MailKind(row["kind"]), "state": MailState(row["state"])})
            for row in map(dict, rows)
        ]

    def claim(self, letter: MailRecord) -> bool:
        """Mark a letter as being sent; returns False where it is already sent or being sent."""
        with self._database.writing("letters") as connection:
            if _state(connection, letter) in _DONE:
                return False
            write(connection, _LETTERS, [_row(letter)])
        return True

    def save(self, letter: MailRecord) -> None:
        """Save the state of a letter."""
        with self._database.writing("letters") as connection:
            write(connection, _LETTERS, [_row(letter)])

    def forget(self, period: str, unit: str) -> int:
        """Delete a unit's letters of a period, so that they can be sent again. Returns how many there were."""
        this = (_LETTERS.c.period == period, _LETTERS.c.unit == unit)
        with self._database.writing("letters") as connection:
            return connection.execute(delete(_LETTERS).where(*this)).rowcount


def _state(connection: Connection, letter: MailRecord) -> str | None:
    columns = (_LETTERS.c.period, _LETTERS.c.kind, _LETTERS.c.unit, _LETTERS.c.address)
    values = (letter.period, letter.kind.value, letter.unit, letter.address)
    this = [column == value for column, value in zip(columns, values, strict=True)]
    state: str | None = connection.execute(select(_LETTERS.c.state).where(*this)).scalar()
    return state


def _row(letter: MailRecord) -> dict[str, object]:
    return msgspec.structs.asdict(letter) | {"kind": letter.kind.value, "state": letter.state.value}
