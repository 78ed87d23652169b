"""Small demo networks, built once."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from demo_ports import free_port

from auditor.demo.network import DemoNetwork, build
from auditor.demo.server import running

DAY = date(2026, 11, 23)


@pytest.fixture(scope="session", autouse=True)
def own_cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Certificates go into a folder of the tests' own."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_CACHE_HOME", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def whole(own_cache: None) -> DemoNetwork:
    """All 53 sites; never served."""
    return build(today=DAY)


@pytest.fixture(scope="session")
def served(own_cache: None) -> Iterator[DemoNetwork]:
    """A bureau and four zones, served."""
    network = build(zones=4, port=free_port(), today=DAY)
    with running(network):
        yield network
