"""Upkeep: what is let go is gone and no more, and a backup that is put back is the store it was made of."""

from __future__ import annotations

import shutil
import sqlite3
import tarfile
from contextlib import closing
from pathlib import Path

import pytest
from kept_facts import HOME, SETTINGS, answered, finding, page_blob

from auditor.model import Run, RunState
from auditor.store import Store, StoreError
from auditor.store.locked_folder import locked_folder
from auditor.store.maintenance import complete_restore, last_number_used, restore_backup, write_backup


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with two judged runs that share a page."""
    folder = tmp_path / "data"
    with opened(folder) as store:
        for month in ("2026-01", "2026-02"):
            a_run(store, month)
    return folder


def opened(folder: Path) -> Store:
    return Store.open(f"sqlite:///{folder / 'auditor.sqlite'}", folder / "blobs")


def a_run(store: Store, month: str) -> Run:
    run = store.runs.create(month, f"{month}-01", SETTINGS, {}, f"{month}-01T02:00:00+08:00")
    page = store.blobs.put(page_blob(HOME))
    own = store.blobs.put(f"body of {month}".encode())
    store.queue.record(run.number, fetched=[answered(HOME, page=page, body=own)])
    judgement = store.judgements.create(run.number, ruleset="r", checks=(), made="")
    store.judgements.save_findings(judgement, [finding()])
    store.runs.set_state(run.number, RunState.REPORTED)
    return run


def blobs(folder: Path) -> set[bytes]:
    found: set[bytes] = set()
    for shard in (folder / "blobs").glob("*.sqlite"):
        with closing(sqlite3.connect(shard)) as connection:
            found |= {row[0] for row in connection.execute("SELECT name FROM blobs")}
    return found


def test_what_an_old_run_gathered_goes_and_its_findings_stay(data: Path) -> None:
    with opened(data) as store:
        store.maintenance.drop_facts([1], "2027-03-01")
        count, size = store.blobs.sweep(store.maintenance.blobs_in_use())
        assert (count, size > 0) == (1, True)
        first, second = store.runs.all()
        assert (first.pruned, second.pruned) == ("2027-03-01", "")
        assert store.facts.fetch_record(1, HOME) is None
        kept = store.facts.fetch_record(2, HOME)
        assert kept is not None
        assert store.blobs.get(kept.body) == b"body of 2026-02"
        assert store.blobs.get(kept.page) == page_blob(HOME)
        judgement = store.judgements.latest(1)
        assert judgement is not None
        assert [one.fingerprint for one in store.judgements.findings(judgement)] == [finding().fingerprint]


def test_a_backup_put_back_is_the_same_store(data: Path, tmp_path: Path) -> None:
    archive = tmp_path / "copies" / "one.tar"
    with opened(data):  # it is in use meanwhile
        assert write_backup(data, archive) == archive.stat().st_size
    assert restore_backup(archive, tmp_path / "elsewhere") is None
    assert blobs(tmp_path / "elsewhere") == blobs(data)
    assert len(blobs(data)) == 3
    with opened(tmp_path / "elsewhere") as store, opened(data) as before:
        assert store.runs.all() == before.runs.all()
        assert store.facts.fetch_record(2, HOME) == before.facts.fetch_record(2, HOME)
    assert [path.name for path in archive.parent.iterdir()] == ["one.tar"]


def test_the_old_store_is_kept_aside(data: Path, tmp_path: Path) -> None:
    archive = tmp_path / "one.tar"
    write_backup(data, archive)
    with opened(data) as store:
        a_run(store, "2026-03")
    assert restore_backup(archive, data) == tmp_path / "data.before-restore-1"
    with opened(data) as store, opened(tmp_path / "data.before-restore-1") as old:
        assert (len(store.runs.all()), len(old.runs.all())) == (2, 3)
    assert restore_backup(archive, data) == tmp_path / "data.before-restore-2"


@pytest.mark.parametrize("kind", ["no blob", "no store", "a stranger", "damaged", "damaged facts", "no archive"])
def test_a_backup_that_is_not_whole_changes_nothing(data: Path, tmp_path: Path, kind: str) -> None:
    archive, copy = tmp_path / "one.tar", tmp_path / "copy"
    shutil.copytree(data, copy)
    if kind == "no blob":
        for shard in (copy / "blobs").iterdir():
            shard.unlink()
    elif kind == "no store":
        (copy / "auditor.sqlite").unlink()
    elif kind == "a stranger":
        (copy / "evil.sh").write_text("x")
    elif kind == "damaged":
        with closing(sqlite3.connect(copy / "auditor.sqlite")) as connection:
            connection.execute("PRAGMA journal_mode=DELETE")
        body = (copy / "auditor.sqlite").read_bytes()
        (copy / "auditor.sqlite").write_bytes(body[:8192] + b"\x00" * 4096 + body[12288:])
    elif kind == "damaged facts":
        shard = max((copy / "blobs").iterdir(), key=lambda path: path.stat().st_size)
        shard.write_bytes(shard.read_bytes()[:4096] + b"\x01" * (shard.stat().st_size - 4096))
    if kind == "no archive":
        archive.write_bytes(b"not a tar")
    else:
        with tarfile.open(archive, "w") as tar:
            for path in sorted(copy.rglob("*")):
                if path.is_file() and not path.name.endswith(("-wal", "-shm")):
                    tar.add(path, path.relative_to(copy).as_posix())
    with pytest.raises(StoreError, match=r"one\.tar"):
        restore_backup(archive, data)
    with opened(data) as store:
        assert len(store.runs.all()) == 2
    assert not list(tmp_path.glob(".*"))


def test_a_store_without_its_facts_is_not_backed_up_as_if_it_could_be_restored(data: Path, tmp_path: Path) -> None:
    archive = tmp_path / "one.tar"
    shutil.rmtree(data / "blobs")
    with pytest.raises(StoreError, match=r"blobs: \d+ files are missing; restore the folder"):
        write_backup(data, archive)
    assert not archive.exists()


def test_a_database_on_a_server_is_left_to_its_own_tools(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="pg_dump"):
        write_backup(tmp_path, tmp_path / "one.tar")


def test_a_restore_cut_off_between_its_renames_is_completed(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / "one.tar"
    write_backup(data, archive)

    def cut_off(_: Path) -> bool:
        if not data.exists():
            raise KeyboardInterrupt
        return False

    with monkeypatch.context() as patch:
        patch.setattr("auditor.store.maintenance.complete_restore", cut_off)
        with pytest.raises(KeyboardInterrupt):
            restore_backup(archive, data)
    assert not data.exists()
    assert complete_restore(data)
    assert not complete_restore(data)
    with opened(data) as store:
        assert len(store.runs.all()) == 2


def test_a_restore_cut_off_before_it_changed_anything_leaves_the_store(data: Path, tmp_path: Path) -> None:
    left = tmp_path / ".data.restored"
    left.mkdir()
    (left / "auditor.sqlite").write_bytes(b"")
    assert not complete_restore(data)
    assert not left.exists()
    with opened(data) as store:
        assert len(store.runs.all()) == 2


def test_what_a_killed_restore_unpacked_is_removed_and_what_a_living_one_unpacks_is_not(
    data: Path, tmp_path: Path
) -> None:
    archive, left = tmp_path / "one.tar", tmp_path / ".data.unpacked"
    write_backup(data, archive)
    for remove in (complete_restore, lambda place: restore_backup(archive, place)):
        left.mkdir()
        (left / "half").write_bytes(b"half")
        remove(data)
        assert not left.exists()
    with locked_folder(left):
        complete_restore(data)
        assert left.is_dir()
        with pytest.raises(StoreError, match="another process works there"):
            restore_backup(archive, data)
    assert not left.exists()


def test_numbers_of_the_replaced_store_are_known_after_a_restore(data: Path, tmp_path: Path) -> None:
    archive = tmp_path / "one.tar"
    write_backup(data, archive)
    with opened(data) as store:
        a_run(store, "2026-03")
    for _ in range(2):
        restore_backup(archive, data)
        assert last_number_used(data) == 3
