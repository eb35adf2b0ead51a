"""Every test here runs on SQLite and on PostgreSQL."""

from tests.office_setup import database, empty_database, house, postgres_database, server, sqlite_template, storage

__all__ = ["database", "empty_database", "house", "postgres_database", "server", "sqlite_template", "storage"]
