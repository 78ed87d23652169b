"""Kills at any moment of the commands that write: nothing is lost, nothing said twice, nothing left behind."""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import signal
import time
from collections.abc import Sequence
from pathlib import Path

import pytest

from auditor.report.published_files import deviations
from auditor.store import Store
from tests.cli.forked_command import child_of, run_forked

PLACES = ["--data", "data", "--reports", "reports"]
COMMANDS = {
    "report": ["report", *PLACES],
    "compliance": ["compliance", "2026", "--no-pdf", "--config", "sites.yaml", *PLACES],
    "rejudge": ["rejudge", "--config", "sites.yaml", *PLACES],
    "backup": ["backup", "copies/one.tar", "--data", "data"],
    "restore": ["restore", "one.tar", "--replace", "--data", "data"],
    "prune": ["prune", "--days", "31", "--config", "sites.yaml", "--data", "data"],
    "status": ["status", "--data", "data"],
}
SEEDS = [1, 2, *(pytest.param(seed, marks=pytest.mark.slow) for seed in range(3, 11))]


def kill(words: Sequence[str], folder: Path, seconds: float) -> bool:
    """Start a command and kill it with its children after some seconds; whether it was still running."""
    child = child_of(words, folder)
    time.sleep(seconds)
    ended, _ = os.waitpid(child, os.WNOHANG)
    if ended:
        return False
    try:
        os.killpg(child, signal.SIGKILL)
    except ProcessLookupError:  # it leads no group yet
        os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    return True


def written(folder: Path) -> dict[str, str]:
    """The published files by path, with their hashes."""
    places = [path for name in ("reports", "copies") for path in (folder / name).rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in places}


def left_behind(folder: Path) -> list[str]:
    """Files and folders of writers that have ended."""
    names = ("reports", "copies", "data", ".")
    return [str(path) for name in names for path in (folder / name).glob(".*") if path.name != ".hypothesis"]


def facts(folder: Path) -> tuple[object, ...]:
    """What the store holds of its run: state and end, and the findings of the latest judgement."""
    with Store.open(f"sqlite:///{folder / 'data' / 'auditor.sqlite'}", folder / "data" / "blobs") as store:
        run = store.runs.all()[-1]
        latest = store.judgements.latest(run.number)
        assert latest
        found = [(each.check, each.site, each.life, len(each.spots)) for each in store.judgements.findings(latest)]
        return run.number, run.state, run.ended, sorted(map(str, found))


def duration(name: str, audited: Path, copy: Path) -> float:
    """How long a command takes, in seconds."""
    shutil.copytree(audited, copy)
    run_forked(["backup", "one.tar", "--data", "data"], copy)
    return left_to_itself(name, copy)


def left_to_itself(name: str, folder: Path) -> float:
    """Run a command undisturbed; its duration in seconds."""
    ended = run_forked(COMMANDS[name], folder)
    assert ended.code == 0, ended
    return ended.seconds


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", sorted(COMMANDS.keys() - {"status"}))
def test_a_killed_command_is_completed_by_the_same_command(
    name: str, seed: int, folder: Path, audited: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    if name == "restore":
        assert run_forked(["backup", "one.tar", "--data", "data"], folder).code == 0
    before = facts(folder)
    draw, seconds = random.Random(f"{name}-{seed}"), duration(name, audited, tmp_path_factory.mktemp("timed") / "copy")
    for _ in range(3):
        kill(COMMANDS[name], folder, draw.uniform(0, seconds))
        seen = run_forked(COMMANDS["status"], folder)
        assert (seen.code, seen.error.count("Traceback")) == (0, 0), seen
        assert facts(folder)[1:] == before[1:]
    left_to_itself(name, folder)
    assert facts(folder)[1:] == before[1:]
    assert left_behind(folder) == []
    reports = [path.parent for path in folder.glob("reports/**/manifest.json")]
    assert [deviation for report in reports for deviation in deviations(report)] == []
    if name == "rejudge":
        numbers = [int(path.name.rpartition("-")[2]) for path in folder.glob("reports/2026-11-judgement-*")]
        assert len(numbers) == len(set(numbers)) > 0
    else:
        undisturbed = tmp_path_factory.mktemp("undisturbed") / "copy"
        shutil.copytree(audited, undisturbed)
        if name == "restore":
            assert run_forked(["backup", "one.tar", "--data", "data"], undisturbed).code == 0
        left_to_itself(name, undisturbed)
        if name != "backup":  # whose files bear times
            assert written(folder) == written(undisturbed)


def test_what_a_killed_report_leaves_is_seen_by_this_test(folder: Path) -> None:
    (folder / "reports" / ".2026-11-abcdefgh").mkdir()
    assert len(left_behind(folder)) == 1


def recheck_and_run() -> dict[str, list[str]]:
    """Commands that request pages: one that leaves the run as it is, and one that makes another run."""
    places = ["--config", "sites.yaml", "--data", "data"]
    return {
        "recheck": ["recheck", "{target}", *places],
        "run": ["run", "--once", "--checks", "links", "--period", "2026-12", *places, "--reports", "reports"],
    }


def what_was_found(folder: Path) -> tuple[object, ...]:
    """Findings of the latest judgement without what a moment decides, and how often each address was stored."""
    with Store.open(f"sqlite:///{folder / 'data' / 'auditor.sqlite'}", folder / "data" / "blobs") as store:
        run = store.runs.all()[-1]
        latest = store.judgements.latest(run.number)
        assert latest
        found = sorted(
            (each.check, each.site, each.life, each.cause, len(each.spots))
            for each in store.judgements.findings(latest)
        )
        return run.period, run.state, len(store.runs.all()), store.queue.counts(run.number), found


@pytest.mark.parametrize("seed", SEEDS)
@pytest.mark.parametrize("name", ["recheck", "run"])
def test_a_killed_command_that_requests_pages_is_completed_by_the_same_command(
    name: str, seed: int, folder: Path, audited: Path, origin: str, tmp_path_factory: pytest.TempPathFactory
) -> None:
    words = [word.format(target=f"{origin}/gone") for word in recheck_and_run()[name]]
    undisturbed = tmp_path_factory.mktemp("undisturbed") / "copy"
    shutil.copytree(audited, undisturbed)
    once = run_forked(words, undisturbed)
    assert once.code == {"recheck": 1, "run": 0}[name], once  # the dead link is there; no fault of the run is new
    draw = random.Random(f"{name}-{seed}")
    assert sum(kill(words, folder, draw.uniform(0, once.seconds) / (1 + number)) for number in range(4))
    seen = run_forked(COMMANDS["status"], folder)
    assert (seen.code, seen.error.count("Traceback")) == (0, 0), seen
    assert run_forked(words, folder).code == once.code
    assert what_was_found(folder) == what_was_found(undisturbed)
    assert left_behind(folder) == []
    assert [fault for place in folder.glob("reports/**/manifest.json") for fault in deviations(place.parent)] == []
