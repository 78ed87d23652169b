"""The switch for slow tests, the folder of cases with known answers, and small sites on loopback."""

from __future__ import annotations

import os
import ssl
from collections.abc import Iterator
from pathlib import Path

import pytest
import trustme
from hypothesis import HealthCheck, settings
from page_server import Pages, serve

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


@pytest.fixture(scope="module")
def site() -> Iterator[Pages]:
    """The site under test; its origin is allowed where a test allows it."""
    yield from serve()


@pytest.fixture(scope="module")
def neighbour() -> Iterator[Pages]:
    """Another origin on loopback that nobody has allowed."""
    yield from serve()


@pytest.fixture(scope="module")
def secure(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Pages, Path]]:
    """A site over TLS for the name zone.test, and the file of the authority whose certificate it sends along."""
    folder = tmp_path_factory.mktemp("certificates")
    authority = trustme.CA()
    leaf = authority.issue_cert("zone.test")
    authority.cert_pem.write_to_path(folder / "authority.pem")
    (folder / "chain.pem").write_bytes(leaf.private_key_and_cert_chain_pem.bytes() + authority.cert_pem.bytes())
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "chain.pem")
    for site in serve(context):
        site.origin = site.origin.replace("http://127.0.0.1", "https://zone.test")
        yield site, folder / "authority.pem"
