"""A client on a bad line: it reaches either house, loses answers, sends again, sends twice, and comes late."""

import asyncio
import random
import time
from collections import Counter
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, CookieJar, TCPConnector

from tests.chaos.houses import House

GIVE_UP_SECONDS = 300.0


class GaveUp(Exception):
    """No house took the request in the longest time that a person would try."""


class UnreliableClient:
    """One browser. Requests that carry a client id may be doubled and delayed; all may lose their answer."""

    def __init__(self, houses: list[House], dice: random.Random, counts: Counter[str]) -> None:
        self.houses = houses
        self.dice = dice
        self.counts = counts
        self.late: set[asyncio.Task[Any]] = set()
        self.session = ClientSession(
            cookie_jar=CookieJar(unsafe=True),
            connector=TCPConnector(limit=0),
            timeout=ClientTimeout(total=60),
        )

    async def close(self) -> None:
        """Wait for what is late, and leave."""
        await asyncio.gather(*self.late, return_exceptions=True)
        await self.session.close()

    async def get(self, path: str) -> tuple[int, dict[str, Any]]:
        """Ask until a house answers."""
        return await self._until_answered("GET", path, None)

    async def post(self, path: str, content: dict[str, Any], *, doubled: bool = False) -> tuple[int, dict[str, Any]]:
        """Send until a house answers.

        Args:
            path: where.
            content: what.
            doubled: at times to send it twice at once, to lose its answer, and to send it once more seconds later;
                for requests that change nothing when repeated.
        """
        if doubled and self.dice.random() < 0.1:
            self.counts["doubled"] += 1
            both = await asyncio.gather(*(self._until_answered("POST", path, content) for _ in range(2)))
            return both[0]
        if doubled and self.dice.random() < 0.1:
            self.counts["answers_lost"] += 1
            await self._lose_the_answer(path, content)
        if doubled and self.dice.random() < 0.1:
            self.counts["late_repeats"] += 1
            late = asyncio.create_task(self._once_more_later(path, content))
            self.late.add(late)
            late.add_done_callback(self.late.discard)
        return await self._until_answered("POST", path, content)

    async def _until_answered(self, method: str, path: str, content: Any) -> tuple[int, dict[str, Any]]:
        deadline = time.monotonic() + GIVE_UP_SECONDS
        while time.monotonic() < deadline:
            house = self.dice.choice(self.houses)
            self.counts["requests"] += 1
            try:
                async with self.session.request(method, house.address + path, json=content) as answer:
                    if answer.status < 500 and answer.status != 429:
                        return answer.status, await answer.json() if answer.content_type == "application/json" else {}
            except (ClientError, TimeoutError):
                pass
            self.counts["sent_again"] += 1
            await asyncio.sleep(self.dice.uniform(0.3, 1.5))
        raise GaveUp(path)

    async def _lose_the_answer(self, path: str, content: Any) -> None:
        """Send, and hang up before the answer: the house may or may not have saved it."""
        house = self.dice.choice(self.houses)
        try:
            timeout = ClientTimeout(total=self.dice.uniform(0.005, 0.3))
            async with self.session.post(house.address + path, json=content, timeout=timeout):
                pass
        except (ClientError, TimeoutError):
            pass

    async def _once_more_later(self, path: str, content: Any) -> None:
        await asyncio.sleep(self.dice.uniform(1, 6))
        await self._until_answered("POST", path, content)
