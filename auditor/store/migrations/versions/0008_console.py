"""Adds what the web console keeps: accounts, sessions, requests of actions, the log, steps of work, comments, views."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the tables."""
    _create("accounts", ("name",), ("state", "password"), _facts())
    _create("web_sessions", ("digest",), ("account", "csrf"), _moment("began"), _moment("seen"))
    op.create_index("web_sessions_account", "web_sessions", ["account"])
    _create("one_time_links", ("digest",), ("account", "purpose"), _moment("expires"))
    _create("sign_in_failures", ("who",), (), sa.Column("failures", sa.Integer(), nullable=False), _moment("since"))
    _create("actions", ("id",), ("kind", "state", "subject", "requested_by", "moment"), _facts())
    op.create_index("actions_state", "actions", ["state", "moment"])
    op.create_index("actions_subject", "actions", ["subject"])
    op.create_table(
        "activity",
        sa.Column("number", sa.Integer(), primary_key=True, autoincrement=True),
        *(_text(name) for name in ("moment", "who", "what", "subject", "before", "after")),
    )
    op.create_index("activity_who", "activity", ["who"])
    op.create_index("activity_subject", "activity", ["subject"])
    _create("work_steps", ("id",), ("fingerprint", "moment", "author", "kind", "detail"))
    op.create_index("work_steps_finding", "work_steps", ["fingerprint"])
    _create("comments", ("id",), ("fingerprint", "moment", "author", "text"))
    op.create_index("comments_finding", "comments", ["fingerprint"])
    _create("saved_views", ("account", "name"), ("query",))


def _create(name: str, keys: tuple[str, ...], texts: tuple[str, ...], *rest: sa.Column[object]) -> None:
    columns = [sa.Column(key, _TEXT, primary_key=True, autoincrement=False) for key in keys]
    op.create_table(name, *columns, *map(_text, texts), *rest)


def _text(name: str) -> sa.Column[object]:
    return sa.Column(name, _TEXT, nullable=False)


def _facts() -> sa.Column[object]:
    return sa.Column("facts", sa.LargeBinary(), nullable=False)


def _moment(name: str) -> sa.Column[object]:
    return sa.Column(name, sa.Float())
