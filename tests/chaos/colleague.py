"""A member of staff of the chaos run: takes the first in the queue, answers, closes, and comes back after every fall."""

import asyncio
import random
import uuid
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from tests.chaos.houses import House
from tests.chaos.unreliable_client import UnreliableClient

MOST_AT_ONCE = 4


@dataclass
class Colleague:
    """One person at a console."""

    name: str
    token: str
    houses: list[House]
    exchanges: int
    counts: Counter[str]
    dice: random.Random
    said: list[str] = field(default_factory=list)
    snapshots: list[list[tuple[str, str, str]]] = field(default_factory=list)
    """Each look at the queue: (handoff, risk, since when), in the order shown."""
    problems: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.client = UnreliableClient(self.houses, self.dice, self.counts)

    async def work(self, finished: asyncio.Event) -> None:
        """Sign in and work until the run ends."""
        status, answer = await self.client.post("/api/v1/staff/sign-in", {"token": self.token})
        if status != 200:
            self.problems.append(f"could not sign in: {status} {answer}")
            return
        while not finished.is_set():
            await self.client.post("/api/v1/staff/presence", {"present": True, "accepting": True})
            _, lists = await self.client.get("/api/v1/staff/queue")
            await self._look(lists)
            await asyncio.sleep(self.dice.uniform(0.5, 2.5))

    async def _look(self, lists: dict[str, Any]) -> None:
        waiting = lists.get("emergencies", []) + lists.get("waiting", [])
        self.snapshots.append([(entry["id"], entry["risk"], entry["requested_at"]) for entry in waiting])
        mine = lists.get("mine", [])
        if waiting and len(mine) < MOST_AT_ONCE:
            status, _ = await self.client.post(f"/api/v1/staff/handoffs/{waiting[0]['id']}/claim", {}, doubled=True)
            self.counts["claimed" if status == 200 else "claims_lost"] += 1
        for handoff in mine:
            await self._serve(handoff["id"])

    async def _serve(self, handoff: str) -> None:
        """Answer what is unanswered; after enough answers close."""
        place = f"/api/v1/staff/handoffs/{handoff}"
        status, view = await self.client.get(place)
        if status != 200:
            return
        talk = [message for message in view["messages"] if message["from"] in {"citizen", "staff"}]
        answers = sum(message["from"] == "staff" for message in talk)
        if talk and talk[-1]["from"] == "staff":
            if answers > self.exchanges:
                await self.client.post(f"{place}/close", {"outcome": "answered", "note": ""}, doubled=True)
            return
        if answers > self.exchanges:
            await self.client.post(f"{place}/close", {"outcome": "answered", "note": ""}, doubled=True)
            return
        client_id = str(uuid.uuid4())
        content = {"text": f"您好，我是{self.name}，您说的我看到了（{answers + 1}）", "client_id": client_id}
        status, _ = await self.client.post(f"{place}/messages", content, doubled=True)
        if status == 200:
            self.said.append(client_id)
        else:
            self.counts["answers_refused"] += 1
