"""Two house processes on one PostgreSQL database: what a third publishes, both find; what it withdraws, neither."""

import asyncio
from dataclasses import replace
from pathlib import Path

import pytest
from aiohttp import ClientSession

from bot.service.api_keys import add_api_key
from bot.service.front_desk import Office
from bot.storage import open_storage
from bot.storage.case_store import SqlCaseStore
from bot.storage.migrate import migrate
from case_library.precedent import Origin, Outcome, Precedent, ReviewState
from tests.load.two_processes import two_houses
from tests.postgres_server import postgres_server

CASE = Precedent(
    id="od-everywhere",
    title="羊群啃了药材地",
    category="contract",
    story="放羊人某甲的羊群啃了某乙两亩半夏苗，双方为赔多少争了半个月。",
    result="某甲赔一千五百元，帮着补种。",
    origin=Origin.OWN_DOCKET,
    outcome=Outcome.PERFORMED,
    review_state=ReviewState.PUBLISHED,
)


async def found_by(browser: ClientSession, houses: list[str]) -> list[bool]:
    """Whether each house finds the case."""
    found = []
    for house in houses:
        async with browser.post(house + "/api/v1/cases/search", json={"text": "羊群啃了半夏苗"}) as answer:
            results = (await answer.json())["results"]
            found.append(any(case["id"] == CASE.id for case in results))
    return found


@pytest.mark.postgres
async def test_a_published_case_is_found_by_every_process_without_a_restart(tmp_path: Path) -> None:
    with postgres_server() as server:
        url = server.new_database()
        await asyncio.to_thread(migrate, url)
        storage = open_storage(url)
        key = await add_api_key(Office(unit_of_work=storage.unit_of_work, announcer=storage.announcer), "法院")
        await storage.close()
        store = SqlCaseStore(url)
        async with two_houses(url, tmp_path) as houses, ClientSession(headers={"X-API-Key": key}) as browser:
            assert await found_by(browser, houses) == [False, False]
            await asyncio.to_thread(store.put_many, [CASE])
            async with asyncio.timeout(10):  # each process follows the announcement at its own pace
                while await found_by(browser, houses) != [True, True]:  # noqa: ASYNC110 - other processes
                    await asyncio.sleep(0.1)
            await asyncio.to_thread(store.put_many, [replace(CASE, review_state=ReviewState.WITHDRAWN)])
            async with asyncio.timeout(10):
                while await found_by(browser, houses) != [False, False]:  # noqa: ASYNC110 - other processes
                    await asyncio.sleep(0.1)
        store.close()
