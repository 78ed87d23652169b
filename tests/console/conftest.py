"""A console over a store with a judged run of 53 sites, an account for each role, and browsers that keep cookies."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from auditor.console.exchange import Console, ConsoleSettings
from auditor.console.web_app import web_app
from auditor.console.web_server import open_console
from auditor.store import Store

sys.path.insert(0, str(Path(__file__).parents[1] / "report"))
sys.path.insert(0, str(Path(__file__).parent))
from console_store import PASSWORD, ROLES, fill, save_account  # found by the lines above

URL = "http://127.0.0.1:8080"
Browser = Callable[..., TestClient]


@pytest.fixture(scope="session")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a store that is filled once."""
    folder = tmp_path_factory.mktemp("filled")
    with Store.open(f"sqlite:///{folder / 'auditor.sqlite'}", folder / "blobs") as store:
        fill(store)
        for role in ROLES:
            save_account(store, role)
    return folder


@pytest.fixture
def console(filled: Path, tmp_path: Path) -> Iterator[Console]:
    """A console over a copy of that store."""
    import shutil

    shutil.copytree(filled, tmp_path / "data")
    folder = tmp_path / "data"
    with Store.open(f"sqlite:///{folder / 'auditor.sqlite'}", folder / "blobs") as store:
        yield open_console(store, ConsoleSettings(URL, data=folder))


@pytest.fixture
def browser(console: Console) -> Iterator[Browser]:
    """Opens a browser, signed in as a role where one is named; it sends the headers that browsers send."""
    opened: list[TestClient] = []

    def open_browser(role: str = "") -> TestClient:
        client = TestClient(web_app(console), base_url=URL, follow_redirects=False, client=("127.0.0.1", 50000))
        client.headers["Origin"] = URL
        opened.append(client)
        if role:
            answer = client.post("/sign-in", data={"name": role, "password": PASSWORD})
            assert (answer.status_code, answer.headers["location"]) == (303, "/")
        return client

    yield open_browser
    for client in opened:
        client.close()


@pytest.fixture
def token(console: Console) -> Callable[[TestClient], str]:
    """Reads the token that the forms of a browser's session carry."""
    from auditor.console.passwords import token_digest

    def read(client: TestClient) -> str:
        session = console.store.sessions.find(token_digest(client.cookies["session"]))
        assert session is not None
        return session.csrf

    return read
