"""Packed blobs in a folder: sixteen SQLite files, into which any number of processes write, whole or not at all.

A blob lies on the shelf of its name's first digit. Light, for every worker process loads it.
"""

from __future__ import annotations

import sqlite3
import threading
from collections import defaultdict
from collections.abc import Iterable, Iterator, Set
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from auditor.blobs.compression import Packed

ENDING = ".sqlite"
_SHELVES = "0123456789abcdef"
_MAKE = "CREATE TABLE IF NOT EXISTS blobs (name BLOB PRIMARY KEY, data BLOB NOT NULL)"
_WAIT_SECONDS = 60.0
"""So long a writer waits for another one; each holds a shelf for some milliseconds."""


class ShardedBlobFiles:
    """The sixteen files of a folder that is there; they are made where they are missing. May be used from any thread.

    Whatever SQLite cannot do (a full disk, a damaged file) is raised as ``sqlite3.Error``.
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._open: dict[str, sqlite3.Connection] = {}
        for shelf in _SHELVES:
            if not Path(self.place(shelf)).exists():
                self._made(shelf)

    def place(self, name: str) -> str:
        """The file in which a blob of this name lies."""
        return f"{self.folder}/{name[0]}{ENDING}"

    def write(self, blobs: Iterable[Packed]) -> None:
        """Write blobs that are not there yet; those of one shelf all together or not at all."""
        by_shelf: defaultdict[str, list[tuple[bytes, bytes]]] = defaultdict(list)
        for blob in blobs:
            by_shelf[blob.name[0]].append((bytes.fromhex(blob.name), blob.data))
        for shelf, rows in by_shelf.items():
            with self._writing(shelf) as connection:
                connection.executemany("INSERT OR IGNORE INTO blobs VALUES (?, ?)", rows)

    def read(self, name: str) -> bytes | None:
        """The packed bytes of a blob; None when it is not here."""
        with self._lock:
            row = self._shelf(name).execute("SELECT data FROM blobs WHERE name = ?", [bytes.fromhex(name)]).fetchone()
        return None if row is None else bytes(row[0])

    def has(self, name: str) -> bool:
        """Whether there is a blob of this name."""
        with self._lock:
            found = self._shelf(name).execute("SELECT 1 FROM blobs WHERE name = ?", [bytes.fromhex(name)])
            return found.fetchone() is not None

    def sweep(self, keep: Set[str]) -> tuple[int, int]:
        """Remove every blob that is not in ``keep`` and give its room back; returns how many went, and their bytes."""
        count = size = 0
        for shelf in _SHELVES:
            with self._writing(shelf) as connection:
                rows = connection.execute("SELECT name, length(data) FROM blobs")
                gone = [(name, length) for name, length in rows if name.hex() not in keep]
                connection.executemany("DELETE FROM blobs WHERE name = ?", [(name,) for name, _ in gone])
            if gone:
                with self._lock:
                    self._shelf(shelf).execute("VACUUM")
            count, size = count + len(gone), size + sum(length for _, length in gone)
        return count, size

    def damage(self) -> str:
        """What is wrong with the files, in SQLite's words; empty when they are whole."""
        with self._lock:
            answers = (self._shelf(shelf).execute("PRAGMA quick_check(1)").fetchone()[0] for shelf in _SHELVES)
            return next((str(answer) for answer in answers if answer != "ok"), "")

    def close(self) -> None:
        """Let go of the files, with what workers left in SQLite's logs folded into them."""
        with self._lock:
            for shelf in _SHELVES:
                if Path(f"{self.place(shelf)}-wal").exists():
                    with suppress(sqlite3.Error):  # a full disk; nothing is lost, whoever opens it next does it
                        self._shelf(shelf).execute("PRAGMA wal_checkpoint")
            self._let_go()

    def _let_go(self) -> None:
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    __del__ = _let_go  # for whoever did not close; all is written by then

    def _made(self, shelf: str) -> None:
        with closing(self._connected(shelf)) as connection:
            connection.execute("PRAGMA synchronous = OFF")  # nothing is lost with an empty shelf
            connection.execute(_MAKE)
            with suppress(sqlite3.OperationalError):  # somebody makes the same shelf; without a log it works too
                connection.execute("PRAGMA journal_mode = WAL")

    def _connected(self, shelf: str) -> sqlite3.Connection:
        return sqlite3.connect(self.place(shelf), timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)

    def _shelf(self, name: str) -> sqlite3.Connection:
        connection = self._open.get(name[0])
        if connection is None:
            connection = self._open[name[0]] = self._connected(name[0])
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA cache_size = -256")  # KiB: sixteen of SQLite's own would be 32 MB a process
        return connection

    @contextmanager
    def _writing(self, shelf: str) -> Iterator[sqlite3.Connection]:
        with self._lock:
            connection = self._shelf(shelf)
            connection.execute("BEGIN IMMEDIATE")
            try:
                yield connection
                connection.execute("COMMIT")
            except BaseException:
                if connection.in_transaction:  # SQLite ends it itself where the disk is full
                    connection.execute("ROLLBACK")
                raise


_IN_USE: list[ShardedBlobFiles] = []


def blob_files(folder: str) -> ShardedBlobFiles:
    """The shelves of a folder, opened once in a worker process; those of another folder are closed."""
    if not (_IN_USE and _IN_USE[0].folder == folder):
        while _IN_USE:
            _IN_USE.pop().close()
        _IN_USE.append(ShardedBlobFiles(folder))
    return _IN_USE[0]
