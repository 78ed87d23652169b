"""Every route with every role: open to exactly those whom the table below names."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from console_store import PASSWORD, ROLES
from route_rules import ALLOWED, EVERYBODY, SIGNED_IN, path_of
from starlette.testclient import TestClient

from auditor.console.route_table import ROUTES, ConsoleRoute

Browser = Callable[..., TestClient]
Token = Callable[[TestClient], str]
KEYS = {(route.method, route.path): route for route in ROUTES}


def test_the_table_names_every_route_and_no_other() -> None:
    assert KEYS.keys() == ALLOWED.keys()
    assert len(KEYS) == len(ROUTES)


@pytest.mark.parametrize("role", ["", *ROLES])
def test_each_role_opens_its_routes_and_no_others(role: str, browser: Browser, token: Token) -> None:
    for key, route in KEYS.items():
        client = browser(role)
        csrf = token(client) if role else ""
        status = _send(client, route, csrf)
        who = ALLOWED[key]
        if who == EVERYBODY or (role and (who == SIGNED_IN or role in who)):
            assert status not in {401, 403, 405}, (role, key, status)
        elif role:
            assert status == 403, (role, key, status)
        else:
            assert status in ({303} if route.method == "GET" else {403}), (key, status)


def test_nobody_acts_by_a_get(browser: Browser) -> None:
    client = browser("operator")
    for method, path in KEYS:
        if method == "POST" and ("GET", path) not in KEYS:
            assert client.get(path_of(path)).status_code == 404, path


def _send(client: TestClient, route: ConsoleRoute, csrf: str) -> int:
    path = path_of(route.path)
    if route.method == "GET":
        return client.get(path).status_code
    sent = {"csrf": csrf, "once": "test", "name": "viewer", "password": PASSWORD, "language": "en"}
    if route.path == "/password":
        sent |= {"current": PASSWORD, "password": "too short", "again": "too short"}  # an error of the form: 400
    return client.post(path, data=sent).status_code
