"""The year runs on SQLite and on PostgreSQL."""

from tests.office_setup import database, house, postgres_database, server, sqlite_template, storage

__all__ = ["database", "house", "postgres_database", "server", "sqlite_template", "storage"]
