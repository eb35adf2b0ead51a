"""Opening a database: SQLite with the settings that make it safe under many tasks, PostgreSQL with a pool."""

import json
import sqlite3
from contextlib import closing
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, event
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import BadInput, Unavailable

READING = "fengqiao_reading"
"""Execution option of a connection that changes nothing."""

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
_BUSY_MILLISECONDS = 30_000


def read_url(url: str) -> URL:
    """Read the address of a database and choose our driver for it.

    Raises:
        BadInput: It is no address of an SQLite or PostgreSQL database, or names a database in memory (each connection
            would see its own).
    """
    try:
        read = make_url(url)
        driver = _DRIVERS[read.drivername]
    except (ArgumentError, KeyError):
        raise BadInput(
            "数据库地址不能用。", hint="写成 sqlite+aiosqlite:///文件 或 postgresql+asyncpg://用户@主机/库名。"
        ) from None
    if driver.startswith("sqlite") and read.database in {None, "", ":memory:"}:
        raise BadInput("SQLite 数据库要写明文件。", hint="例如 sqlite+aiosqlite:////var/lib/fengqiao/fengqiao.db。")
    return read.set(drivername=driver)


def open_engine(url: str, *, pool_size: int = 10) -> AsyncEngine:
    """Open an engine; nothing is connected yet.

    Args:
        url: Address of the database; `sqlite:///file` and `postgresql://…` are enough.
        pool_size: Connections kept open.

    Raises:
        BadInput: The address cannot be used.
        Unavailable: The folder of an SQLite file cannot be made.
    """
    address = read_url(url)
    # an error of the database must not carry a citizen's words into a log
    quiet: dict[str, Any] = {"json_serializer": partial(json.dumps, ensure_ascii=False), "hide_parameters": True}
    if address.get_backend_name() == "sqlite":
        _make_folder(Path(address.database or "").parent)
        engine = create_async_engine(address, pool_size=pool_size, pool_timeout=60, **quiet)
        event.listen(engine.sync_engine, "connect", _prepare_sqlite)
        event.listen(engine.sync_engine, "begin", _begin_sqlite)
        return engine
    return create_async_engine(
        address,
        **quiet,
        pool_size=pool_size,
        max_overflow=pool_size,
        pool_timeout=60,
        pool_pre_ping=True,  # a server that was restarted must not cost a citizen his message
        connect_args={"timeout": 10, "server_settings": {"application_name": "fengqiao"}},
    )


def require_sqlite_file(address: URL) -> None:
    """Check that a file can be opened and written as a database, before a thread of the driver stumbles over it.

    Raises:
        Unavailable: It cannot.
    """
    try:
        with closing(sqlite3.connect(address.database or "", timeout=_BUSY_MILLISECONDS / 1000)) as connection:
            connection.execute("BEGIN IMMEDIATE")
            connection.rollback()
    except sqlite3.Error as problem:
        raise Unavailable(
            "数据库文件打不开。", hint=f"请检查文件和文件夹的读写权限：{address.database}（{problem}）。"
        ) from problem


def is_sqlite(engine: AsyncEngine) -> bool:
    """Whether the engine speaks to SQLite."""
    return engine.dialect.name == "sqlite"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as problem:
        raise Unavailable("数据库的文件夹建不起来。", hint=f"请检查写权限：{folder}。") from problem


def _prepare_sqlite(connection: Any, _record: Any) -> None:
    connection.isolation_level = None  # the driver must not begin transactions of its own kind
    cursor = connection.cursor()
    for pragma in (
        "journal_mode = WAL",
        f"busy_timeout = {_BUSY_MILLISECONDS}",
        "foreign_keys = ON",
        "synchronous = FULL",  # a turn that was answered survives a power cut
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    """Take the write lock at once: a plain BEGIN that writes later fails with "locked" where two do so."""
    reading = connection.get_execution_options().get(READING, False)
    connection.exec_driver_sql("BEGIN" if reading else "BEGIN IMMEDIATE")
