"""Storage as a whole: what the assembly opens at the start and closes at the end."""

from dataclasses import dataclass

from sqlalchemy.ext.asyncio import AsyncEngine

from bot.service.ports import Announcer, OpenUnitOfWork
from bot.storage.announcer_in_process import InProcessAnnouncer
from bot.storage.announcer_postgres import PostgresAnnouncer
from bot.storage.engine import is_sqlite, open_engine
from bot.storage.migrate import newest_revision, present_revision
from bot.storage.unit_of_work import unit_of_work_factory


@dataclass(frozen=True, slots=True)
class Storage:
    """A database, opened. `unit_of_work` opens transactions, `announcer` wakes whoever waits for their results."""

    engine: AsyncEngine
    unit_of_work: OpenUnitOfWork
    announcer: Announcer

    async def is_up_to_date(self) -> bool:
        """Whether the schema is the one this program needs.

        Raises:
            Unavailable: The database does not answer.
        """
        async with self.unit_of_work(reading=True):
            return await present_revision(self.engine) == newest_revision()

    async def close(self) -> None:
        """Close all connections."""
        if isinstance(self.announcer, PostgresAnnouncer):
            await self.announcer.close()
        await self.engine.dispose()


def open_storage(url: str) -> Storage:
    """Open a database; connections are made when they are first needed.

    Args:
        url: `sqlite+aiosqlite:///file` (one process) or `postgresql+asyncpg://…` (many).

    Raises:
        BadInput: The address cannot be used.
    """
    engine = open_engine(url)
    if is_sqlite(engine):
        local = InProcessAnnouncer()
        return Storage(engine, unit_of_work_factory(engine, local.wake_after_commit), local)
    return Storage(engine, unit_of_work_factory(engine), PostgresAnnouncer(engine))
