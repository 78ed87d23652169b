"""The entry point ``auditor.checks``: a distribution with one check is installed, listed and run."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from page_server import Pages

PACK = Path(__file__).parent / "example_pack"
REPOSITORY = Path(__file__).resolve().parents[1]
CHECK = "generator-version-shown"

Auditor = Callable[..., subprocess.CompletedProcess[str]]


@pytest.fixture(scope="module")
def auditor(tmp_path_factory: pytest.TempPathFactory) -> Auditor:
    """Runs a command of the program where the pack is installed, beside the sources of this repository."""
    folder = tmp_path_factory.mktemp("installed")
    built = tmp_path_factory.mktemp("built")
    subprocess.run(["cp", "-r", PACK, built / "pack"], check=True)  # setuptools writes beside the sources
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"]
    subprocess.run([*command, "--target", folder, built / "pack"], check=True, timeout=120)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (folder, REPOSITORY)))}

    def run(*arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-m", "auditor", *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=120, check=False)

    return run


def test_the_pack_is_listed_beside_the_checks_of_the_program(auditor: Auditor) -> None:
    listed = json.loads(auditor("checks", "--json").stdout)
    assert {CHECK, "link-broken"} <= {check["id"] for check in listed}


def test_its_check_is_run_over_a_page(auditor: Auditor, site: Pages) -> None:
    site.pages["/pack"] = '<title>園區</title><meta name="generator" content="WordPress 6.4.2"><p>內容</p>'
    ended = auditor("metadata", f"{site.origin}/pack", "--json")
    findings = [finding for finding in json.loads(ended.stdout)["findings"]["findings"] if finding["check"] == CHECK]
    assert [finding["outcome"] for finding in findings] == ["failed"], ended.stderr
