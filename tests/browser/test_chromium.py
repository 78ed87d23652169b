from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from auditor.browser import chromium


@pytest.fixture
def temporary(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    return tmp_path


def test_profiles_of_killed_processes_are_removed_and_others_left(temporary: Path) -> None:
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    kept = [temporary / f"auditor-browser-{os.getpid()}-x", temporary / "auditor-browser-mine", temporary / "other"]
    for folder in (*kept, temporary / f"auditor-browser-{ended.pid}-x"):
        (folder / "Default").mkdir(parents=True)
    with chromium.profile_folder() as profile:
        assert set(temporary.iterdir()) == {*kept, Path(profile)}
    assert set(temporary.iterdir()) == set(kept)


def test_named_programs_come_before_those_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUDITOR_BROWSER", "/env/browser")
    monkeypatch.setenv("AUDITOR_DRIVER", "/env/driver")
    assert chromium.browser_program(chromium.BrowserSettings(browser="/named")) == "/named"
    assert chromium.browser_program(chromium.BrowserSettings()) == "/env/browser"
    assert chromium.driver_program(chromium.BrowserSettings()) == "/env/driver"


def test_without_any_program_selenium_manager_is_left_to_find_one(
    monkeypatch: pytest.MonkeyPatch, temporary: Path
) -> None:
    monkeypatch.delenv("AUDITOR_DRIVER", raising=False)
    monkeypatch.setenv("PATH", str(temporary))
    assert chromium.driver_program(chromium.BrowserSettings()) == ""


@pytest.mark.parametrize(("user", "sandboxed"), [(0, False), (1000, True)])
def test_the_sandbox_is_left_out_only_for_root(monkeypatch: pytest.MonkeyPatch, user: int, sandboxed: bool) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    assert ("no-sandbox" not in chromium.switches(chromium.BrowserSettings(), "/profile", "127.0.0.1:1")) is sandboxed
