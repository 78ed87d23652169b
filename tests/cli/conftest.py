"""A site on loopback, and a folder with the store of one reported run of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.cli.forked_command import run_forked
from tests.cli.test_run_commands import Pages, configuration


@pytest.fixture(scope="session")
def origin() -> Iterator[str]:
    """Origin of a site of three pages and a dead link."""
    pages = Pages()
    pages.pages["/news"] = "<title>消息</title><a href='/gone'>公告</a>"
    yield pages.origin
    pages.server.shutdown()
    pages.server.server_close()


@pytest.fixture(scope="session")
def audited(origin: str, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a configuration and the store of one reported run."""
    folder = tmp_path_factory.mktemp("audited")
    configuration(folder, f"{origin}/")
    (folder / "table.csv").write_text("代碼,名稱\n100,甲\n", encoding="utf-8")
    places = ["--config", "sites.yaml", "--data", "data", "--reports", "reports"]
    done = run_forked(["run", "--checks", "links", *places, "--period", "2026-11"], folder)
    assert done.code == 1, done
    return folder


@pytest.fixture
def folder(audited: Path, tmp_path: Path) -> Path:
    """A copy of that folder."""
    return Path(shutil.copytree(audited, tmp_path / "copy"))
