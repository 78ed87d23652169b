"""The database under the store: transactions, bulk writes, and the differences between SQLite and PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from itertools import islice
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Dialect, Insert, RowMapping, Select, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import URL, make_url

from auditor.blobs.sqlite_files import holds_blobs
from auditor.store.errors import StoreError, store_errors
from auditor.store.upgrade import newest_tables, upgrade

_CHUNK = 1_000
_PRAGMAS = (
    "busy_timeout=10000", "journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON",
    "wal_autocheckpoint=4000",  # a log of 16 MB: every merge of it waits for the disk
)  # fmt: skip
_DRIVERS = {"sqlite": "sqlite", "postgresql": "postgresql+psycopg"}


class StoreDatabase:
    """A database whose tables are up to date. Every read and every write is one transaction.

    ``where`` is its URL without the password, ``is_persistent`` whether it is more than memory of this process. A
    transaction that fails raises ``StoreError``.
    """

    def __init__(self, url: str, blobs: Path | None = None) -> None:
        """Open a database and bring its tables up to date; a SQLite file is copied first. Raises ``StoreError``.

        A SQLite file that is missing or empty beside blobs (their folder) is refused: it was lost, not new.
        """
        with store_errors("the URL of the store"):
            parsed = _with_driver(make_url(url))
        self.where = parsed.render_as_string(hide_password=True)
        self._is_file = parsed.get_backend_name() == "sqlite"
        with store_errors(self.where):
            file = _file(parsed)
            self.is_persistent = file is not None or not self._is_file
            if file:
                _refuse_lost(file, blobs)
                file.parent.mkdir(parents=True, exist_ok=True)
            self._engine = create_engine(parsed)
        if self._is_file:
            event.listen(self._engine, "connect", _prepare)
        try:
            self._bring_up_to_date(file)
        except BaseException:
            self.close()
            raise

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def reading(self, what: str) -> Iterator[Connection]:
        """Open a transaction that only reads; ``what`` is named in errors."""
        with store_errors(f"{self.where}: {what}"), self._engine.connect() as connection:
            yield connection

    @contextmanager
    def writing(self, what: str) -> Iterator[Connection]:
        """Open a transaction that writes all or nothing; with SQLite it waits for the one writer before it reads."""
        with store_errors(f"{self.where}: {what}"), self._engine.begin() as connection:
            if self._is_file:
                connection.exec_driver_sql("BEGIN IMMEDIATE")
            yield connection

    def rows(self, query: Select[Any], **values: object) -> list[RowMapping]:
        """Return all rows of a query at once, with values for its parameters."""
        with self.reading("reading") as connection:
            return list(connection.execute(query, values).mappings())

    def stream(self, query: Select[Any]) -> Iterator[RowMapping]:
        """Yield the rows of a query, some thousand in memory at a time."""
        with self.reading("reading") as connection:
            yield from connection.execution_options(yield_per=_CHUNK).execute(query).mappings()

    def _bring_up_to_date(self, file: Path | None) -> None:
        with self.reading("opening") as connection:
            if newest_tables(connection, self.where):
                return
        with self.writing("bringing its tables up to date") as connection:
            upgrade(connection, file, self.where)


def write(connection: Connection, table: Table, rows: Iterable[Mapping[str, Any]], *, replace: bool = True) -> int:
    """Write rows by their key in batches; ``replace=False`` leaves known ones alone; returns the number written."""
    rest, written = iter(rows), 0
    while batch := list(islice(rest, _CHUNK)):
        text, names = _insert_text(connection.dialect, table, tuple(batch[0]), replace=replace)
        written += execute_many(connection, text, names, batch)
    return written


def execute_many(
    connection: Connection, text: str, names: Sequence[str] | None, rows: Sequence[Mapping[str, Any]]
) -> int:
    """Execute a compiled statement for each row of plain values; returns the number of rows changed.

    ``names`` is the order of the parameters where the driver counts them. The library's own method costs three times as
    much a row, and a run writes three rows for every address.
    """
    values: Any = [tuple(map(row.__getitem__, names)) for row in rows] if names is not None else rows
    # without the option the number of changed rows is not fetched from PostgreSQL's driver
    return connection.exec_driver_sql(text, values, execution_options={"preserve_rowcount": True}).rowcount


def compiled(dialect: Dialect, statement: Any, columns: Sequence[str] | None = None) -> tuple[str, list[str] | None]:
    """Return a statement as the driver needs it, and the order of its parameters (None where they go by name)."""
    text: Any = statement.compile(dialect=dialect, column_keys=columns)
    return str(text), text.positiontup if text.positional else None


@lru_cache(64)
def _insert_text(
    dialect: Dialect, table: Table, columns: tuple[str, ...], *, replace: bool
) -> tuple[str, list[str] | None]:
    return compiled(dialect, _insert(dialect, table, replace=replace), columns)


def _insert(dialect: Dialect, table: Table, *, replace: bool) -> Insert:
    make = postgresql.insert if dialect.name == "postgresql" else sqlite.insert
    statement = make(table)
    if not replace:
        return statement.on_conflict_do_nothing()
    keys = [column.name for column in table.primary_key]
    values = {column.name: statement.excluded[column.name] for column in table.columns if column.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=values)


def _with_driver(url: URL) -> URL:
    backend = url.get_backend_name()
    if backend not in _DRIVERS:
        raise StoreError(f"the URL of the store: {backend} is not known here; write sqlite:///file or postgresql://…")
    return url.set(drivername=_DRIVERS[backend]) if "+" not in url.drivername else url


def _file(url: URL) -> Path | None:
    """Return the SQLite file of a URL; None for a server, for memory, and for SQLite's own ``file:`` addresses."""
    name = url.database or ""
    return Path(name) if url.get_backend_name() == "sqlite" and name and not name.startswith((":", "file:")) else None


def _refuse_lost(file: Path, blobs: Path | None) -> None:
    if blobs and not (file.is_file() and file.stat().st_size) and holds_blobs(blobs):
        state = "is empty" if file.exists() else "is missing"
        raise StoreError(
            f"{file}: the database {state}, although {blobs} holds the pages of runs; restore both from a backup "
            f"(`auditor restore`), or move {blobs} away to begin anew"
        )


def _prepare(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    for pragma in _PRAGMAS:
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()
