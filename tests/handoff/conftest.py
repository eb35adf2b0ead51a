"""Pain points of other systems, each shown not to happen here; on both databases where storage matters."""

from tests.office_setup import database, house, postgres_database, server, sqlite_template, storage
from tests.web.conftest import house as web_house
from tests.web.conftest import room

__all__ = ["database", "house", "postgres_database", "room", "server", "sqlite_template", "storage", "web_house"]
