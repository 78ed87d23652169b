"""Entry point of Alembic: runs migrations on the connection that the store passes in."""

from alembic import context

from auditor.store.schema import metadata

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
