"""What administrative commands need: a migrated database, and no knowledge loaded."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from bot.secret_key import prepare_data_dir
from bot.service.front_desk import Office
from bot.settings import Settings, read_environment
from bot.storage import open_storage
from bot.storage.migrate import migrate


@asynccontextmanager
async def office() -> AsyncIterator[tuple[Office, Settings]]:
    """Open the storage of the settings' database, migrated, and close it afterwards."""
    settings = read_environment()
    prepare_data_dir(settings.data_dir)
    migrate(settings.database_url)
    storage = open_storage(settings.database_url)
    try:
        yield Office(unit_of_work=storage.unit_of_work, announcer=storage.announcer), settings
    finally:
        await storage.close()
