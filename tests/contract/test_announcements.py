"""Announcements: after the commit and only then, one wake for many, over two processes on PostgreSQL."""

import asyncio
import contextlib
from collections.abc import AsyncIterator

import pytest

from bot.storage import Storage, open_storage
from tests.office_setup import make_house


async def next_within(heard: AsyncIterator[str], seconds: float = 3) -> str:
    async with asyncio.timeout(seconds):
        return await anext(heard)


async def test_a_commit_wakes_its_listeners_and_a_failure_does_not(storage: Storage) -> None:
    async with storage.announcer.listen("talk:1", "queue:x") as heard:
        await _drain(heard)
        with pytest.raises(ZeroDivisionError):
            async with storage.unit_of_work() as uow:
                uow.announce("talk:1")
                raise ZeroDivisionError
        async with storage.unit_of_work() as uow:
            uow.announce("queue:x", "queue:y", "queue:x")
            await asyncio.sleep(0.05)
        assert await next_within(heard) == "queue:x"
        with pytest.raises(TimeoutError):
            await next_within(heard, 0.2)


async def test_what_is_in_no_transaction_is_announced_at_once(storage: Storage) -> None:
    async with storage.announcer.listen("visitor:安娜") as heard:
        await _drain(heard)
        await storage.announcer.announce("visitor:安娜")
        await storage.announcer.announce("visitor:别人")
        assert await next_within(heard) == "visitor:安娜"


async def test_a_citizens_message_wakes_the_screens(storage: Storage) -> None:
    house = make_house(storage)
    turn = await house.say("anna", "你好")
    async with storage.announcer.listen(f"talk:{turn.message.conversation_id}", "visitor:anna", "outbox") as heard:
        await _drain(heard)
        await house.say("anna", "还有")
        assert {await next_within(heard) for _ in range(3)} == {
            f"talk:{turn.message.conversation_id}",
            "visitor:anna",
            "outbox",
        }


@pytest.mark.postgres
async def test_another_process_on_the_same_database_hears_it(postgres_database: str) -> None:
    here, there = open_storage(postgres_database), open_storage(postgres_database)
    async with there.announcer.listen("talk:1") as heard:
        await _drain(heard)
        async with here.unit_of_work() as uow:
            uow.announce("talk:1")
        assert await next_within(heard) == "talk:1"
    await here.close()
    await there.close()


@pytest.mark.postgres
async def test_a_lost_line_is_opened_again_and_everybody_is_woken(postgres_database: str) -> None:
    from sqlalchemy import text

    storage = open_storage(postgres_database)
    async with storage.announcer.listen("talk:1") as heard:
        await _drain(heard)
        async with storage.engine.begin() as connection:
            await connection.execute(
                text(
                    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'fengqiao-listen'"
                )
            )
        assert await next_within(heard) == "talk:1"  # something may have been missed
        await _drain(heard)
        await storage.announcer.announce("talk:1")
        assert await next_within(heard) == "talk:1"
    await storage.close()


async def _drain(heard: AsyncIterator[str]) -> None:
    """Take what the opening of the line announced by itself."""
    with contextlib.suppress(TimeoutError):
        while True:
            await next_within(heard, 0.2)
