"""Bringing a database to the newest schema; safe to repeat, and to run from two processes at once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import Unavailable
from bot.storage import (  # noqa: F401 - every table must be known
    case_tables,
    colleague_tables,
    docket_tables,
    document_tables,
    duty_tables,
    handoff_tables,
    mediation_tables,
    oversight_tables,
)
from bot.storage.engine import is_sqlite, open_engine, require_sqlite_file

_SCRIPTS = Path(__file__).parent / "migrations"
_ADVISORY_LOCK = 0x46_51_4D_47


def migrate(url: str) -> str:
    """Bring the database to the newest schema and return its revision.

    Works inside and outside of a running event loop (it blocks until done).

    Raises:
        BadInput: The address cannot be used.
        Unavailable: The database does not answer, or its folder cannot be written.
    """
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, _migrate(url)).result()


def newest_revision() -> str:
    """Return the revision that this program needs."""
    head = ScriptDirectory.from_config(_configuration()).get_current_head()
    assert head is not None  # noqa: S101 - the package carries its migrations
    return head


def known_revisions() -> frozenset[str]:
    """Return every revision from which this program can migrate."""
    return frozenset(script.revision for script in ScriptDirectory.from_config(_configuration()).walk_revisions())


async def present_revision(engine: AsyncEngine) -> str | None:
    """Return the revision of a database; None for an empty one."""
    async with engine.connect() as connection:
        return await connection.run_sync(lambda c: MigrationContext.configure(c).get_current_revision())


async def _migrate(url: str) -> str:
    engine = open_engine(url, pool_size=1)
    if is_sqlite(engine):
        require_sqlite_file(engine.url)
    try:
        async with engine.connect() as connection:
            if is_sqlite(engine):
                # Rebuilding a table in a batch would trip over its foreign keys, and the switch works only outside a
                # transaction; the transaction itself is BEGIN IMMEDIATE, which is the lock.
                raw = await connection.get_raw_connection()
                await raw.driver_connection.execute("PRAGMA foreign_keys = OFF")  # type: ignore[union-attr]
            else:
                await connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ADVISORY_LOCK})
            await connection.run_sync(_upgrade)
            await connection.commit()
    except (DBAPIError, OSError) as problem:
        raise Unavailable(
            "数据库打不开，没有升级。",
            hint=f"请检查数据库地址、文件夹的写权限和服务是否在运行（{type(problem).__name__}）。",
        ) from problem
    finally:
        await engine.dispose()
    return newest_revision()


def _upgrade(connection: Connection) -> None:
    if not connection.in_transaction():
        connection.begin()
    configuration = _configuration()
    configuration.attributes["connection"] = connection
    command.upgrade(configuration, "head")


def _configuration() -> Config:
    configuration = Config()
    configuration.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    return configuration
