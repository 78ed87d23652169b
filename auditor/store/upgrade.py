"""Migrates the tables of a store to this version (Alembic); a SQLite file is copied first."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from auditor.store.errors import StoreError

_STEPS = Path(__file__).parent / "migrations"


def newest_tables(connection: Connection, where: str) -> bool:
    """Return whether the tables are those of this version. Raises ``StoreError`` where a newer version made them."""
    steps = ScriptDirectory.from_config(_config())
    present = MigrationContext.configure(connection).get_current_revision()
    if present and present not in {step.revision for step in steps.walk_revisions()}:
        raise StoreError(f"{where}: a newer version of the auditor made this store; update the auditor, then try again")
    return present == steps.get_current_head()


def upgrade(connection: Connection, file: Path | None, where: str) -> None:
    """Run the missing migrations inside the caller's transaction: all of them or none.

    ``file`` is copied to ``….before-<revision>`` first, unless it is a new one. Raises ``StoreError``, ``OSError``.
    """
    if newest_tables(connection, where):  # another process did it while this one waited
        return
    config = _config()
    if file and MigrationContext.configure(connection).get_current_revision():
        _copy(file, file.with_name(f"{file.name}.before-{ScriptDirectory.from_config(config).get_current_head()}"))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(_STEPS).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _copy(file: Path, copy: Path) -> None:
    # on a connection of its own: one that is about to write cannot be copied from
    half = copy.with_name(f"{copy.name}.half")
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(half)) as target:
        source.backup(target)
    half.replace(copy)
