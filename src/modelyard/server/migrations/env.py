"""Alembic runs this for every command; the connection is given by `schema`."""

from alembic import context

from modelyard.server.migrations.schema import render_item
from modelyard.server.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=METADATA,
    compare_type=True,
    # SQLite cannot alter most things of a table; Alembic then copies it.
    render_as_batch=True,
    transaction_per_migration=False,
    render_item=render_item,
)
with context.begin_transaction():
    context.run_migrations()
