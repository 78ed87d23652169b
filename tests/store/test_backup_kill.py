"""A backup that is killed leaves no half file and no copy of a database, and does no damage to the one before."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from auditor.store import Store
from auditor.store.maintenance import restore_backup, write_backup
from auditor.store.whole_file import whole_file

_BACKUP = """
import sys
from pathlib import Path
from auditor.store.maintenance import write_backup
print("begun", flush=True)
write_backup(Path(sys.argv[1]), Path(sys.argv[2]))
"""


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A store of 40 MB."""
    folder = tmp_path / "data"
    with Store.open(f"sqlite:///{folder / 'auditor.sqlite'}", folder / "blobs") as store:
        store.blobs.put(b"one")
    with closing(sqlite3.connect(folder / "auditor.sqlite")) as database, database:
        database.execute("CREATE TABLE filling (bytes BLOB)")
        database.executemany("INSERT INTO filling VALUES (?)", ((os.urandom(1_000_000),) for _ in range(40)))
    return folder


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
@pytest.mark.parametrize("seconds", [0.0, 0.02, 0.05, 0.1])
def test_a_killed_backup_leaves_no_data_behind(data: Path, tmp_path: Path, number: int, seconds: float) -> None:
    archive = tmp_path / "backups" / "one.tar"
    with subprocess.Popen([sys.executable, "-c", _BACKUP, data, archive], stdout=subprocess.PIPE) as process:
        assert process.stdout
        process.stdout.readline()
        time.sleep(seconds)
        process.send_signal(number)
    left = [file for file in archive.parent.iterdir() if file != archive] if archive.parent.exists() else []
    # a file that SQLite opens has its name for an instant: killed there, an empty file stays until the next backup
    assert [file.stat().st_size for file in left] in ([], [0])
    write_backup(data, archive)
    assert list(archive.parent.iterdir()) == [archive]


def test_an_earlier_backup_outlives_a_failure_and_is_replaced_whole(data: Path, tmp_path: Path) -> None:
    archive = tmp_path / "one.tar"
    archive.write_bytes(b"earlier")
    with pytest.raises(TypeError), whole_file(archive) as stream:
        stream.write("no bytes")  # type: ignore[arg-type]
    assert archive.read_bytes() == b"earlier"
    write_backup(data, archive)
    assert archive.stat().st_mode & 0o077 == 0
    assert [file.name for file in tmp_path.iterdir() if file.name != "data"] == ["one.tar"]
    restore_backup(archive, tmp_path / "restored")


def test_where_files_need_names_the_next_backup_removes_a_half_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "O_TMPFILE", os.O_DIRECTORY | os.O_EXCL)  # refused, as by such a file system
    archive, half = tmp_path / "one.tar", tmp_path / ".one.tar.half"
    half.write_bytes(b"killed")
    with whole_file(archive) as stream:
        stream.write(b"whole")
    assert archive.read_bytes() == b"whole"
    assert not half.exists()
