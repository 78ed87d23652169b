"""Every command under every failure of its surroundings: it does its work all the same, or states why it cannot."""

from __future__ import annotations

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from auditor.cli.exit_codes import Exit
from tests.cli.forked_command import Ended, run_forked
from tests.cli.test_failures import NAMES, NOWHERE, SECONDS, typed

pytestmark = pytest.mark.slow

PORT = 28_431
MOUNT = 'mount --bind "$1" "$1" && mount -o remount,ro,bind "$1" && cd "$1" && shift && exec "$@"'
MOUNTS = shutil.which("unshare") and not subprocess.run(["unshare", "-rm", "true"], check=False).returncode

Run = Callable[[list[str], Path], Ended]


def words_of(name: str, origin: str, folder: Path) -> list[str]:
    """The command as it is typed; the demo audits, instead of printing its manifest only."""
    if name != "demo":
        return typed(name, origin, folder)
    places = ["--data", str(folder / "demo"), "--reports", str(folder / "demo-reports")]
    return ["demo", "--zones", "1", "--checks", "links", "--port", str(PORT), *places]


def undisturbed(words: list[str], folder: Path) -> Ended:
    return run_forked(words, folder)


def without_facts(words: list[str], folder: Path) -> Ended:
    shutil.rmtree(folder / "data" / "blobs")
    return run_forked(words, folder)


def without_home(words: list[str], folder: Path) -> Ended:
    return run_forked(words, folder, env={"HOME": str(NOWHERE), "XDG_CACHE_HOME": ""})


def without_browser(words: list[str], folder: Path) -> Ended:
    return run_forked(words, folder, env={"AUDITOR_BROWSER": "/nowhere", "AUDITOR_DRIVER": "/nowhere"})


def on_full_disk(words: list[str], folder: Path) -> Ended:
    with small_files():
        return run_forked(words, folder)


def on_read_only_disk(words: list[str], folder: Path) -> Ended:
    if not MOUNTS:
        pytest.skip("needs a mount of its own")
    command = ["unshare", "-rm", "sh", "-c", MOUNT, "sh", str(folder), sys.executable, "-m", "auditor", *words]
    began = time.monotonic()
    done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
    started = 2.0  # seconds of a new interpreter, which the forked commands have not
    return Ended(done.returncode, done.stdout, done.stderr, max(0.0, time.monotonic() - began - started))


@contextmanager
def small_files() -> Iterator[None]:
    """Files may not grow beyond some bytes: the operating system refuses the rest, as of a full disk."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


CONDITIONS: tuple[Run, ...] = (without_facts, without_home, without_browser, on_full_disk, on_read_only_disk)
WRITING = frozenset({"backup", "classification review", "compliance", "demo", "rejudge", "report", "run", "waive"})
"""Commands that write what nobody could have without room for it."""


@pytest.mark.parametrize("name", NAMES)
def test_a_command_does_its_work_or_states_why_it_cannot(
    name: str, origin: str, folder: Path, audited: Path, tmp_path: Path
) -> None:
    usual = undisturbed(words_of(name, origin, folder), folder)
    for number, condition in enumerate(CONDITIONS):
        place = Path(shutil.copytree(audited, tmp_path / str(number)))
        ended = condition(words_of(name, origin, place), place)
        text, at = ended.error + ended.output, (name, condition.__name__, ended)
        assert "Traceback" not in text, at
        assert "Unexpected failure" not in text, at
        assert ended.code in {usual.code, Exit.CONFIGURATION}, (usual.code, at)
        if ended.code == Exit.CONFIGURATION:
            assert len(text.strip()) > 20, at
            assert ended.seconds < SECONDS * max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1)), at
        if name in WRITING and condition in {on_full_disk, on_read_only_disk}:
            assert ended.code == Exit.CONFIGURATION, at
