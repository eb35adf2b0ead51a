"""Two processes run the ladder over one PostgreSQL: each step is taken and told once, whoever takes it."""

import asyncio
import sys
from pathlib import Path

import pytest

from bot.domain.handoff import HandoffMove
from bot.domain.messages import CitizenAddress
from bot.domain.staff import Role
from bot.service.read_talk import read_talk
from bot.storage import open_storage
from tests.office_setup import DISTRICT, make_house, waiting_handoff

CITIZENS = 12


@pytest.mark.postgres
async def test_two_processes_take_each_step_once(postgres_database: str) -> None:
    storage = open_storage(postgres_database)
    house = make_house(storage)
    district = await house.staff("区里", Role.DISTRICT, DISTRICT)
    waiting = {f"w{number}": await waiting_handoff(house, f"w{number}") for number in range(CITIZENS)}
    danger = await waiting_handoff(house, "red", "危险")
    house.clock.go_on(minutes=6)
    command = [sys.executable, "-m", "tests.concurrency.climbing_process", postgres_database]
    moment = house.clock.now().isoformat()
    processes = [
        await asyncio.create_subprocess_exec(
            *command, moment, "3", stdout=asyncio.subprocess.PIPE, cwd=Path(__file__).parents[2]
        )
        for _ in range(2)
    ]
    taken = [int((await process.communicate())[0]) for process in processes]
    assert sum(taken) == CITIZENS + 1

    async with storage.unit_of_work(reading=True) as uow:
        for handoff_id in waiting.values():
            steps = [e for e in await uow.handoffs.history(handoff_id) if e.move is HandoffMove.LADDER]
            assert len(steps) == 1
        (alarm,) = [one for one in await uow.ladders.alarms(danger) if one.staff_id == district.id]
    assert alarm.times == 2
    for account in waiting:
        said = [
            m for m in (await read_talk(house.desk, CitizenAddress("web", account))).messages if m.author == "system"
        ]
        assert len(said) == 1
    await storage.close()
