"""Two houses on one PostgreSQL database under load: every message answered once, in order, whichever house hears it.

    python -m tests.load.two_processes [--citizens 100] [--messages 20]

Citizens talk at once, each over both houses in turn. Every second citizen's client is nervous: it sends each message to both houses
at the same moment, under one id, as a page does that lost its connection. Everybody holds a stream open besides.
"""

import argparse
import asyncio
import json
import os
import subprocess
import sys
import tempfile
import time
import uuid
from collections import Counter
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, CookieJar, TCPConnector

from tests.postgres_server import postgres_server

SAYINGS = (
    "老板拖欠我三个月工资，一共三万，我在麓谷",
    "上个月离职的",
    "有劳动合同",
    "楼上漏水把我家天花板泡坏了，他不肯赔",
    "大概损失五千块",
    "谢谢",
    "我朋友借了我两万块，有借条，一直不还",
    "去年三月借的",
    "不知道",
    "诉讼时效是多久",
)


@dataclass
class Citizen:
    """One citizen and what his client saw."""

    number: int
    said: list[str] = field(default_factory=list)
    answers: dict[str, list[dict[str, Any]]] = field(default_factory=dict)
    seconds: list[float] = field(default_factory=list)
    streamed: list[int] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    sent_again: int = 0

    @property
    def nervous(self) -> bool:
        """Whether he sends everything twice."""
        return self.number % 2 == 1

    async def talk(self, houses: Sequence[str], count: int) -> None:
        """Say everything, one thing after the other, and look at the talk as both houses tell it."""
        timeout = ClientTimeout(total=300)
        async with ClientSession(
            cookie_jar=CookieJar(unsafe=True), connector=TCPConnector(limit=0), timeout=timeout
        ) as browser:
            async with browser.post(houses[0] + "/api/v1/chat/sessions", json={}) as answer:
                if answer.status != 201:
                    self.problems.append(f"no session: {answer.status}")
                    return
            stream = asyncio.create_task(self._listen(browser, houses[self.number // 2 % len(houses)]))
            for index in range(count):
                await self._say(browser, houses, index)
            told = [await self._told(browser, house) for house in houses]
            last = max((message["id"] for message in told[0]), default=0)
            deadline = time.monotonic() + 30
            while self.streamed[-1:] != [last] and time.monotonic() < deadline:  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            stream.cancel()
            await asyncio.gather(stream, return_exceptions=True)
            self._check(told)

    async def _say(self, browser: ClientSession, houses: Sequence[str], index: int) -> None:
        text, client_id = f"{SAYINGS[(self.number + index) % len(SAYINGS)]}（{index}）", str(uuid.uuid4())
        asked = houses if self.nervous else [houses[(self.number + index) % len(houses)]]
        self.said.append(client_id)
        started = time.monotonic()
        self.answers[client_id] = list(
            await asyncio.gather(*(self._post(browser, house, text, client_id) for house in asked))
        )
        self.seconds.append(time.monotonic() - started)

    async def _post(self, browser: ClientSession, house: str, text: str, client_id: str) -> dict[str, Any]:
        """Send as the page does: what was not answered, or answered that the house is overloaded, is sent again."""
        content: dict[str, Any] = {"error": "not sent"}
        for pause in (1, 2, 4, 8, 15, 30, 0):
            try:
                said = {"text": text, "client_id": client_id}
                async with browser.post(house + "/api/v1/chat/messages", json=said) as answer:
                    content = await answer.json()
                    if answer.status < 500:
                        break
            except (ClientError, TimeoutError) as problem:
                content = {"error": type(problem).__name__}
            self.sent_again += 1
            await asyncio.sleep(pause)
        if "error" in content:
            self.problems.append(f"refused: {content['error']}")
        return content

    async def _listen(self, browser: ClientSession, house: str) -> None:
        async with browser.get(house + "/api/v1/chat/events", timeout=ClientTimeout(total=None)) as answer:
            async for line in answer.content:
                if line.startswith(b"id: "):
                    self.streamed.append(int(line[4:]))

    async def _told(self, browser: ClientSession, house: str) -> list[dict[str, Any]]:
        async with browser.get(house + "/api/v1/chat/messages") as answer:
            told: list[dict[str, Any]] = (await answer.json())["messages"]
            return told

    def _check(self, told: Sequence[list[dict[str, Any]]]) -> None:
        if told[0] != told[-1]:
            self.problems.append("the houses tell different talks")
        talk = told[0]
        if [m["client_id"] for m in talk if m["from"] == "citizen"] != self.said:
            self.problems.append("own messages are missing, doubled or out of order")
        expected: list[int] = []
        for client_id in self.said:
            answers = [answer for answer in self.answers[client_id] if "message" in answer]
            if len(answers) != len(self.answers[client_id]):
                continue
            fresh = sum(not answer["repeated"] for answer in answers)
            if fresh > 1 or (fresh == 0 and not self.sent_again):
                self.problems.append("a message was taken for new twice, or never")
            heard = {(answer["message"]["id"], *(reply["id"] for reply in answer["replies"])) for answer in answers}
            if len(heard) != 1:
                self.problems.append("one message, different answers")
            expected.extend(heard.pop())
        if [m["id"] for m in talk] != expected:
            self.problems.append("the talk is not message, its answers, next message, its answers …")
        if self.streamed != expected:
            self.problems.append("the stream is not the talk, each id once and in order")

    @property
    def counts(self) -> Counter[str]:
        """What is worth adding up."""
        answers = [answer for several in self.answers.values() for answer in several]
        return Counter(
            messages=len(self.said),
            requests=len(answers),
            answered=sum(any(answer.get("replies") for answer in several) for several in self.answers.values()),
            repeats_recognised=sum(bool(answer.get("repeated")) for answer in answers),
            sent_again=self.sent_again,
            streamed=len(self.streamed),
            problems=len(self.problems),
        )


@asynccontextmanager
async def two_houses(database: str, folder: Path) -> AsyncIterator[list[str]]:
    """Two processes of `fengqiao serve` on one database; yields their addresses."""
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("FENGQIAO_")},
        "OMP_NUM_THREADS": "1",
        "FENGQIAO_DATA_DIR": str(folder),
        "FENGQIAO_DATABASE_URL": database,
        "FENGQIAO_MESSAGES_PER_MINUTE": "10000",
        "FENGQIAO_SESSIONS_PER_MINUTE": "10000",
        "FENGQIAO_LOG_LEVEL": "warning",
    }
    command = [sys.executable, "-m", "bot", "serve", "--port", "0"]
    processes = [
        await asyncio.create_subprocess_exec(
            *command, env=environment, stdout=subprocess.PIPE, cwd=Path(__file__).parents[2]
        )
        for _ in range(2)
    ]
    try:
        addresses = []
        for process in processes:
            assert process.stdout is not None
            line = (await asyncio.wait_for(process.stdout.readline(), 300)).decode()
            if not line:
                raise RuntimeError("a house did not start; it said why above")
            addresses.append(line.split()[-1].rstrip("/"))
        yield addresses
    finally:
        for process in processes:
            if process.returncode is None:
                process.terminate()
        await asyncio.gather(*(process.wait() for process in processes))


async def run(database: str, folder: Path, citizens: int, messages: int) -> tuple[dict[str, Any], list[str]]:
    """Let everybody talk; return the figures and the problems."""
    async with two_houses(database, folder) as houses:
        everybody = [Citizen(number) for number in range(citizens)]
        started = time.monotonic()
        await asyncio.gather(*(citizen.talk(houses, messages) for citizen in everybody))
        seconds = time.monotonic() - started
    counts: Counter[str] = Counter()
    for citizen in everybody:
        counts.update(citizen.counts)
    waits = sorted(wait for citizen in everybody for wait in citizen.seconds)
    figures = {
        "citizens": citizens,
        **{name: counts[name] for name in everybody[0].counts},
        "seconds": round(seconds, 1),
        "messages_a_second": round(counts["messages"] / seconds, 1),
        "wait_p50": round(waits[len(waits) // 2], 3),
        "wait_p95": round(waits[len(waits) * 95 // 100], 3),
    }
    return figures, [f"citizen {citizen.number}: {problem}" for citizen in everybody for problem in citizen.problems]


def main() -> int:
    """Run it against a throw-away server."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--citizens", type=int, default=100)
    parser.add_argument("--messages", type=int, default=20, help="each citizen's")
    arguments = parser.parse_args()
    with postgres_server() as server, tempfile.TemporaryDirectory() as folder:
        database = server.new_database()
        figures, problems = asyncio.run(run(database, Path(folder), arguments.citizens, arguments.messages))
    print(json.dumps(figures))
    for problem in problems[:20]:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
