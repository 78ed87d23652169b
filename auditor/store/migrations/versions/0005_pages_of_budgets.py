"""Marks the requests that count as pages of their site's budget."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the mark; an unfinished run's pages are what was parsed as one, or may still be."""
    op.add_column("asks", sa.Column("is_page", sa.Boolean, nullable=False, server_default=sa.false()))
    op.execute(
        "UPDATE asks SET is_page = true WHERE kind = 'fetch' AND site <> '' AND found_on NOT LIKE '%/robots.txt' "
        "AND run IN (SELECT number FROM runs WHERE state = 'gathering') "
        "AND (done = false OR skipped = 'budget' OR EXISTS (SELECT 1 FROM fetched "
        "WHERE fetched.run = asks.run AND fetched.url = asks.url AND fetched.page <> ''))"
    )
