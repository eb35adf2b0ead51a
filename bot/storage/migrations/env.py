"""How alembic reaches our tables; the connection comes from bot/storage/migrate.py, never from a file."""

from alembic import context

from bot.storage.rows import Row

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=Row.metadata,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
