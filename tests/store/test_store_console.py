"""What the console keeps: each change with its log entry, each request once, on SQLite and PostgreSQL."""

from __future__ import annotations

import msgspec
import pytest

from auditor.model import (
    Account,
    AccountState,
    ActionKind,
    ActionRequest,
    ActionState,
    FindingComment,
    LinkPurpose,
    LogEntry,
    OneTimeLink,
    Role,
    RoleGrant,
    SavedView,
    StepKind,
    WebSession,
    WorkStep,
)
from auditor.store import Store

NOW = "2026-11-24T08:00:00+00:00"
ENTRY = LogEntry(NOW, "lin", "account-added", "wu", "", "viewer")
ACCOUNT = Account("wu", "吳先生", AccountState.ACTIVE, (RoleGrant(Role.VIEWER),))
LINK = OneTimeLink("d1", "wu", LinkPurpose.INVITATION, 100.0)
REQUEST = ActionRequest("r1", ActionKind.RECHECK, ActionState.QUEUED, "wu", NOW, "f1", ("f1",))


def entries(store: Store) -> int:
    return len(store.activity.entries(most=100))


def test_an_account_is_added_once_with_its_entry(store: Store) -> None:
    assert store.accounts.add(ACCOUNT, ENTRY)
    assert not store.accounts.add(msgspec.structs.replace(ACCOUNT, display="other"), ENTRY)
    assert store.accounts.find("wu") == ACCOUNT
    assert [msgspec.structs.replace(entry, number=0) for entry in store.activity.entries(most=9)] == [ENTRY]


def test_a_link_is_redeemed_once_and_a_taken_name_redeems_none(store: Store) -> None:
    store.accounts.add(ACCOUNT, ENTRY)
    store.accounts.save_link(LINK, ENTRY)
    assert store.accounts.find_link("d1", 99.0) == LINK
    assert store.accounts.find_link("d1", 101.0) is None
    assert store.accounts.redeem(LINK, ACCOUNT, "hash", ENTRY)
    assert not store.accounts.redeem(LINK, ACCOUNT, "other", ENTRY)
    assert store.accounts.password_hash("wu") == "hash"
    first = OneTimeLink("d2", "", LinkPurpose.FIRST_OPERATOR, 100.0)
    store.accounts.save_link(first, ENTRY)
    before = entries(store)
    assert not store.accounts.redeem(first, ACCOUNT, "stolen", ENTRY)
    assert store.accounts.password_hash("wu") == "hash"
    assert store.accounts.find_link("d2", 1.0) == first
    assert entries(store) == before


def test_a_disabled_account_has_no_password_session_or_link(store: Store) -> None:
    store.accounts.add(ACCOUNT, ENTRY)
    store.accounts.set_password("wu", "hash", ENTRY)
    store.sessions.begin(WebSession("s", "wu", "c", 1.0, 1.0), ENTRY)
    store.accounts.save_link(LINK, ENTRY)
    store.accounts.change(msgspec.structs.replace(ACCOUNT, state=AccountState.DISABLED), ENTRY)
    assert store.accounts.password_hash("wu") == ""
    assert store.sessions.find("s") is None
    assert store.accounts.find_link("d1", 1.0) is None


def test_failures_are_counted_and_forgotten(store: Store) -> None:
    for moment in (10.0, 11.0, 12.0):
        store.sessions.add_failure("account:wu", moment, moment - 5)
    assert store.sessions.failures("account:wu", 5.0) == 3
    assert store.sessions.failures("account:wu", 11.0) == 0
    store.sessions.add_failure("account:wu", 20.0, 15.0)
    assert store.sessions.failures("account:wu", 15.0) == 1
    store.sessions.forget_failures("account:wu")
    assert store.sessions.failures("account:wu", 0.0) == 0


def test_old_sessions_are_deleted(store: Store) -> None:
    for name, began, seen in (("old", 1.0, 90.0), ("idle", 50.0, 60.0), ("live", 50.0, 90.0)):
        store.sessions.begin(WebSession(name, "wu", "c", began, seen), ENTRY)
    store.sessions.delete_old(seen_before=80.0, begun_before=40.0)
    assert [store.sessions.find(name) is not None for name in ("old", "idle", "live")] == [False, False, True]


def test_a_request_is_added_once_and_moved_only_from_its_state(store: Store) -> None:
    assert store.actions.add(REQUEST, ENTRY)
    assert not store.actions.add(REQUEST, ENTRY)
    running = msgspec.structs.replace(REQUEST, state=ActionState.RUNNING)
    assert store.actions.move(running, ActionState.QUEUED, ENTRY)
    before = entries(store)
    assert not store.actions.move(running, ActionState.QUEUED, ENTRY)
    assert entries(store) == before
    store.actions.save_progress(msgspec.structs.replace(running, progress=(3, 9)))
    found = store.actions.find("r1")
    assert found is not None
    assert found.progress == (3, 9)
    assert store.actions.in_state(ActionState.RUNNING) == store.actions.of_subject("f1") == store.actions.newest(5)


def test_steps_comments_and_views(store: Store) -> None:
    step = WorkStep("s1", "f1", NOW, "lin", StepKind.ASSIGNED, "wu")
    comment = FindingComment("c1", "f1", NOW, "lin", "請先改首頁")
    assert [store.work.add_step(step, ENTRY), store.work.add_step(step, ENTRY)] == [True, False]
    assert [store.work.add_comment(comment, ENTRY), store.work.add_comment(comment, ENTRY)] == [True, False]
    assert store.work.steps() == {"f1": [step]}
    assert (store.work.comments("f1"), store.work.comments("f2")) == ([comment], [])
    for query in ("site=a", "site=b"):
        store.work.save_view(SavedView("wu", "我的", query))
    assert store.work.views("wu") == [SavedView("wu", "我的", "site=b")]
    store.work.delete_view("wu", "我的")
    assert store.work.views("wu") == []


def test_the_log_is_read_from_its_end_and_cannot_be_changed(store: Store) -> None:
    for number in range(5):
        store.activity.add(LogEntry(NOW, "lin" if number % 2 else "wu", "refused", str(number)))
    newest = store.activity.entries(most=2)
    assert [entry.subject for entry in newest] == ["4", "3"]
    assert [entry.subject for entry in store.activity.entries(most=2, before=newest[-1].number)] == ["2", "1"]
    assert [entry.subject for entry in store.activity.entries(most=9, who="lin")] == ["3", "1"]
    assert [entry.subject for entry in store.activity.entries(most=9, subject="2")] == ["2"]
    assert not [name for name in dir(store.activity) if name.startswith(("delete", "change", "set", "save"))]


@pytest.mark.parametrize("table", ["web_sessions", "one_time_links"])
def test_no_token_is_stored(store: Store, table: str) -> None:
    store.sessions.begin(WebSession("digest", "wu", "c", 1.0, 1.0), ENTRY)
    store.accounts.save_link(LINK, ENTRY)
    with store._database.reading("test") as connection:
        columns = {next(iter(row)) for row in connection.exec_driver_sql(f"SELECT * FROM {table}").mappings()}
    assert columns == {"digest"}
