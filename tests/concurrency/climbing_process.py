"""A process of its own that runs the ladder again and again at one fixed moment, and prints how many steps it took."""

import asyncio
import sys
from datetime import datetime

from bot.service.climb_ladder import climb_ladder
from bot.storage import open_storage
from tests.office_setup import HandClock, make_house


async def climb(database: str, moment: datetime, rounds: int) -> int:
    storage = open_storage(database)
    house = make_house(storage, HandClock(moment))
    taken = sum([await climb_ladder(house.desk) for _ in range(rounds)])
    await storage.close()
    return taken


if __name__ == "__main__":
    print(asyncio.run(climb(sys.argv[1], datetime.fromisoformat(sys.argv[2]), int(sys.argv[3]))))
