"""Storage: SQLAlchemy and Alembic; the only folder with SQL."""

from bot.storage.opening import Storage, open_storage

__all__ = ["Storage", "open_storage"]
