"""Signing in and out: sessions, one-time links, limits, forms of other sites, addresses of other hosts."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from console_store import PASSWORD
from starlette.testclient import TestClient

from auditor.console import sessions, sign_in_pages
from auditor.console.exchange import Console, ConsoleSettings
from auditor.console.passwords import is_guessable
from auditor.console.web_app import web_app
from auditor.console.web_server import open_console
from auditor.model import Account, AccountState, LinkPurpose, Role, RoleGrant
from auditor.store import Store

Browser = Callable[..., TestClient]
Token = Callable[[TestClient], str]
URL = "http://127.0.0.1:8080"


def what_happened(console: Console) -> list[tuple[str, str, str]]:
    return [(entry.who, entry.what, entry.after) for entry in console.store.activity.entries(most=5)]


def test_who_has_not_signed_in_is_led_to_do_so_and_back(browser: Browser) -> None:
    client = browser()
    answer = client.get("/password")
    assert (answer.status_code, answer.headers["location"]) == (303, "/sign-in?next=/password")
    page = client.get(answer.headers["location"])
    assert 'name="next" value="/password"' in page.text
    answer = client.post("/sign-in", data={"name": "viewer", "password": PASSWORD, "next": "/password"})
    assert (answer.status_code, answer.headers["location"]) == (303, "/password")
    assert client.get("/password").status_code == 200


@pytest.mark.parametrize("wanted", ["//evil.example/", "https://evil.example", "/\\evil.example", "\\\\evil", "/a\nb"])
def test_signing_in_leads_nowhere_else(browser: Browser, wanted: str) -> None:
    answer = browser().post("/sign-in", data={"name": "viewer", "password": PASSWORD, "next": wanted})
    assert answer.headers["location"] == "/"


def test_the_session_is_new_at_every_sign_in_and_the_one_before_ends(browser: Browser, console: Console) -> None:
    client = browser("viewer")
    first = client.cookies["session"]
    client.post("/sign-in", data={"name": "viewer", "password": PASSWORD, "csrf": _token(console, first)})
    assert client.cookies["session"] != first
    other = browser()
    other.cookies.set("session", first)
    assert other.get("/").status_code == 303


def test_a_token_that_somebody_else_chose_is_never_used(browser: Browser) -> None:
    client = browser()
    client.cookies.set("session", "chosen-by-an-attacker", domain="127.0.0.1", path="/")
    answer = client.post("/sign-in", data={"name": "viewer", "password": PASSWORD})
    assert "session=" in answer.headers["set-cookie"]
    assert "chosen-by-an-attacker" not in answer.headers["set-cookie"]


def test_cookies_are_kept_from_scripts_and_over_tls_from_the_open_line(browser: Browser, console: Console) -> None:
    cookie = browser().post("/sign-in", data={"name": "viewer", "password": PASSWORD}).headers["set-cookie"]
    assert {"HttpOnly", "SameSite=lax", "Path=/"} <= {part.strip() for part in cookie.split(";")}
    secure = open_console(console.store, ConsoleSettings("https://audit.example.gov.tw"))
    client = TestClient(web_app(secure), base_url="https://audit.example.gov.tw", follow_redirects=False)
    answer = client.post(
        "/sign-in",
        data={"name": "viewer", "password": PASSWORD},
        headers={"Origin": "https://audit.example.gov.tw"},
    )
    assert answer.headers["set-cookie"].startswith("__Host-session=")
    assert "Secure" in answer.headers["set-cookie"]
    assert answer.headers["strict-transport-security"]


def test_signing_out_ends_the_session_in_the_store(browser: Browser, token: Token, console: Console) -> None:
    client = browser("viewer")
    kept = client.cookies["session"]
    assert client.post("/sign-out", data={"csrf": token(client)}).headers["location"] == "/sign-in"
    client.cookies.set("session", kept)
    assert client.get("/").status_code == 303
    assert what_happened(console)[0][:2] == ("viewer", "signed-out")


def test_sessions_end_by_idleness_and_by_age(
    browser: Browser, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    client, now = browser("viewer"), time.time()
    monkeypatch.setattr(sessions.time, "time", lambda: now + sessions.IDLE_SECONDS - 10)
    assert client.get("/").status_code == 200
    monkeypatch.setattr(sessions.time, "time", lambda: now + 2 * sessions.IDLE_SECONDS)
    assert client.get("/").status_code == 303
    other = browser()
    monkeypatch.setattr(sessions.time, "time", lambda: now)
    other.post("/sign-in", data={"name": "owner", "password": PASSWORD})
    for hours in range(1, 13):
        monkeypatch.setattr(sessions.time, "time", lambda hours=hours: now + hours * 3600 - 1)
        assert other.get("/").status_code == 200
    monkeypatch.setattr(sessions.time, "time", lambda: now + sessions.LONGEST_SECONDS + 1)
    assert other.get("/").status_code == 303


def test_a_disabled_account_is_out_at_once(browser: Browser, console: Console) -> None:
    client = browser("viewer")
    account = console.store.accounts.find("viewer")
    assert account is not None
    entry = sign_in_pages.LogEntry("2026-11-24T09:00:00+00:00", "operator", "account-disabled", "viewer")
    disabled = Account(account.name, account.display, AccountState.DISABLED, account.grants)
    console.store.accounts.change(disabled, entry)
    assert client.get("/").status_code == 303
    assert client.post("/sign-in", data={"name": "viewer", "password": PASSWORD}).status_code == 403


def test_guessing_is_limited_by_account_even_with_the_right_password(
    browser: Browser, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    client = browser()
    for _ in range(sessions.MOST_FAILURES_OF_ACCOUNT):
        assert client.post("/sign-in", data={"name": "viewer", "password": "wrong"}).status_code == 403
    answer = client.post("/sign-in", data={"name": "viewer", "password": PASSWORD})
    assert answer.status_code == 429
    assert "15 分鐘" in answer.text
    assert what_happened(console)[0] == ("", "sign-in-refused", "too_many")
    assert client.post("/sign-in", data={"name": "owner", "password": PASSWORD}).status_code == 303
    later = time.time() + sessions.WAIT_SECONDS + 1
    monkeypatch.setattr(sessions.time, "time", lambda: later)
    assert browser().post("/sign-in", data={"name": "viewer", "password": PASSWORD}).status_code == 303


def test_guessing_is_limited_by_address_too(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sessions, "MOST_FAILURES_OF_ADDRESS", 3)
    client = browser()
    for name in ("a1", "a2", "a3"):
        assert client.post("/sign-in", data={"name": name, "password": "wrong"}).status_code == 403
    assert client.post("/sign-in", data={"name": "viewer", "password": PASSWORD}).status_code == 429


def test_unknown_and_known_names_are_refused_in_the_same_words(browser: Browser) -> None:
    client = browser()
    known = client.post("/sign-in", data={"name": "viewer", "password": "wrong"})
    unknown = client.post("/sign-in", data={"name": "nobody", "password": "wrong"})
    assert known.status_code == unknown.status_code == 403
    assert known.text.replace("viewer", "nobody") == unknown.text


@pytest.mark.parametrize(
    "headers", [{"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "", "Sec-Fetch-Site": "cross-site"}]
)
def test_forms_of_other_sites_are_refused(browser: Browser, headers: dict[str, str], token: Token) -> None:
    client = browser("viewer")
    answer = client.post("/sign-out", data={"csrf": token(client)}, headers=headers)
    assert answer.status_code == 403
    assert client.get("/").status_code == 200


def test_a_form_without_the_token_of_its_session_is_refused_and_logged(browser: Browser, console: Console) -> None:
    client = browser("viewer")
    for csrf in ("", "wrong"):
        assert client.post("/sign-out", data={"csrf": csrf}).status_code == 403
    assert what_happened(console)[0] == ("viewer", "refused", "form_old")
    assert client.get("/").status_code == 200


def test_another_host_name_is_refused(browser: Browser) -> None:
    assert browser().get("/sign-in", headers={"Host": "rebound.evil.example"}).status_code == 400


def test_every_reply_carries_a_policy_without_inline_scripts(browser: Browser) -> None:
    client = browser("viewer")
    for path in ("/", "/sign-in", "/no-such-page", "/assets/console.css"):
        answer = client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
        assert "<script>" not in answer.text
        assert " style=" not in answer.text


def test_the_first_operator_is_made_by_a_link_that_works_once(tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path / 'auditor.sqlite'}", tmp_path / "blobs") as store:
        console = open_console(store, ConsoleSettings(URL))
        replaced = sign_in_pages.first_operator_link(console)
        link = sign_in_pages.first_operator_link(console)
        client = TestClient(web_app(console), base_url=URL, follow_redirects=False, headers={"Origin": URL})
        assert client.get(replaced).status_code == 404
        assert client.get(link).status_code == 200
        sent = {"name": "lin", "display": "林小姐", "password": PASSWORD, "again": PASSWORD}
        for wrong in ({"name": "林"}, {"again": "different"}, {"password": "short", "again": "short"}):
            assert client.post(link, data=sent | wrong).status_code == 400
        assert client.post(link, data=sent).headers["location"] == "/"
        assert "林小姐" in client.get("/").text
        made = store.accounts.find("lin")
        assert made is not None
        assert (made.state, made.grants) == (AccountState.ACTIVE, (RoleGrant(Role.OPERATOR),))
        assert client.get(link).status_code == 404
        assert client.post(link, data=sent | {"name": "second"}).status_code in {403, 404}
        assert store.accounts.find("second") is None
        assert sign_in_pages.first_operator_link(console) == ""


def test_an_invitation_ends_and_gives_no_other_account(
    browser: Browser, console: Console, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = sign_in_pages.LogEntry("2026-11-24T09:00:00+00:00", "operator", "account-added", "new")
    console.store.accounts.add(Account("new", "新人", grants=(RoleGrant(Role.VIEWER),)), entry)
    link = sign_in_pages.save_new_link(console, "new", LinkPurpose.INVITATION, entry)
    client, now = browser(), time.time()
    assert client.post("/sign-in", data={"name": "new", "password": ""}).status_code == 400
    monkeypatch.setattr(sign_in_pages.time, "time", lambda: now + sign_in_pages.LINK_SECONDS + 1)
    assert client.get(link).status_code == 404
    monkeypatch.setattr(sign_in_pages.time, "time", lambda: now)
    sent = {"name": "operator", "password": PASSWORD, "again": PASSWORD}
    assert client.post(link, data=sent).status_code == 303
    assert [each.state for each in console.store.accounts.all() if each.name == "new"] == [AccountState.ACTIVE]
    assert browser().post("/sign-in", data={"name": "new", "password": PASSWORD}).status_code == 303


def test_changing_the_password_ends_the_other_sessions(browser: Browser, token: Token) -> None:
    here, there = browser("viewer"), browser("viewer")
    sent = {"csrf": token(here), "password": "another long sentence", "again": "another long sentence"}
    assert here.post("/password", data=sent | {"current": "wrong"}).status_code == 403
    assert here.post("/password", data=sent | {"current": PASSWORD}).status_code == 303
    assert here.get("/").status_code == 200
    assert there.get("/").status_code == 303


def test_a_proxy_of_this_machine_names_who_is_signed_in(console: Console) -> None:
    settings = ConsoleSettings(URL, identity_header="X-Remote-User")
    behind = open_console(console.store, settings)
    for address, status in (("127.0.0.1", 200), ("192.0.2.7", 303)):
        client = TestClient(web_app(behind), base_url=URL, follow_redirects=False, client=(address, 1))
        assert client.get("/", headers={"X-Remote-User": "viewer"}).status_code == status
        assert client.get("/", headers={"X-Remote-User": "nobody"}).status_code == 303
        answer = client.post("/sign-in", data={"name": "viewer", "password": PASSWORD}, headers={"Origin": URL})
        assert answer.status_code == 400


def test_a_long_body_is_refused(browser: Browser) -> None:
    assert browser().post("/sign-in", data={"name": "a" * 2_000_000, "password": "b"}).status_code == 413


def test_guessable_passwords() -> None:
    assert is_guessable("aaaaaaaaaaaaaa")
    assert is_guessable("123456789012")
    assert is_guessable("my name is lin-wei", "lin-wei")
    assert not is_guessable(PASSWORD, "viewer")


def _token(console: Console, cookie: str) -> str:
    session = console.store.sessions.find(sign_in_pages.token_digest(cookie))
    assert session is not None
    return session.csrf
