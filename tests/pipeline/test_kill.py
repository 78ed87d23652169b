"""Kills at random moments, continued each time: the findings are those of an undisturbed run."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from machines import below
from separate_runs import Apart

from auditor.demo.network import DemoNetwork, build
from auditor.demo.server import running

PORT = 28_180
SEED = 115
ALL = "links,metadata,accessibility,convenience"


def disturb(audit: Apart, kills: int, longest: float) -> int:
    """Start and kill, until it is done in spite of all; returns how often it was killed."""
    chance = random.Random(SEED)
    for killed in range(kills):
        process = audit.start()
        try:
            process.communicate(timeout=chance.uniform(0.4, longest))
        except subprocess.TimeoutExpired:
            process.kill()
            process.communicate()
            time.sleep(0.1)
        else:
            return killed
    audit.complete()
    return kills


VICTIMS: dict[str, Callable[[str], bool]] = {
    "main process": lambda line: False,
    "worker": lambda line: "spawn_main" in line,
    "browser": lambda line: "--type=" not in line and "--user-data-dir" in line,
    "renderer": lambda line: "--type=renderer" in line,
    "driver": lambda line: "chromedriver" in line and "leash" not in line,
}


def strike(process: subprocess.Popen[str], victim: str, chance: random.Random) -> bool:
    """Kill one process of a running audit; False when there is none of this kind at the moment."""
    found = sorted(pid for pid, line in below(process.pid) if VICTIMS[victim](line))
    target = process.pid if victim == "main process" else chance.choice(found) if found else 0
    if not target or process.poll() is not None:
        return False
    with contextlib.suppress(ProcessLookupError):
        os.kill(target, signal.SIGKILL)
    return True


def chaos(audit: Apart, deck: list[str], longest: float, chance: random.Random) -> list[str]:
    """Kill what the cards of ``deck`` name, at random moments, while the audit works; the cards left at its end."""
    left = list(deck)
    process = audit.start()
    while left:
        time.sleep(chance.uniform(0.3, longest))
        card = chance.randrange(len(left))
        victim = left[card]
        if strike(process, victim, chance):
            del left[card]
        if process.poll() is not None or victim == "main process":
            printed = process.communicate()[0]
            assert process.returncode in {0, -signal.SIGKILL}, printed
            if printed == "done\n":
                return left
            process = audit.start()
    assert process.communicate(timeout=400)[0] == "done\n"
    return left


def held(tmp_path: Path, network: DemoNetwork, topics: str, kills: int, longest: float) -> int:
    zones = len(network.portfolio.sites) - 1
    calm, rough = (Apart(str(tmp_path / name), zones, PORT, topics) for name in ("calm", "rough"))
    with running(network):
        calm.complete()
        killed = disturb(rough, kills, longest)
    assert rough.findings() == calm.findings()
    assert len(calm.findings()) > 20
    return killed


def test_three_kills_without_a_browser(tmp_path: Path) -> None:
    assert held(tmp_path, build(zones=4, port=PORT), "links,metadata", kills=3, longest=2.5) >= 2


@pytest.mark.slow
@pytest.mark.browser
def test_ten_kills_of_the_whole_audit(tmp_path: Path) -> None:
    assert held(tmp_path, build(zones=12, port=PORT), ALL, 10, 8.0) == 10


@pytest.mark.slow
@pytest.mark.browser
def test_fifty_kills_of_any_process(tmp_path: Path) -> None:
    """Ten of each kind, in as many audits as it takes; each audit finds what the undisturbed one found."""
    calm = Apart(str(tmp_path / "calm"), 8, PORT, ALL)
    chance, deck = random.Random(SEED), [victim for victim in VICTIMS for _ in range(10)]
    with running(build(zones=8, port=PORT)):
        calm.complete(500)
        for number in range(10):
            rough = Apart(str(tmp_path / f"rough-{number}"), 8, PORT, ALL)
            deck = chaos(rough, deck, 4.0, chance)
            assert rough.unseen() == calm.unseen()
            assert rough.findings() == calm.findings(), deck
            assert rough.reports() == calm.reports()
            if not deck:
                break
    assert deck == []
