"""The database tables. What queries select by is a column; whole facts are MessagePack beside it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text, false, text

_TEXT = Text().with_variant(Text(collation="C"), "postgresql")
"""Addresses sort by code point, as Python sorts them, whatever the server's language."""

SKIPPED = text("skipped != ''")
"""Written as it stands in the index, so that a query with it can use the index."""

metadata = MetaData()


def _table(name: str, keys: list[Column[object]], *rest: Column[object] | Index) -> Table:
    return Table(name, metadata, *keys, *rest)


def _key(name: str) -> Column[object]:
    kind = Integer() if name in {"run", "number", "judgement"} else _TEXT
    return Column(name, kind, primary_key=True, autoincrement=False)


def _text(name: str) -> Column[object]:
    return Column(name, _TEXT, nullable=False, default="")


def _number(name: str) -> Column[object]:
    return Column(name, Integer, nullable=False, default=0)


def _flag(name: str) -> Column[object]:
    return Column(name, Boolean, nullable=False, default=False)


def _facts(name: str) -> Column[object]:
    return Column(name, LargeBinary, nullable=False)


runs = _table("runs", [_key("number")], _text("period"), _text("state"), _facts("facts"))
site_runs = _table("site_runs", [_key("run"), _key("site")], _facts("facts"))
hosts = _table("hosts", [_key("run"), _key("host")], _facts("facts"))
leases = _table("leases", [_key("host")], _text("holder"), Column("next_allowed", Float), Column("expires", Float))
asks = _table(
    "asks",
    [_key("run"), _key("kind"), _key("url")],
    _text("host"), _text("site"), _number("depth"), _flag("start"), _flag("probe"), _text("found_on"),
    _number("attempts"), _text("not_before"), _text("skipped"), _flag("done"),
    Column("is_page", Boolean, nullable=False, server_default=false()),
    Index("asks_pending", "run", "done"),
    Index("asks_skipped", "run", "site", "kind", "skipped", sqlite_where=SKIPPED, postgresql_where=SKIPPED),
)  # fmt: skip
fetched = _table(
    "fetched",
    [_key("run"), _key("url")],
    _text("site"), _number("depth"), _flag("start"), _flag("probe"), _text("page"), _text("body"),
    _facts("answer"), _facts("target"),
    Index("fetched_site", "run", "site", "url"), Index("fetched_url", "url", "run"),
)  # fmt: skip
visited = _table(
    "visited",
    [_key("run"), _key("url")],
    _text("site"), _text("rendered"), _facts("failure"), _number("carried_from"), _number("carries"),
    Index("visited_url", "url", "run"),
)  # fmt: skip
judgements = _table(
    "judgements",
    [_key("run"), _key("number")],
    _facts("facts"), Column("finished", Boolean, nullable=False, server_default=false()),
)  # fmt: skip
page_tallies = _table(
    "page_tallies",
    [_key("run"), _key("judgement"), _key("url"), _key("site")],
    _facts("facts"),
)
site_tallies = _table("site_tallies", [_key("run"), _key("judgement"), _key("site")], _facts("facts"))
findings = _table(
    "findings",
    [_key("run"), _key("judgement"), _key("fingerprint"), _key("outcome")],
    _text("site"), _text("check"), _text("life"), _facts("facts"),
    Index("findings_site", "run", "judgement", "site"),
)  # fmt: skip
outside_names = _table("outside_names", [_key("run"), _key("name")], _facts("facts"))
name_decisions = _table("name_decisions", [_key("name")], _facts("facts"))
rechecks = _table(
    "rechecks",
    [_key("fingerprint"), _key("moment")],
    _number("run"), _text("site"), _text("life"), _number("looked"), _number("places"), _text("ruleset"),
)  # fmt: skip
letters = _table(
    "letters",
    [_key("period"), _key("kind"), _key("unit"), _key("address")],
    _text("state"), _text("moment"), _text("detail"),
)  # fmt: skip
accounts = _table("accounts", [_key("name")], _text("state"), _text("password"), _facts("facts"))
web_sessions = _table(
    "web_sessions",
    [_key("digest")],
    _text("account"), _text("csrf"), Column("began", Float), Column("seen", Float),
    Index("web_sessions_account", "account"),
)  # fmt: skip
one_time_links = _table(
    "one_time_links", [_key("digest")], _text("account"), _text("purpose"), Column("expires", Float)
)
sign_in_failures = _table("sign_in_failures", [_key("who")], _number("failures"), Column("since", Float))
actions = _table(
    "actions",
    [_key("id")],
    _text("kind"), _text("state"), _text("subject"), _text("requested_by"), _text("moment"), _facts("facts"),
    Index("actions_state", "state", "moment"), Index("actions_subject", "subject"),
)  # fmt: skip
activity = _table(
    "activity",
    [Column("number", Integer, primary_key=True, autoincrement=True)],
    _text("moment"), _text("who"), _text("what"), _text("subject"), _text("before"), _text("after"),
    Index("activity_who", "who"), Index("activity_subject", "subject"),
)  # fmt: skip
work_steps = _table(
    "work_steps",
    [_key("id")],
    _text("fingerprint"), _text("moment"), _text("author"), _text("kind"), _text("detail"),
    Index("work_steps_finding", "fingerprint"),
)  # fmt: skip
comments = _table(
    "comments",
    [_key("id")],
    _text("fingerprint"), _text("moment"), _text("author"), _text("text"),
    Index("comments_finding", "fingerprint"),
)  # fmt: skip
saved_views = _table("saved_views", [_key("account"), _key("name")], _text("query"))
