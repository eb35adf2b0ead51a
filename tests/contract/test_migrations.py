"""The schema: made by migrations on both databases, equal to what the code believes, safe to make twice at once."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from bot.errors import BadInput, Unavailable
from bot.storage.engine import open_engine
from bot.storage.migrate import migrate, newest_revision, present_revision
from bot.storage.rows import Row


async def test_the_migrations_make_what_the_tables_say(empty_database: str) -> None:
    assert migrate(empty_database) == newest_revision()
    engine = open_engine(empty_database)
    async with engine.connect() as connection:
        differences = await connection.run_sync(lambda c: compare_metadata(MigrationContext.configure(c), Row.metadata))
    await engine.dispose()
    assert differences == []
    assert len(Row.metadata.tables) > 15


async def test_two_at_once_and_again_are_safe(empty_database: str) -> None:
    engine = open_engine(empty_database)
    assert await present_revision(engine) is None
    with ThreadPoolExecutor(3) as threads:
        assert set(threads.map(migrate, [empty_database] * 3)) == {newest_revision()}
    assert migrate(empty_database) == newest_revision()
    assert await present_revision(engine) == newest_revision()
    await engine.dispose()


def test_an_address_that_cannot_be_used_is_refused_in_one_line() -> None:
    for url in ("mysql://a/b", "nonsense", "sqlite+aiosqlite://", "sqlite:///:memory:"):
        with pytest.raises(BadInput):
            open_engine(url)


def test_a_database_that_cannot_be_opened_is_named_as_such(tmp_path: Path) -> None:
    folder = tmp_path / "not-a-file.db"
    folder.mkdir()
    with pytest.raises(Unavailable):
        migrate(f"sqlite:///{folder}")
    (tmp_path / "file").write_text("")
    (tmp_path / "text.db").write_text("这不是数据库，这不是数据库，这不是数据库，这不是数据库。" * 20)
    for path in (tmp_path / "file" / "below.db", tmp_path / "text.db"):
        with pytest.raises(Unavailable):
            migrate(f"sqlite:///{path}")
    with pytest.raises(Unavailable):
        migrate("postgresql://postgres@127.0.0.1:9/none")


def test_migrating_inside_a_running_loop_works(tmp_path: Path) -> None:
    async def inside() -> str:
        return migrate(f"sqlite:///{tmp_path / 'a.db'}")

    assert asyncio.run(inside()) == newest_revision()
