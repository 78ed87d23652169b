"""Reads and writes accounts of the web console, their password hashes, and one-time links."""

from __future__ import annotations

import msgspec
from sqlalchemy import delete, select, update

from auditor.model import Account, AccountState, LinkPurpose, LogEntry, OneTimeLink
from auditor.store import schema
from auditor.store.activity_log import add_entry
from auditor.store.database import StoreDatabase, write

_ACCOUNTS = schema.accounts
_LINKS = schema.one_time_links


class Accounts:
    """Accounts by name. Each change writes its log entry in the same transaction."""

    def __init__(self, database: StoreDatabase) -> None:
        self._database = database

    def all(self) -> list[Account]:
        """Return all accounts by name."""
        rows = self._database.rows(select(_ACCOUNTS.c.facts).order_by(_ACCOUNTS.c.name))
        return [_account(row["facts"]) for row in rows]

    def find(self, name: str) -> Account | None:
        """Return the account of this name; None where there is none."""
        rows = self._database.rows(select(_ACCOUNTS.c.facts).where(_ACCOUNTS.c.name == name))
        return _account(rows[0]["facts"]) if rows else None

    def password_hash(self, name: str) -> str:
        """Return the hash of an active account's password; empty where it has none, or there is no such account."""
        active = _ACCOUNTS.c.state == AccountState.ACTIVE.value
        rows = self._database.rows(select(_ACCOUNTS.c.password).where(_ACCOUNTS.c.name == name, active))
        return str(rows[0]["password"]) if rows else ""

    def add(self, account: Account, entry: LogEntry) -> bool:
        """Add an account without a password; returns False, and changes nothing, where the name is taken."""
        with self._database.writing("accounts") as connection:
            if not write(connection, _ACCOUNTS, [_row(account) | {"password": ""}], replace=False):
                return False
            add_entry(connection, entry)
        return True

    def change(self, account: Account, entry: LogEntry) -> None:
        """Save a known account; its password stays. What is disabled has no sessions and no links any more."""
        mine = _ACCOUNTS.c.name == account.name
        with self._database.writing("accounts") as connection:
            connection.execute(update(_ACCOUNTS).where(mine).values(**_row(account)))
            if account.state is AccountState.DISABLED:
                sessions = schema.web_sessions
                connection.execute(delete(sessions).where(sessions.c.account == account.name))
                connection.execute(delete(_LINKS).where(_LINKS.c.account == account.name))
            add_entry(connection, entry)

    def set_password(self, name: str, password_hash: str, entry: LogEntry) -> None:
        """Save the hash of a new password; all sessions of the account end."""
        sessions = schema.web_sessions
        with self._database.writing("accounts") as connection:
            mine = _ACCOUNTS.c.name == name
            connection.execute(update(_ACCOUNTS).where(mine).values(password=password_hash))
            connection.execute(delete(sessions).where(sessions.c.account == name))
            add_entry(connection, entry)

    def save_link(self, link: OneTimeLink, entry: LogEntry) -> None:
        """Save a one-time link; an earlier one of the same account and purpose works no more."""
        same = (_LINKS.c.account == link.account, _LINKS.c.purpose == link.purpose.value)
        with self._database.writing("one-time links") as connection:
            connection.execute(delete(_LINKS).where(*same))
            write(connection, _LINKS, [msgspec.structs.asdict(link) | {"purpose": link.purpose.value}])
            add_entry(connection, entry)

    def find_link(self, digest: str, now: float) -> OneTimeLink | None:
        """Return the link of this digest; None where it was used, replaced, or has ended."""
        rows = self._database.rows(select(_LINKS).where(_LINKS.c.digest == digest, _LINKS.c.expires > now))
        values = dict(rows[0]) if rows else {}
        return OneTimeLink(**values | {"purpose": LinkPurpose(values["purpose"])}) if values else None

    def redeem(self, link: OneTimeLink, account: Account, password_hash: str, entry: LogEntry) -> bool:
        """Use a link up and save the account with its password; False, and no change, where it was used meanwhile.

        The account of the first operator must be new: False where its name is taken.
        """
        with self._database.writing("accounts") as connection:
            if not connection.execute(delete(_LINKS).where(_LINKS.c.digest == link.digest)).rowcount:
                return False
            is_new = link.purpose is LinkPurpose.FIRST_OPERATOR
            row = _row(account) | {"password": password_hash}
            if not write(connection, _ACCOUNTS, [row], replace=not is_new):
                connection.rollback()
                return False
            add_entry(connection, entry)
        return True


def _account(facts: bytes) -> Account:
    return msgspec.msgpack.decode(facts, type=Account)


def _row(account: Account) -> dict[str, object]:
    return {"name": account.name, "state": account.state.value, "facts": msgspec.msgpack.encode(account)}
