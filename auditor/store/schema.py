"""The tables. What is searched for is a column; whole facts are MessagePack beside it."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Float, Index, Integer, LargeBinary, MetaData, Table, Text

metadata = MetaData()


def _table(name: str, keys: list[Column[object]], *rest: Column[object] | Index) -> Table:
    return Table(name, metadata, *keys, *rest)


def _key(name: str, kind: type[Integer] | type[Text]) -> Column[object]:
    return Column(name, kind, primary_key=True, autoincrement=False)


def _text(name: str) -> Column[object]:
    return Column(name, Text, nullable=False, default="")


def _number(name: str) -> Column[object]:
    return Column(name, Integer, nullable=False, default=0)


def _flag(name: str) -> Column[object]:
    return Column(name, Boolean, nullable=False, default=False)


def _facts(name: str) -> Column[object]:
    return Column(name, LargeBinary, nullable=False)


runs = _table("runs", [_key("number", Integer)], _text("period"), _text("state"), _facts("facts"))
site_runs = _table("site_runs", [_key("run", Integer), _key("site", Text)], _facts("facts"))
hosts = _table("hosts", [_key("run", Integer), _key("host", Text)], _facts("facts"))
leases = _table(
    "leases", [_key("host", Text)], _text("holder"), Column("next_allowed", Float), Column("expires", Float)
)
asks = _table(
    "asks",
    [_key("run", Integer), _key("kind", Text), _key("url", Text)],
    _text("host"), _text("site"), _number("depth"), _flag("start"), _flag("probe"), _text("found_on"),
    _number("attempts"), _text("not_before"), _text("skipped"), _flag("done"),
    Index("asks_pending", "run", "done"),
)  # fmt: skip
fetched = _table(
    "fetched",
    [_key("run", Integer), _key("url", Text)],
    _text("site"), _number("depth"), _flag("start"), _flag("probe"), _text("page"), _text("body"),
    _facts("answer"), _facts("target"),
    Index("fetched_site", "run", "site", "url"), Index("fetched_url", "url", "run"),
)  # fmt: skip
visited = _table(
    "visited",
    [_key("run", Integer), _key("url", Text)],
    _text("site"), _text("rendered"), _facts("failure"), _number("carried_from"), _number("carries"),
    Index("visited_url", "url", "run"),
)  # fmt: skip
judgements = _table("judgements", [_key("run", Integer), _key("number", Integer)], _facts("facts"))
page_tallies = _table(
    "page_tallies",
    [_key("run", Integer), _key("judgement", Integer), _key("url", Text), _key("site", Text)],
    _facts("facts"),
)
site_tallies = _table(
    "site_tallies", [_key("run", Integer), _key("judgement", Integer), _key("site", Text)], _facts("facts")
)
findings = _table(
    "findings",
    [_key("run", Integer), _key("judgement", Integer), _key("fingerprint", Text), _key("outcome", Text)],
    _text("site"), _text("check"), _text("life"), _facts("facts"),
    Index("findings_site", "run", "judgement", "site"),
)  # fmt: skip
