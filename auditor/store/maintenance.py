"""Maintenance of a store: deletes the facts of old runs, writes backups and restores them."""

from __future__ import annotations

import shutil
import sqlite3
import tarfile
from collections.abc import Iterator, Sequence
from contextlib import closing, suppress
from pathlib import Path

import msgspec
from sqlalchemy import delete, select

from auditor.blobs.sqlite_files import ENDING
from auditor.model import Run
from auditor.store import schema
from auditor.store.content_store import Blobs
from auditor.store.database import StoreDatabase, write
from auditor.store.errors import StoreError
from auditor.store.locked_folder import locked_folder, remove_unlocked
from auditor.store.whole_file import whole_file

DATABASE, BLOBS = "auditor.sqlite", "blobs"
"""The names of database file and blob folder in a data folder."""

_USED = "last-run-number"
"""The file of a restored data folder that holds the greatest number of a run in the store that it replaced."""

_GATHERED = (schema.asks, schema.fetched, schema.visited, schema.page_tallies)


class Maintenance:
    """Deletes facts of old runs. Findings, tallies of sites and coverage stay for good."""

    def __init__(self, database: StoreDatabase) -> None:
        self._database = database

    def drop_facts(self, runs: Sequence[int], day: str) -> None:
        """Delete what these runs gathered, in one transaction; they can be reported but not judged again."""
        with self._database.writing("deleting old facts") as connection:
            for table in _GATHERED:
                connection.execute(delete(table).where(table.c.run.in_(runs)))
            rows = connection.execute(select(schema.runs).where(schema.runs.c.number.in_(runs))).mappings().all()
            for row in rows:
                run = msgspec.structs.replace(msgspec.msgpack.decode(row["facts"], type=Run), pruned=day)
                write(connection, schema.runs, [dict(row) | {"facts": msgspec.msgpack.encode(run)}])

    def blobs_in_use(self) -> set[str]:
        """Return the names of all blobs that a run still needs."""
        columns = (schema.fetched.c.page, schema.fetched.c.body, schema.visited.c.rendered)
        queries = (select(column.label("name")).where(column != "").distinct() for column in columns)
        return {row["name"] for query in queries for row in self._database.stream(query)}


def write_backup(data: Path, archive: Path) -> int:
    """Copy a data folder into one tar file, also while it is in use; returns its size in bytes.

    Every transaction that a run commits meanwhile is in the copy whole or not at all. Raises ``StoreError``, also where
    facts are missing in the folder: such a copy could not be restored.
    """
    database = data / DATABASE
    if not database.is_file():
        raise StoreError(f"{database}: no store here; for a database server use its own tools, such as pg_dump")
    copy = archive.with_name(f".{archive.name}.copy")
    try:
        with closing(sqlite3.connect(database)) as connection, closing(Blobs(data / BLOBS)) as blobs:
            lost = _missing(connection, blobs)
        if lost:
            raise StoreError(
                f"{data / BLOBS}: {len(lost)} files are missing; restore the folder from an earlier backup"
            )
        archive.parent.mkdir(parents=True, exist_ok=True)
        with whole_file(archive) as written, tarfile.open(fileobj=written, mode="w") as tar:
            # facts are written before the rows that name them: whatever the copied rows name is there by then
            for file in (database, *sorted((data / BLOBS).rglob("*"))):
                if file.suffix == ENDING:
                    _add_database(tar, file, file.relative_to(data).as_posix(), copy)
                elif file.is_file() and not file.suffix:  # a blob of a first store; SQLite's own files have a suffix
                    tar.add(file, file.relative_to(data).as_posix())
    except (OSError, sqlite3.Error, tarfile.TarError) as error:
        raise StoreError(f"{archive}: the backup was not made ({error}); nothing was changed") from error
    return archive.stat().st_size


def _add_database(tar: tarfile.TarFile, file: Path, name: str, copy: Path) -> None:
    """Add a copy of a database to an archive, made in a file at ``copy`` whose name is gone as soon as it is open."""
    copy.unlink(missing_ok=True)
    with closing(sqlite3.connect(file)) as source, closing(sqlite3.connect(copy)) as target, copy.open("rb") as copied:
        copy.unlink()
        target.execute("PRAGMA journal_mode=OFF")  # no second file is made beside it
        source.backup(target)
        member = tar.gettarinfo(arcname=name, fileobj=copied)
        member.mtime = file.stat().st_mtime
        tar.addfile(member, copied)


