"""What all tests share: the switch for slow ones, and where cases with known answers lie."""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

ROOT = Path(__file__).resolve().parent.parent


# a test that hypothesis drives fails by what it finds, never by how busy the machine is
settings.register_profile("unhurried", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("unhurried")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--all", action="store_true", help="run the slow tests too (full demo, chaos, PostgreSQL)")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if config.getoption("--all"):
        return
    slow = pytest.mark.skip(reason="slow: runs with scripts/test --all")
    for item in items:
        if "slow" in item.keywords:
            item.add_marker(slow)


@pytest.fixture(scope="session")
def cases() -> Path:
    """The folder of public cases with known answers; tests that need it are skipped where it is absent."""
    folder = Path(os.environ.get("AUDITOR_CASES", ROOT.parent / "shared" / "cases"))
    if not folder.is_dir():
        pytest.skip("no cases with known answers here; name their folder in AUDITOR_CASES")
    return folder
