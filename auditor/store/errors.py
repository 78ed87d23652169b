"""What goes wrong with a store, told so that somebody can mend it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

_MENDS = {
    "disk is full": "the disk is full; free some space",
    "disk i/o error": "the disk is full or failing; free some space, look at the disk",
    "readonly": "the database is read-only; mend the rights of its file and folder",
    "unable to open": "the database file cannot be opened; mend its folder and rights",
    "locked": "another program holds the database; wait for it or stop it",
    "not a database": "the file is no database; restore it from a backup",
    "malformed": "the database is damaged; restore it from a backup",
    "connection": "the database server does not answer; start it or mend the URL",
}


class StoreError(Exception):
    """The store cannot be used: what, where, and what to do."""


@contextmanager
def store_errors(where: str) -> Iterator[None]:
    """Turn the database's errors into a ``StoreError`` that names ``where`` and the mend."""
    try:
        yield
    except (DBAPIError, sqlite3.Error) as error:  # a new connection's first words are not wrapped by the library
        words = str(error.orig if isinstance(error, DBAPIError) else error).strip()
        mend = next(
            (mend for sign, mend in _MENDS.items() if sign in words.lower()), "look at the words of the database"
        )
        raise StoreError(f"{where}: {words}; {mend}, then start the same command again") from error
    except SQLAlchemyError as error:
        raise StoreError(f"{where}: {error}; mend the URL of the store") from error
    except OSError as error:
        raise StoreError(f"{where}: {error}; mend the rights or free some space, then start again") from error