def restore_backup(archive: Path, data: Path) -> Path | None:
    """Replace a data folder by a backup after verifying it; returns the new path of the old folder, None without one.

    Numbers of runs that either store has used are not used again. Cut off at any moment, the next ``complete_restore``
    leaves the old store or the new one in place. Raises ``StoreError``; the old folder is then unchanged.
    """
    ready = _ready(data)
    try:
        data.parent.mkdir(parents=True, exist_ok=True)
        complete_restore(data)
        with locked_folder(_unpacked(data)) as folder:
            fresh = folder / "data"
            with tarfile.open(archive) as tar:
                tar.extractall(fresh, members=_members(tar, archive), filter="data")
            _verify(fresh, archive)
            (fresh / _USED).write_text(str(last_number_used(data)), encoding="utf-8")
            fresh.rename(ready)  # only a verified store has this name
            old = _move_aside(data)
            complete_restore(data)
    except (OSError, sqlite3.Error, tarfile.TarError) as error:
        raise StoreError(f"{archive}: not restored ({error}); the store is as it was") from error
    return old


def complete_restore(data: Path) -> bool:
    """Put a restored store into place that a kill left beside it; returns whether there was one.

    A restored store beside one that is in place is a restore that was cut off before it changed anything: it goes, as
    does what a killed restore had unpacked.
    """
    remove_unlocked(_unpacked(data))
    ready = _ready(data)
    if not ready.exists():
        return False
    if data.exists() and any(data.iterdir()):
        shutil.rmtree(ready, ignore_errors=True)
        return False
    with suppress(FileNotFoundError):  # another process has just done it
        ready.rename(data)
    return True


def last_number_used(data: Path) -> int:
    """Return the greatest number of a run in a data folder, or in a store that a restore replaced there; 0 for none."""
    used, database = data / _USED, data / DATABASE
    number = int(used.read_text(encoding="utf-8")) if used.is_file() else 0
    if database.is_file():
        with closing(sqlite3.connect(database)) as connection, suppress(sqlite3.Error):  # a damaged one is replaced
            number = max(number, connection.execute("SELECT max(number) FROM runs").fetchone()[0] or 0)
    return number


def _ready(data: Path) -> Path:
    return data.with_name(f".{data.name}.restored")


def _unpacked(data: Path) -> Path:
    return data.with_name(f".{data.name}.unpacked")


def _members(tar: tarfile.TarFile, archive: Path) -> Iterator[tarfile.TarInfo]:
    for member in tar:
        if not member.isfile() or not (member.name == DATABASE or member.name.startswith(f"{BLOBS}/")):
            raise StoreError(f"{archive}: {member.name} does not belong in a backup; take one of `auditor backup`")
        yield member


def _verify(fresh: Path, archive: Path) -> None:
    database = fresh / DATABASE
    if not database.is_file():
        raise StoreError(f"{archive}: holds no store; take a file that `auditor backup` made")
    with closing(sqlite3.connect(database)) as connection:
        answer = connection.execute("PRAGMA integrity_check").fetchone()[0]
        if answer != "ok":
            raise StoreError(f"{archive}: the database in it is damaged ({answer}); take an earlier backup")
        with closing(Blobs(fresh / BLOBS)) as blobs:
            answer = blobs.damage()
            missing = [] if answer else _missing(connection, blobs)
    if answer:
        raise StoreError(f"{archive}: the facts in it are damaged ({answer}); take an earlier backup")
    if missing:
        raise StoreError(f"{archive}: {len(missing)} files are missing in it; take an earlier backup")


def _missing(connection: sqlite3.Connection, blobs: Blobs) -> list[str]:
    """The names of pages and bodies that a database has and its folder of blobs has not."""
    names = {row[0] for column in ("page", "body") for row in connection.execute(f"SELECT {column} FROM fetched")}  # noqa: S608
    return [name for name in names if name and not blobs.has(name)]


def _move_aside(data: Path) -> Path | None:
    if not data.exists():
        return None
    number = 1
    while (old := data.with_name(f"{data.name}.before-restore-{number}")).exists():
        number += 1
    data.rename(old)
    return old
