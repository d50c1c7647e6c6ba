"""What Alembic runs: every missing revision, on the connection that the store hands over."""

from __future__ import annotations

from alembic import context

from surveys.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    # SQLite cannot alter most things in place; a batch copies the table instead.
    render_as_batch=True,
)
context.run_migrations()
