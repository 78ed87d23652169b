"""SIGKILL at random moments, continued each time: the findings are those of an undisturbed run."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

import pytest

from auditor.demo.network import DemoNetwork, build
from auditor.demo.server import running
from auditor.store import Store

PORT = 28_180
SCRIPT = """
import sys
from datetime import datetime, timezone
from pathlib import Path
from auditor.audit.run import Destination, audit, open_run
from auditor.demo.network import build
from auditor.model import Settings
from auditor.store import Store

if __name__ == "__main__":
    folder, zones, port, topics = Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), tuple(sys.argv[4].split(","))
    settings = Settings(build(zones=zones, port=port).portfolio, topics=topics, source="test")
    with Store.open(f"sqlite:///{folder / 'store.sqlite'}", folder / "blobs") as store:
        run = open_run(store, settings, datetime(2026, 11, 23, 9, 0, tzinfo=timezone.utc), "2026-11")
        done = audit(store, run, Destination(folder / "reports"), watch=lambda _: None)
    print("done" if done else "stopped", flush=True)
"""


def start(folder: Path, zones: int, topics: str) -> subprocess.Popen[str]:
    script = folder / "run.py"
    script.write_text(SCRIPT, encoding="utf-8")
    command = [sys.executable, str(script), str(folder), str(zones), str(PORT), topics]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def findings(folder: Path) -> list[tuple[object, ...]]:
    with Store.open(f"sqlite:///{folder / 'store.sqlite'}", folder / "blobs") as store:
        runs = store.runs()
        assert len(runs) == 1
        judgement = store.latest_judgement(1)
        assert judgement is not None
        rows = [
            (one.site, one.check, one.cause, one.outcome, one.places, one.pages) for one in store.findings(judgement)
        ]
    return sorted(rows)


def complete(folder: Path, zones: int, topics: str) -> None:
    process = start(folder, zones, topics)
    assert process.communicate(timeout=300)[0] == "done\n"


def disturb(folder: Path, zones: int, topics: str, kills: int, longest: float) -> int:
    """Start and kill, until it is done in spite of all; returns how often it was killed."""
    chance = random.Random(115)
    for killed in range(kills):
        process = start(folder, zones, topics)
        try:
            process.communicate(timeout=chance.uniform(0.4, longest))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            time.sleep(0.1)
        else:
            return killed
    complete(folder, zones, topics)
    return kills


def held(tmp_path: Path, network: DemoNetwork, topics: str, kills: int, longest: float) -> int:
    zones = len(network.portfolio.sites) - 1
    calm, rough = tmp_path / "calm", tmp_path / "rough"
    calm.mkdir()
    rough.mkdir()
    with running(network):
        complete(calm, zones, topics)
        killed = disturb(rough, zones, topics, kills, longest)
    assert findings(rough) == findings(calm)
    assert len(findings(calm)) > 20
    return killed


def test_three_kills_without_a_browser(tmp_path: Path) -> None:
    assert held(tmp_path, build(zones=4, port=PORT), "links,metadata", kills=3, longest=2.5) >= 2


@pytest.mark.slow
@pytest.mark.browser
def test_ten_kills_of_the_whole_audit(tmp_path: Path) -> None:
    assert held(tmp_path, build(zones=12, port=PORT), "links,metadata,accessibility,convenience", 10, 8.0) == 10
