"""Errors of a store, each with the cause, the place and the remedy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

_REMEDIES = {
    "disk is full": "the disk is full; free some space",
    "disk i/o error": "the disk is full or failing; free some space, check the disk",
    "readonly": "the database is read-only; mend the rights of its file and folder",
    "unable to open": "the database file cannot be opened; mend its folder and rights",
    "locked": "another program holds the database; wait for it or stop it",
    "not a database": "the file is no database; restore it from a backup",
    "malformed": "the database is damaged; restore it from a backup",
    "connection": "the database server does not answer; start it or mend the URL",
}


class StoreError(Exception):
    """The store cannot be used; the message names place, cause and remedy."""


@contextmanager
def store_errors(where: str) -> Iterator[None]:
    """Raise errors of database and files as a ``StoreError`` that names ``where`` and the remedy."""
    try:
        yield
    except (
        DBAPIError,
        sqlite3.Error,
    ) as error:  # of a new connection SQLAlchemy wraps none
        message = str(error.orig if isinstance(error, DBAPIError) else error).strip()
        remedies = (remedy for sign, remedy in _REMEDIES.items() if sign in message.lower())
        remedy = next(remedies, "check the message of the database")
        raise StoreError(f"{where}: {message}; {remedy}, then start the same command again") from error
    except SQLAlchemyError as error:
        raise StoreError(f"{where}: {error}; mend the URL of the store") from error
    except OSError as error:
        raise StoreError(f"{where}: {error}; mend the rights or free some space, then start again") from error
