"""A disk that fills or may not be written, a clock that is put back: reported, nothing half-written, then continued."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from auditor.store import Store

PORT = 28_480
COMMAND = (*(sys.executable, "-m", "auditor", "demo", "--zones=1", f"--port={PORT}", "--checks=links,metadata"),)

pytestmark = pytest.mark.slow


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of its own with 2 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", place]
    if subprocess.run(mount, check=False, capture_output=True).returncode:
        pytest.skip("no disk can be mounted here")
    yield place
    subprocess.run(["umount", "-l", place], check=True)


def mounted(disk: Path, how: str) -> None:
    subprocess.run(["mount", "-o", f"remount,{how}", disk], check=True)


def audited(data: Path, reports: Path) -> tuple[int, str]:
    command = [*COMMAND, f"--data={data}", f"--reports={reports}"]
    process = subprocess.run(command, check=False, capture_output=True, text=True)
    return process.returncode, " ".join((process.stdout + process.stderr).split())


def findings(data: Path) -> list[tuple[object, ...]]:
    with Store.open(f"sqlite:///{data / 'auditor.sqlite'}", data / "blobs") as store:
        judgement = store.judgements.latest(1)
        assert judgement is not None
        assert len(store.runs.all()) == 1
        return sorted((one.site, one.check, one.cause, one.places) for one in store.judgements.findings(judgement))


def test_a_disk_that_fills_during_the_crawl(disk: Path, tmp_path: Path) -> None:
    calm = tmp_path / "calm"
    assert audited(calm, tmp_path / "calm-reports")[0] == 1
    (disk / "ballast").write_bytes(b"x" * 1_400_000)
    code, printed = audited(disk, tmp_path / "reports")
    assert (code, "free some space" in printed, "Traceback" in printed) == (3, True, False), printed
    assert "Nothing is lost" in printed
    assert not list((tmp_path / "reports").glob("*/index.html"))
    mounted(disk, "size=300m")
    assert audited(disk, tmp_path / "reports")[0] == 1
    assert findings(disk) == findings(calm)


def test_a_disk_that_fills_while_reporting(disk: Path, tmp_path: Path) -> None:
    (disk / "ballast").write_bytes(b"x" * 1_900_000)
    code, printed = audited(tmp_path / "data", disk / "reports")
    assert (code, "free some space" in printed, "Traceback" in printed) == (3, True, False), printed
    assert not list((disk / "reports").glob("*/index.html"))
    (disk / "ballast").unlink()
    mounted(disk, "size=300m")
    assert audited(tmp_path / "data", disk / "reports")[0] == 1
    assert len(list((disk / "reports").glob("*/index.html"))) == 1
    assert [one.name for one in (disk / "reports").iterdir() if one.name.startswith(".")] == []


def test_folders_that_may_not_be_written(disk: Path, tmp_path: Path) -> None:
    mounted(disk, "ro")
    for data, reports in ((disk / "data", tmp_path / "reports"), (tmp_path / "data", disk / "reports")):
        code, printed = audited(data, reports)
        assert (code, "mend the rights" in printed, "Traceback" in printed) == (3, True, False), printed
    mounted(disk, "rw")
    assert audited(tmp_path / "data", disk / "reports")[0] == 1


def test_a_clock_that_was_put_back_stops_nobody(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'store.sqlite'}", tmp_path / "blobs") as store:
        tomorrow = 1_000_000.0 + 86_400
        assert store.leases.claim("host", "run-1", tomorrow, 60.0)
        assert store.leases.claim("host", "run-2", tomorrow + 59, 60.0) is None
        assert store.leases.claim("host", "run-2", tomorrow - 86_400, 60.0)
