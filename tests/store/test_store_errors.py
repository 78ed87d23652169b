"""What goes wrong says what, where and what to do, and never shows a password."""

from __future__ import annotations

import sqlite3
import time
from contextlib import closing
from pathlib import Path

import pytest
from kept_facts import HOME, SETTINGS, ask

from auditor.store import Store, StoreError


def opened(url: str, folder: Path) -> None:
    Store.open(url, folder / "blobs").close()


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    (tmp_path / "store.sqlite").write_bytes(b"%PDF-1.7 " * 200)
    with pytest.raises(StoreError, match=r"store\.sqlite.*not a database.*restore it from a backup"):
        opened(f"sqlite:///{tmp_path}/store.sqlite", tmp_path)


def test_a_place_where_no_file_can_be(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(StoreError, match=r"file/store\.sqlite.*(mend|rights)"):
        opened(f"sqlite:///{tmp_path}/file/store.sqlite", tmp_path)


def test_a_read_only_database(file_store: Store, tmp_path: Path) -> None:
    with Store.open(f"sqlite:///file:{tmp_path}/store.sqlite?mode=ro&uri=true", tmp_path / "blobs") as store:
        assert store.runs.all() == []
        with pytest.raises(StoreError, match="read-only; mend the rights of its file and folder"):
            store.runs.create("2026-11", "2026-11-01", SETTINGS, {}, "")


def test_a_full_disk_keeps_what_was_there(file_store: Store) -> None:
    run = file_store.runs.create("2026-11", "2026-11-01", SETTINGS, {}, "").number
    file_store.queue.plan(run, [ask(HOME)])
    with file_store._database.reading("test") as connection:
        pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
        connection.exec_driver_sql(f"PRAGMA max_page_count = {pages + 2}")
    with pytest.raises(StoreError, match=r"store\.sqlite: record: .*full; free some space, then start the same"):
        file_store.queue.record(run, found=[ask(f"{HOME}?id={number}") for number in range(5_000)])
    assert [one.url for one in file_store.queue.pending(run)] == [HOME]


def test_a_database_that_another_program_holds(file_store: Store, tmp_path: Path) -> None:
    with file_store._database.reading("test") as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout = 50")
    with closing(sqlite3.connect(tmp_path / "store.sqlite")) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match="another program holds the database"):
            file_store.runs.create("2026-11", "2026-11-01", SETTINGS, {}, "")
        assert file_store.runs.all() == []
        other.rollback()
    assert file_store.runs.create("2026-11", "2026-11-01", SETTINGS, {}, "").number == 1


def test_a_short_wait_for_another_writer_is_no_error(file_store: Store, tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "store.sqlite", isolation_level=None)) as other:
        other.execute("PRAGMA busy_timeout = 10000")
        for _ in range(20):
            other.execute("INSERT INTO leases VALUES ('x', 'y', 0, 0) ON CONFLICT DO NOTHING")
            file_store.runs.create("2026-11", "2026-11-01", SETTINGS, {}, "")
    assert len(file_store.runs.all()) == 20


def test_a_server_that_does_not_answer(tmp_path: Path) -> None:
    began = time.monotonic()
    with pytest.raises(StoreError, match="start it or mend the URL") as caught:
        opened("postgresql://auditor:geheim@127.0.0.1:1/audit?connect_timeout=3", tmp_path)
    assert "geheim" not in str(caught.value)
    assert "127.0.0.1:1/audit" in str(caught.value)
    assert time.monotonic() - began < 30


@pytest.mark.parametrize("url", ["mysql://auditor:geheim@db/audit", "no url at all: geheim", "sqlite", ""])
def test_a_url_that_is_none(url: str, tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="URL of the store") as caught:
        opened(url, tmp_path)
    assert "geheim" not in str(caught.value)


def test_the_folder_of_the_database_is_made(tmp_path: Path) -> None:
    opened(f"sqlite:///{tmp_path}/new/folder/store.sqlite", tmp_path)
    assert [path.name for path in (tmp_path / "new" / "folder").iterdir()] == ["store.sqlite"]
