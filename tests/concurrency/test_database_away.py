"""The database goes away in the middle and comes back: said clearly, nothing lost, nothing twice."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from bot.domain.messages import CitizenAddress
from bot.errors import Unavailable
from bot.service.read_talk import read_talk
from bot.storage import open_storage
from bot.storage.migrate import migrate
from tests.office_setup import House, make_house
from tests.postgres_server import PostgresServer, postgres_server

pytestmark = pytest.mark.postgres
ANNA = CitizenAddress("web", "anna")


@pytest.fixture
async def lone() -> AsyncIterator[tuple[PostgresServer, House]]:
    """A server of its own, since it is stopped."""
    with postgres_server() as server:
        url = server.new_database()
        migrate(url)
        storage = open_storage(url)
        yield server, make_house(storage)
        await storage.close()


async def test_it_comes_back_and_the_talk_goes_on(lone: tuple[PostgresServer, House]) -> None:
    server, house = lone
    first = await house.say("anna", "第一句", "x1")
    async with house.desk.announcer.listen("visitor:anna") as heard:
        await asyncio.to_thread(server.stop)
        for _ in range(2):
            with pytest.raises(Unavailable):
                await house.say("anna", "第二句", "x2")
        with pytest.raises(Unavailable):
            await read_talk(house.desk, ANNA)
        await asyncio.to_thread(server.start)
        turn = await house.say("anna", "第二句", "x2")
        assert not turn.repeated
        assert (await house.say("anna", "第一句", "x1")).replies == first.replies
        async with asyncio.timeout(20):
            assert await anext(heard) == "visitor:anna"  # the line was opened again
    assert len((await read_talk(house.desk, ANNA)).messages) == 4
