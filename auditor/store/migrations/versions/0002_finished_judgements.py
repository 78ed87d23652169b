"""Marks finished judgements, and indexes skipped requests."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_SKIPPED = sa.text("skipped != ''")


def upgrade() -> None:
    """Mark the judgements of judged runs as finished; add an index over skipped asks."""
    op.add_column("judgements", sa.Column("finished", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE judgements SET finished = true WHERE run IN (SELECT number FROM runs WHERE state <> 'gathering')"
    )
    op.create_index(
        "asks_skipped", "asks", ["run", "site", "kind", "skipped"], sqlite_where=_SKIPPED, postgresql_where=_SKIPPED
    )
