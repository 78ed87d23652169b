"""People, roles, operations and the log."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable

from console_store import PASSWORD
from starlette.testclient import TestClient

from auditor.console.exchange import Console
from auditor.model import AccountState, ActionKind, GrantScope, LogEntry, Role, RoleGrant

Browser = Callable[..., TestClient]
Token = Callable[[TestClient], str]
NEW = {"name": "chen", "display": "陳先生", "email": "chen@bureau.example", "role": "maintainer"}


def send(client: TestClient, token: Token, path: str, **data: str) -> int:
    return client.post(path, data={"csrf": token(client), **data}).status_code


def test_an_operator_adds_a_person_who_signs_in_by_the_link(browser: Browser, console: Console, token: Token) -> None:
    client = browser("operator")
    sent = NEW | {"scope": "site", "scope_name": "site-1", "csrf": token(client)}
    page = client.post("/people", data=sent)
    (link,) = re.findall(r"http://127\.0\.0\.1:8080(/welcome/[\w-]+)", page.text)
    assert link.rpartition("/")[2] not in client.get("/people/chen").text
    other = browser()
    assert other.post(link, data={"password": PASSWORD, "again": PASSWORD}).status_code == 303
    assert "陳先生" in other.get("/").text
    account = console.store.accounts.find("chen")
    assert account is not None
    assert account.grants == (RoleGrant(Role.MAINTAINER, GrantScope.SITE, "site-1"),)
    assert client.post("/people", data=sent).status_code == 400
    assert "已經有人使用" in client.post("/people", data=sent).text


def test_a_scope_is_named_exactly_where_there_is_one(browser: Browser, token: Token) -> None:
    client = browser("operator")
    assert send(client, token, "/people", **NEW, scope="all", scope_name="site-1") == 400
    assert send(client, token, "/people", **NEW, scope="site", scope_name="") == 400
    assert send(client, token, "/people", **NEW | {"role": "emperor"}, scope="all", scope_name="") == 400
    assert send(client, token, "/people", **NEW | {"name": "陳"}, scope="all", scope_name="") == 400


def test_roles_are_given_and_taken_with_both_states_in_the_log(
    browser: Browser, console: Console, token: Token
) -> None:
    client = browser("operator")
    assert send(client, token, "/people/viewer/grants", role="owner", scope="unit", scope_name="資訊室") == 303
    account = console.store.accounts.find("viewer")
    assert account is not None
    assert account.grants == (RoleGrant(Role.VIEWER), RoleGrant(Role.OWNER, GrantScope.UNIT, "資訊室"))
    assert send(client, token, "/people/viewer/grants/remove", grant="0") == 303
    entry = console.store.activity.entries(most=1)[0]
    assert (entry.who, entry.what, entry.subject) == ("operator", "role-taken", "viewer")
    assert "Viewer (Everything)" in entry.before
    assert "Viewer" not in entry.after
    assert "資訊室" in entry.after


def test_the_last_operator_stays(browser: Browser, console: Console, token: Token) -> None:
    client = browser("operator")
    assert send(client, token, "/people/operator/grants/remove", grant="0") == 409
    assert send(client, token, "/people/operator/state", state="disabled") == 409
    assert send(client, token, "/people/viewer/grants", role="operator", scope="all", scope_name="") == 303
    assert send(client, token, "/people/operator/state", state="disabled") == 303
    assert client.get("/").status_code == 303
    account = console.store.accounts.find("operator")
    assert account is not None
    assert account.state is AccountState.DISABLED


def test_a_disabled_account_gets_no_link_until_it_is_opened(browser: Browser, token: Token) -> None:
    client = browser("operator")
    assert send(client, token, "/people/viewer/state", state="disabled") == 303
    assert send(client, token, "/people/viewer/link") == 409
    assert send(client, token, "/people/viewer/state", state="invited") == 303
    assert send(client, token, "/people/viewer/link") == 200


def test_an_operator_of_one_site_manages_nobody(browser: Browser, console: Console) -> None:
    from console_store import save_account

    save_account(console.store, "small", RoleGrant(Role.OPERATOR, GrantScope.SITE, "site-1"))
    client = browser("small")
    for path in ("/people", "/log", "/operations", "/log.csv"):
        assert client.get(path).status_code == 403, path


def test_a_run_is_queued_once(browser: Browser, console: Console, token: Token) -> None:
    client = browser("operator")
    assert send(client, token, "/runs", once="1") == 303
    assert send(client, token, "/runs", once="2") == 409
    assert [request.kind for request in console.store.actions.newest(9)] == [ActionKind.RUN]
    assert "排隊" in client.get("/operations").text


def test_the_log_pages_back_and_exports_no_formula(browser: Browser, console: Console) -> None:
    for number in range(150):
        console.store.activity.add(LogEntry("2026-11-24T08:00:00+00:00", "wu", "refused", f"=HYPERLINK({number})"))
    client = browser("operator")
    first = client.get("/log?who=wu")
    assert "=HYPERLINK(149)" in first.text
    assert "=HYPERLINK(49)" not in first.text
    (older,) = re.findall(r'href="(/log\?before=[^"]+)"', first.text)
    assert "=HYPERLINK(49)" in client.get(older.replace("&amp;", "&")).text
    rows = list(csv.reader(io.StringIO(client.get("/log.csv").content.decode("utf-8-sig"))))
    subjects = {row[3] for row in rows}
    assert len(rows) > 150
    assert not [text for text in subjects if text.startswith("=")]
