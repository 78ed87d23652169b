"""Adds the names outside all sites that a run's pages link to, and what people decided about them."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "outside_names",
        sa.Column("run", sa.Integer(), primary_key=True, autoincrement=False),
        sa.Column("name", _TEXT, primary_key=True, autoincrement=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
    )
    op.create_table(
        "name_decisions",
        sa.Column("name", _TEXT, primary_key=True, autoincrement=False),
        sa.Column("facts", sa.LargeBinary(), nullable=False),
    )
