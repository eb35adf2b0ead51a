"""A citizen of the chaos run: tells his story, asks for a person, talks with whoever comes, and keeps his screen."""

import asyncio
import json
import random
import uuid
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from aiohttp import ClientError, ClientTimeout

from tests.chaos.houses import House
from tests.chaos.unreliable_client import UnreliableClient

STORIES = (
    ("老板拖欠我三个月工资，一共三万，我在麓谷", "上个月离职的", "我要找人工"),
    ("小区物业不修电梯还要涨物业费，我在麓谷", "大概半年了", "我要找人工"),
    ("楼上漏水把我家天花板泡坏了，他不肯赔，我住麓谷街道", "损失五千块", "我要找人工"),
    ("朋友借了我两万块，有借条，一直不还", "去年三月借的", "我要找律师"),
    ("网购的手机是翻新机，商家不退钱", "花了三千五", "谢谢"),
)
"""Every fifth citizen talks with the assistant alone."""


@dataclass
class Screen:
    """What the page shows: each id once, in the order of arrival; it resumes with the last id it has."""

    shown: list[dict[str, Any]] = field(default_factory=list)
    seen: set[int] = field(default_factory=set)
    state: dict[str, Any] = field(default_factory=dict)
    states_told: int = 0
    problems: list[str] = field(default_factory=list)
    news: asyncio.Event = field(default_factory=asyncio.Event)
    reconnects: int = 0

    @property
    def last_id(self) -> int:
        return self.shown[-1]["id"] if self.shown else 0

    def take(self, event: str, data: dict[str, Any]) -> None:
        """One event of the stream."""
        if event in {"message", "own"}:
            if data["id"] in self.seen:
                self.problems.append(f"message {data['id']} came twice")
            elif data["id"] < self.last_id:
                self.problems.append(f"message {data['id']} came after {self.last_id}")
            self.seen.add(data["id"])
            self.shown.append(data)
        elif event == "state":
            self.state = data
            self.states_told += 1
        self.news.set()


@dataclass
class Citizen:
    """One citizen."""

    number: int
    houses: list[House]
    exchanges: int
    arrival_seconds: float
    counts: Counter[str]
    dice: random.Random
    said: list[str] = field(default_factory=list)
    screen: Screen = field(default_factory=Screen)
    problems: list[str] = field(default_factory=list)
    talk: list[dict[str, Any]] = field(default_factory=list)
    final_state: dict[str, Any] = field(default_factory=dict)
    asked_for_a_person: bool = False

    def __post_init__(self) -> None:
        self.client = UnreliableClient(self.houses, self.dice, self.counts)

    async def live(self, finished: asyncio.Event) -> None:
        """Tell the story, talk on with staff until they close, then leave; at the end of the run at the latest."""
        await asyncio.sleep(self.dice.uniform(0, self.arrival_seconds))
        await self.client.post("/api/v1/chat/sessions", {})
        stream = asyncio.create_task(self._keep_screen(finished))
        try:
            for text in STORIES[self.number % len(STORIES)]:
                await self.say(text)
                await asyncio.sleep(self.dice.uniform(0.5, 5))
            self.asked_for_a_person = self.number % len(STORIES) < len(STORIES) - 1
            if self.asked_for_a_person:
                await self._talk_with_staff()
        finally:
            await finished.wait()
            stream.cancel()
            await asyncio.gather(stream, return_exceptions=True)

    async def say(self, text: str) -> None:
        """Say it, whatever the line does."""
        client_id = str(uuid.uuid4())
        self.said.append(client_id)
        content = {"text": text, "client_id": client_id}
        status, answer = await self.client.post("/api/v1/chat/messages", content, doubled=True)
        if status != 200:
            self.problems.append(f"refused with {status}: {answer.get('error')}")

    async def _talk_with_staff(self) -> None:
        """Answer each message of staff once, until the talk is closed or there was enough of it."""
        answered = 0
        while answered < self.exchanges:
            from_staff = sum(message["from"] == "staff" for message in self.screen.shown)
            if from_staff > answered:
                answered = from_staff
                await asyncio.sleep(self.dice.uniform(0.3, 3))
                await self.say(f"好的，我知道了，还想再问一句（{answered}）")
                continue
            self.screen.news.clear()
            with suppress(TimeoutError):
                await asyncio.wait_for(self.screen.news.wait(), 5)
            if self.screen.state.get("may_rate"):
                return

    async def _keep_screen(self, finished: asyncio.Event) -> None:
        """Hold a stream open; where it breaks, or is cut on purpose, resume with the last id."""
        while not finished.is_set():
            house = self.dice.choice(self.houses)
            headers = {"Last-Event-ID": str(self.screen.last_id)} if self.screen.shown else {}
            try:
                async with asyncio.timeout(self.dice.uniform(5, 60)):  # the line breaks by itself
                    await self._read_stream(house, headers)
            except (ClientError, TimeoutError):
                pass
            self.screen.reconnects += 1
            await asyncio.sleep(self.dice.uniform(0.1, 1))

    async def _read_stream(self, house: House, headers: dict[str, str]) -> None:
        address, timeout = house.address + "/api/v1/chat/events", ClientTimeout(total=None, sock_read=40)
        async with self.client.session.get(address, headers=headers, timeout=timeout) as answer:
            if answer.status != 200:
                return
            event = ""
            async for raw in answer.content:
                line = raw.decode().rstrip("\n")
                if line.startswith("event: "):
                    event = line.removeprefix("event: ")
                elif line.startswith("data: "):
                    self.screen.take(event, json.loads(line.removeprefix("data: ")))
