"""Creates the first tables. Written out, because a released migration never changes with the schema."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None

# addresses sort by code point, whatever the server's language
_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the tables of runs, queue, facts, judgements and findings."""
    _table("runs", ["number"], texts="period state", facts="facts")
    _table("site_runs", ["run", "site"], facts="facts")
    _table("hosts", ["run", "host"], facts="facts")
    _table("leases", ["host"], sa.Column("next_allowed", sa.Float), sa.Column("expires", sa.Float), texts="holder")
    _table(
        "asks", ["run", "kind", "url"], texts="host site found_on not_before skipped", numbers="depth attempts",
        flags="start probe done",
    )  # fmt: skip
    op.create_index("asks_pending", "asks", ["run", "done"])
    _table(
        "fetched", ["run", "url"], texts="site page body", numbers="depth", flags="start probe", facts="answer target"
    )
    op.create_index("fetched_site", "fetched", ["run", "site", "url"])
    op.create_index("fetched_url", "fetched", ["url", "run"])
    _table("visited", ["run", "url"], texts="site rendered", numbers="carried_from carries", facts="failure")
    op.create_index("visited_url", "visited", ["url", "run"])
    _table("judgements", ["run", "number"], facts="facts")
    _table("page_tallies", ["run", "judgement", "url", "site"], facts="facts")
    _table("site_tallies", ["run", "judgement", "site"], facts="facts")
    _table("findings", ["run", "judgement", "fingerprint", "outcome"], texts="site check life", facts="facts")
    op.create_index("findings_site", "findings", ["run", "judgement", "site"])


def _table(name: str, keys: list[str], *rest: sa.Column[float], **named: str) -> None:
    kinds: dict[str, Any] = {
        "texts": _TEXT, "numbers": sa.Integer(), "flags": sa.Boolean(), "facts": sa.LargeBinary()
    }  # fmt: skip
    op.create_table(
        name,
        *(sa.Column(key, _kind(key), primary_key=True, autoincrement=False) for key in keys),
        *(
            sa.Column(column, kinds[kind], nullable=False)
            for kind, columns in named.items()
            for column in columns.split()
        ),
        *rest,
    )


def _kind(key: str) -> sa.Integer | sa.Text:
    return sa.Integer() if key in {"run", "number", "judgement"} else _TEXT
