"""Blobs: written once, whole or not at all, and reported when damaged."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.blobs.compression import pack
from auditor.store import StoreError
from auditor.store.content_store import Blobs


def rows(folder: Path) -> list[tuple[str, str, bytes]]:
    """Shard, name and packed bytes of every blob."""
    found = []
    for shard in sorted(folder.glob("?.sqlite")):
        with closing(sqlite3.connect(shard)) as connection:
            found += [(shard.stem, name.hex(), data) for name, data in connection.execute("SELECT * FROM blobs")]
    return found


def changed(folder: Path, data: bytes) -> None:
    """Put other bytes in the place of every blob."""
    for shard in folder.glob("?.sqlite"):
        with closing(sqlite3.connect(shard, isolation_level=None)) as connection:
            connection.execute("UPDATE blobs SET data = ?", [data])


@pytest.fixture(scope="module")
def blobs(tmp_path_factory: pytest.TempPathFactory) -> Blobs:
    return Blobs(tmp_path_factory.mktemp("blobs"))


@given(data=st.binary(max_size=2_000))
@settings(max_examples=50, deadline=None)
def test_whatever_is_put_comes_back(blobs: Blobs, data: bytes) -> None:
    assert blobs.get(blobs.put(data)) == data


def test_the_same_content_is_written_once_in_one_of_sixteen_shards(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(b"page " * 100)
    assert blobs.put(b"page " * 100) == name
    ((shard, kept, data),) = rows(tmp_path)
    assert (shard, kept) == (name[0], name)
    assert len(data) < 100
    assert len(list(tmp_path.glob("*.sqlite"))) == 16


@pytest.mark.parametrize("deeper", [False, True])
def test_a_blob_of_an_early_store_is_found_where_it_was_kept(tmp_path: Path, deeper: bool) -> None:
    packed = pack(b"page")
    folder = tmp_path / packed.name[:2] / (packed.name[2:4] if deeper else "")
    folder.mkdir(parents=True)
    (folder / packed.name).write_bytes(packed.data)
    blobs = Blobs(tmp_path)
    assert blobs.has(packed.name)
    assert blobs.get(packed.name) == b"page"
    assert blobs.sweep({packed.name}) == (0, 0)
    assert blobs.sweep(set()) == (1, len(packed.data))
    assert not blobs.has(packed.name)


def test_what_is_swept_gives_its_room_back(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    bodies = [os.urandom(3_000) for _ in range(400)]
    kept, *gone = [blobs.put(body) for body in bodies]
    assert blobs.sweep({kept})[0] == 399
    assert blobs.get(kept) == bodies[0]
    assert not any(blobs.has(name) for name in gone)
    blobs.close()
    assert sum(shard.stat().st_size for shard in tmp_path.glob("*.sqlite")) < 300_000


@pytest.mark.parametrize("damage", ["missing", "cut", "changed", "foreign"])
def test_a_damaged_blob_is_reported_with_its_file(tmp_path: Path, damage: str) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(os.urandom(400))
    ((_, _, data),) = rows(tmp_path)
    if damage == "missing":
        blobs.sweep(set())
    else:
        other = data[:200] + bytes([data[200] ^ 1]) + data[201:]
        changed(tmp_path, {"cut": data[:100], "changed": other, "foreign": b"GIF89a"}[damage])
    with pytest.raises(StoreError, match=f"{name}: missing or damaged .* restore the folder from a backup"):
        blobs.get(name)


def test_a_damaged_shard_is_reported_with_its_file(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    name = blobs.put(b"page")
    blobs.close()
    assert blobs.damage() == ""
    blobs.close()
    shard = tmp_path / f"{name[0]}.sqlite"
    shard.write_bytes(b"%PDF-1.7 " * 800)
    with pytest.raises(StoreError, match=rf"{name[0]}\.sqlite: .*not a database.* restore it from a backup"):
        blobs.get(name)


def test_a_full_disk_leaves_no_half_blob(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, hard))
    try:
        with pytest.raises(StoreError, match="free some space"):
            blobs.put(os.urandom(50_000))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert rows(tmp_path) == []
    assert blobs.get(blobs.put(b"page")) == b"page"


def test_processes_write_the_same_blobs_at_the_same_time(tmp_path: Path) -> None:
    with ProcessPoolExecutor(4, mp_context=get_context("spawn")) as pool:
        names = list(pool.map(_all_put, [tmp_path] * 4))
    assert names[0] == names[1] == names[2] == names[3]
    assert sorted(name for _, name, _ in rows(tmp_path)) == sorted(names[0])


def test_a_shard_whose_table_is_missing_gets_it(tmp_path: Path) -> None:
    """A process that was killed, or has got no further yet, leaves a file without a table."""
    for shard in "0123456789abcdef":
        (tmp_path / f"{shard}.sqlite").touch()
    reader, writer = Blobs(tmp_path), Blobs(tmp_path)
    assert not reader.has(pack(b"page").name)
    assert reader.get(writer.put(b"page")) == b"page"


def test_a_shard_that_another_process_is_creating_is_waited_for(tmp_path: Path) -> None:
    name = pack(b"page").name
    with closing(sqlite3.connect(tmp_path / f"{name[0]}.sqlite", isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")  # the file exists, its table is not committed
        other.execute("CREATE TABLE blobs (name BLOB PRIMARY KEY, data BLOB NOT NULL)")
        blobs = Blobs(tmp_path)
        with ThreadPoolExecutor(1) as pool:
            writing = pool.submit(blobs.put, b"page")
            with pytest.raises(TimeoutError):
                writing.result(timeout=0.2)
            other.execute("COMMIT")
            assert writing.result(timeout=30) == name
    assert blobs.get(name) == b"page"


def test_what_workers_left_in_logs_is_folded_in(tmp_path: Path) -> None:
    blobs = Blobs(tmp_path)
    command = "from auditor.store.content_store import Blobs; from pathlib import Path; import os, sys"
    command += "; blobs = Blobs(Path(sys.argv[1])); [blobs.put(b'%d' % n) for n in range(99)]; os._exit(0)"
    subprocess.run([sys.executable, "-c", command, tmp_path], check=True)
    assert list(tmp_path.glob("*-wal"))
    blobs.close()
    assert not list(tmp_path.glob("*-wal"))
    assert len(rows(tmp_path)) == 99


def _all_put(folder: Path) -> list[str]:
    blobs = Blobs(folder)
    return [blobs.put(b"page %d" % number) for number in range(200)]


def test_a_place_that_is_no_folder_is_reported(tmp_path: Path) -> None:
    (tmp_path / "blobs").write_text("a file")
    with pytest.raises(StoreError, match="mend the rights"):
        Blobs(tmp_path / "blobs")
