"""Every contract test runs on SQLite and on PostgreSQL."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from bot.storage import Storage, open_storage
from bot.storage.migrate import migrate
from tests.postgres_server import PostgresServer, postgres_server


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    with postgres_server() as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'fengqiao.db'}"
        return
    server: PostgresServer = request.getfixturevalue("server")
    url = server.new_database()
    yield url
    server.drop(url)


@pytest.fixture
def database(empty_database: str) -> str:
    migrate(empty_database)
    return empty_database


@pytest.fixture
async def storage(database: str) -> AsyncIterator[Storage]:
    opened = open_storage(database)
    yield opened
    await opened.close()
