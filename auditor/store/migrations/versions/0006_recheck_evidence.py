"""Adds to re-checks the version of the rules that examined the finding; rows from before prove no repair."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Add the column."""
    op.add_column("rechecks", sa.Column("ruleset", _TEXT, nullable=False, server_default=""))
