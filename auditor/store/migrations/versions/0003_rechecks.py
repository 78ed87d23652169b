"""Adds the results of re-checks between two runs."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table of re-checks."""
    op.create_table(
        "rechecks",
        *(sa.Column(name, _TEXT, primary_key=True) for name in ("fingerprint", "moment")),
        *(sa.Column(name, sa.Integer, nullable=False) for name in ("run", "looked", "places")),
        *(sa.Column(name, _TEXT, nullable=False) for name in ("site", "life")),
    )
