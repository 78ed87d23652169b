"""Stores packed blobs in sixteen SQLite files (shards) of a folder; any number of processes write, all or nothing.

The first hexadecimal digit of a blob's name selects its shard. Imports little, because every worker process loads it.
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
_SHARDS = "0123456789abcdef"
_CREATE = "CREATE TABLE IF NOT EXISTS blobs (name BLOB PRIMARY KEY, data BLOB NOT NULL)"
_WAIT_SECONDS = 60.0
"""How long a writer waits for another one; each locks a shard for some milliseconds."""


def holds_blobs(folder: Path) -> bool:
    """Return whether any shard of a folder holds a blob; the folder may be missing. Raises ``sqlite3.Error``."""
    return any(_holds_rows(file) for file in sorted(folder.glob(f"?{ENDING}")))


def _holds_rows(file: Path) -> bool:
    with closing(sqlite3.connect(file, timeout=_WAIT_SECONDS)) as connection:
        tables = connection.execute("SELECT 1 FROM sqlite_master WHERE name = 'blobs'").fetchone()
        return tables is not None and connection.execute("SELECT 1 FROM blobs LIMIT 1").fetchone() is not None


class ShardedBlobFiles:
    """The sixteen shards of an existing folder; missing ones are created. Safe to use from any thread.

    Every method raises ``sqlite3.Error`` for what SQLite cannot do (a full disk, a damaged file).
    """

    def __init__(self, folder: str) -> None:
        self.folder = folder
        self._lock = threading.Lock()
        self._open: dict[str, sqlite3.Connection] = {}
        for shard in _SHARDS:
            if not Path(self.path(shard)).exists():
                self._create(shard)

    def path(self, name: str) -> str:
        """Return the file that holds a blob of this name."""
        return f"{self.folder}/{name[0]}{ENDING}"

    def write(self, blobs: Iterable[Packed]) -> None:
        """Write blobs that are missing; those of one shard in one transaction."""
        by_shard: defaultdict[str, list[tuple[bytes, bytes]]] = defaultdict(list)
        for blob in blobs:
            by_shard[blob.name[0]].append((bytes.fromhex(blob.name), blob.data))
        for shard, rows in by_shard.items():
            with self._writing(shard) as connection:
                connection.executemany("INSERT OR IGNORE INTO blobs VALUES (?, ?)", rows)

    def read(self, name: str) -> bytes | None:
        """Return the packed bytes of a blob; None when no shard has it."""
        with self._lock:
            row = self._shard(name).execute("SELECT data FROM blobs WHERE name = ?", [bytes.fromhex(name)]).fetchone()
        return None if row is None else bytes(row[0])

    def has(self, name: str) -> bool:
        """Return whether there is a blob of this name."""
        with self._lock:
            found = self._shard(name).execute("SELECT 1 FROM blobs WHERE name = ?", [bytes.fromhex(name)])
            return found.fetchone() is not None

    def sweep(self, keep: Set[str]) -> tuple[int, int]:
        """Delete every blob that is not in ``keep`` and shrink the files; returns number and bytes of the deleted."""
        count = size = 0
        for shard in _SHARDS:
            with self._writing(shard) as connection:
                rows = connection.execute("SELECT name, length(data) FROM blobs")
                gone = [(name, length) for name, length in rows if name.hex() not in keep]
                connection.executemany("DELETE FROM blobs WHERE name = ?", [(name,) for name, _ in gone])
            if gone:
                with self._lock:
                    self._shard(shard).execute("VACUUM")
            count, size = count + len(gone), size + sum(length for _, length in gone)
        return count, size

    def damage(self) -> str:
        """Return SQLite's description of the first damage found in the files; empty when they are intact."""
        with self._lock:
            answers = (self._shard(shard).execute("PRAGMA quick_check(1)").fetchone()[0] for shard in _SHARDS)
            return next((str(answer) for answer in answers if answer != "ok"), "")

    def close(self) -> None:
        """Close the files, after merging the write-ahead logs that workers left beside them."""
        with self._lock:
            for shard in _SHARDS:
                if Path(f"{self.path(shard)}-wal").exists():
                    with suppress(
                        sqlite3.Error
                    ):  # a full disk; nothing is lost: the next process that opens the file merges the log
                        self._shard(shard).execute("PRAGMA wal_checkpoint")
            self._close_connections()

    def _close_connections(self) -> None:
        for connection in self._open.values():
            connection.close()
        self._open.clear()

    __del__ = _close_connections  # for owners that did not close; everything is committed by then

    def _create(self, shard: str) -> None:
        with closing(self._connect(shard)) as connection:
            connection.execute("PRAGMA synchronous = OFF")  # nothing is lost with an empty shard
            connection.execute(_CREATE)
            with suppress(sqlite3.OperationalError):  # another process creates it too; it also works without a log
                connection.execute("PRAGMA journal_mode = WAL")

    def _connect(self, shard: str) -> sqlite3.Connection:
        return sqlite3.connect(self.path(shard), timeout=_WAIT_SECONDS, isolation_level=None, check_same_thread=False)

    def _shard(self, name: str) -> sqlite3.Connection:
        connection = self._open.get(name[0])
        if connection is None:
            connection = self._open[name[0]] = self._connect(name[0])
            # a file can exist before its table: another process is creating it, or was killed while it did
            connection.execute(_CREATE)
            connection.execute("PRAGMA synchronous = NORMAL")
            connection.execute("PRAGMA cache_size = -256")  # KiB: sixteen of SQLite's own would be 32 MB a process
        return connection

    @contextmanager
    def _writing(self, shard: str) -> Iterator[sqlite3.Connection]:
        with self._lock:
            connection = self._shard(shard)
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
    """Return the shards of a folder, opened once a worker process; those of another folder are closed."""
    if not (_IN_USE and _IN_USE[0].folder == folder):
        while _IN_USE:
            _IN_USE.pop().close()
        _IN_USE.append(ShardedBlobFiles(folder))
    return _IN_USE[0]
