"""A process that is killed while it records leaves a store in which everything fits together."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from kept_facts import HOME, SETTINGS, answered

from auditor.model import FetchRecord
from auditor.store import Store

HERE = Path(__file__).parent
_CHILD = """
import sys
sys.path.insert(0, sys.argv[1])
from pathlib import Path
from kept_facts import HOME, answered, ask, page_blob
from auditor.store import Store
folder = Path(sys.argv[2])
with Store.open(f"sqlite:///{folder}/store.sqlite", folder / "blobs") as store:
    for batch in range(int(sys.argv[3]), 100_000):
        urls = [f"{HOME}?id={batch}-{number}" for number in range(40)]
        found = [ask(f"{HOME}?id={batch + 1}-{number}") for number in range(40)]
        fetched = [answered(url, page=store.blobs.put(page_blob(url))) for url in urls]
        store.queue.record(1, fetched=fetched, found=found)
        print(batch, flush=True)
"""


def recorded_before_the_kill(folder: Path, start: int, seconds: float) -> int:
    """Let a child record until it is killed in the middle; returns the last batch that it said was done."""
    command = [sys.executable, "-c", _CHILD, str(HERE), str(folder), str(start)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
        assert child.stdout is not None
        said = [child.stdout.readline()]
        time.sleep(seconds)
        child.send_signal(signal.SIGKILL)
        said += child.stdout.readlines()
    assert child.returncode == -signal.SIGKILL
    return int([line for line in said if line.endswith("\n")][-1])


def batch_of(one: FetchRecord) -> int:
    return int(one.url.partition("id=")[2].partition("-")[0])


@pytest.mark.parametrize("seconds", [0.0, 0.05, 0.21])
def test_a_killed_run_goes_on_where_it_was(tmp_path: Path, seconds: float) -> None:
    url = f"sqlite:///{tmp_path}/store.sqlite"
    with Store.open(url, tmp_path / "blobs") as store:
        store.runs.create("2026-11", "2026-11-01", SETTINGS, {}, "")
    last = recorded_before_the_kill(tmp_path, 0, seconds)
    with Store.open(url, tmp_path / "blobs") as store:
        batches = [batch_of(one) for one in store.facts.fetch_records(1)]
        whole = max(batches) + 1
        assert whole >= last + 1
        assert len(batches) == 40 * whole
        assert {batch_of(answered(one.url)) for one in store.queue.pending(1)} == {whole}
        assert all(store.facts.page_facts(one, None).page for one in store.facts.fetch_records(1))
        store.queue.record(1, fetched=[answered(one.url) for one in store.queue.pending(1)])
        assert store.queue.pending(1) == []
        assert store.facts.fetch_record(1, f"{HOME}?id={whole}-39") is not None
