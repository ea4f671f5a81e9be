"""How alembic reaches the database: always through the connection that the portal gives it."""

from alembic import context

from core.store.schema import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
