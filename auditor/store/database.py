"""Opens the database, brings its tables up to date, and knows what differs between SQLite and PostgreSQL."""

from __future__ import annotations

import contextlib
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine, Insert, Table, create_engine, event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.engine import make_url

from auditor.store.errors import told

_MIGRATIONS = Path(__file__).parent / "migrations"


def connect(url: str) -> Engine:
    """Open a database and migrate it to the newest tables; a SQLite file is copied first (``….before-<revision>``).

    Raises ``StoreError``.
    """
    with told(url):
        parsed = make_url(url)
        file = Path(parsed.database) if parsed.get_backend_name() == "sqlite" and parsed.database else None
        if file:
            with contextlib.suppress(OSError):  # opening the file then says what is wrong
                file.parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(parsed)
        if parsed.get_backend_name() == "sqlite":
            event.listen(engine, "connect", _prepare)
        _migrate(engine, file)
    return engine


def insert(connection: Connection, table: Table, *, replace: bool) -> Insert:
    """An insert that leaves rows with the same key alone, or replaces them."""
    make = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    statement = make(table)
    if not replace:
        return statement.on_conflict_do_nothing()
    keys = [column.name for column in table.primary_key]
    values = {column.name: statement.excluded[column.name] for column in table.columns if column.name not in keys}
    return statement.on_conflict_do_update(index_elements=keys, set_=values)


def write(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]], *, replace: bool = True) -> None:
    """Write rows by their key, all in one statement; nothing happens for no rows."""
    if rows:
        connection.execute(insert(connection, table, replace=replace), list(rows))


def _prepare(connection: Any, _: object) -> None:
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON", "busy_timeout=10000"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _migrate(engine: Engine, file: Path | None) -> None:
    config = Config()
    config.set_main_option("script_location", str(_MIGRATIONS))
    newest = ScriptDirectory.from_config(config).get_current_head()
    with engine.begin() as connection:
        present = MigrationContext.configure(connection).get_current_revision()
        if present == newest:
            return
        if file and present and file.exists():
            _back_up(connection, file, str(newest))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _back_up(connection: Connection, file: Path, newest: str) -> None:
    copy = file.with_name(f"{file.name}.before-{newest}")
    half = copy.with_name(f"{copy.name}.half")
    source = connection.connection.driver_connection
    if source is not None and hasattr(source, "backup"):
        import sqlite3

        with sqlite3.connect(half) as target:
            source.backup(target)
        target.close()
    else:
        shutil.copyfile(file, half)
    os.replace(half, copy)  # noqa: PTH105
