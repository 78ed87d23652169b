"""The first tables."""

from alembic import op

from auditor.store.schema import metadata

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make every table of the schema."""
    metadata.create_all(op.get_bind())
