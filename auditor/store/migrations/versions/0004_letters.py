"""Adds the records of sent mail, so that no letter is sent twice."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_TEXT = sa.Text().with_variant(sa.Text(collation="C"), "postgresql")


def upgrade() -> None:
    """Make the table of letters."""
    op.create_table(
        "letters",
        *(sa.Column(name, _TEXT, primary_key=True) for name in ("period", "kind", "unit", "address")),
        *(sa.Column(name, _TEXT, nullable=False) for name in ("state", "moment", "detail")),
    )
