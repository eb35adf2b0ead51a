"""Many open event streams in one process: memory a stream, and the time from a staff reply to the citizen's screen.

    python -m tests.load.streams [--streams 5000] [--replies 300]

One `fengqiao serve` on SQLite. Some of the citizens talk with staff; all others only keep their page open. The clock runs
from the moment the reply is sent to the moment the citizen's stream has brought it, both in this process.
"""

import argparse
import asyncio
import json
import re
import subprocess
import sys
import tempfile
import time
import uuid
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from aiohttp import ClientSession, ClientTimeout, CookieJar, TCPConnector

from tests.chaos.houses import CHECKOUT, House, environment_of

TALKS = 10
STORY = "老板拖欠我三个月工资，一共三万，我在麓谷"


def resident_kib(pid: int) -> int:
    """Memory of a process that is in RAM, in KiB."""
    found = re.search(r"VmRSS:\s+(\d+) kB", Path(f"/proc/{pid}/status").read_text("utf-8"))
    assert found is not None
    return int(found.group(1))


class Page:
    """A citizen's page: a session and an open stream; it notes when each text arrived."""

    def __init__(self, house: House, connector: TCPConnector) -> None:
        self.house = house
        self.session = ClientSession(
            cookie_jar=CookieJar(unsafe=True),
            connector=connector,
            connector_owner=False,
            timeout=ClientTimeout(total=None, sock_connect=60),
        )
        self.open = asyncio.Event()
        self.arrived: dict[str, float] = {}
        self.reader: asyncio.Task[None] | None = None

    async def begin(self) -> None:
        """Get a session and keep the stream open."""
        async with self.session.post(self.house.address + "/api/v1/chat/sessions", json={}) as answer:
            assert answer.status == 201, answer.status
        self.reader = asyncio.create_task(self._read())
        await self.open.wait()

    async def _read(self) -> None:
        async with self.session.get(self.house.address + "/api/v1/chat/events") as answer:
            assert answer.status == 200, answer.status
            self.open.set()
            async for line in answer.content:
                if line.startswith(b"data: ") and b'"from"' in line:
                    self.arrived[json.loads(line[6:])["text"]] = time.perf_counter()

    async def say(self, text: str) -> None:
        """Say it."""
        content = {"text": text, "client_id": str(uuid.uuid4())}
        async with self.session.post(self.house.address + "/api/v1/chat/messages", json=content) as answer:
            assert answer.status == 200, answer.status

    async def close(self) -> None:
        """Leave."""
        if self.reader is not None:
            self.reader.cancel()
            await asyncio.gather(self.reader, return_exceptions=True)
        await self.session.close()


def hire(environment: dict[str, str], number: int) -> str:
    """Add a mediator; return his one-time token."""
    command = [sys.executable, "-m", "bot", "staff", "add", f"值班{number}号", "--role", "mediator"]
    command += ["--organisation", "labour-committee"]
    done = subprocess.run(command, env=environment, cwd=CHECKOUT, capture_output=True, text=True, check=True)
    return done.stdout.strip().rsplit("token=", 1)[1]


async def take_talks(
    house: House, tokens: Sequence[str], pages: Sequence[Page]
) -> list[tuple[ClientSession, str, Page]]:
    """Bring each talking citizen together with a mediator of his own; return the mediator's client, the talk, the page."""
    talks = []
    for token, page in zip(tokens, pages, strict=True):
        client = ClientSession(cookie_jar=CookieJar(unsafe=True))
        await client.post(house.address + "/api/v1/staff/sign-in", json={"token": token})
        await client.post(house.address + "/api/v1/staff/presence", json={"present": True, "accepting": True})
        await page.say(STORY)
        await page.say("我要找人工")
        async with client.get(house.address + "/api/v1/staff/queue") as answer:
            handoff = (await answer.json())["waiting"][0]["id"]
        async with client.post(house.address + f"/api/v1/staff/handoffs/{handoff}/claim", json={}) as answer:
            assert answer.status == 200, await answer.text()
        talks.append((client, handoff, page))
    return talks


async def time_replies(
    house: House, talks: Sequence[tuple[ClientSession, str, Page]], replies: int, pause: float
) -> list[float]:
    """Send replies one after the other, each to the next talk; return seconds from sending to the screen, sorted."""
    waits = []
    for number in range(replies):
        client, handoff, page = talks[number % len(talks)]
        text = f"第{number + 1}句答复 {uuid.uuid4().hex}"
        started = time.perf_counter()
        content = {"text": text, "client_id": str(uuid.uuid4())}
        async with client.post(house.address + f"/api/v1/staff/handoffs/{handoff}/messages", json=content) as answer:
            assert answer.status == 200, await answer.text()
        while text not in page.arrived:  # noqa: ASYNC110 - the reader notes the moment itself
            await asyncio.sleep(0.002)
        waits.append(page.arrived[text] - started)
        await asyncio.sleep(pause)
    return sorted(waits)


async def run(folder: Path, streams: int, replies: int, pause: float) -> dict[str, Any]:
    """Measure; return the figures."""
    environment = environment_of(f"sqlite+aiosqlite:///{folder / 'office.db'}", folder)
    environment["FENGQIAO_SESSIONS_PER_MINUTE"] = "100000"
    house = House(environment)
    await house.start()
    await house.wait_until_ready()
    tokens = await asyncio.gather(*(asyncio.to_thread(hire, environment, number) for number in range(TALKS)))
    connector = TCPConnector(limit=0)
    pages = [Page(house, connector) for _ in range(streams)]
    assert house.process is not None
    try:
        talking = pages[:TALKS]
        for page in talking:
            await page.begin()
        talks = await take_talks(house, tokens, talking)
        alone = await time_replies(house, talks, min(replies, 100), pause)
        before = resident_kib(house.process.pid)
        for start in range(TALKS, streams, 50):
            await asyncio.gather(*(page.begin() for page in pages[start : start + 50]))
        await asyncio.sleep(5)
        after = resident_kib(house.process.pid)
        waits = await time_replies(house, talks, replies, pause)
        for client, _, _ in talks:
            await client.close()
    finally:
        await asyncio.gather(*(page.close() for page in pages))
        await connector.close()
        await house.stop()
    return {
        "streams": streams,
        "memory_without_mib": round(before / 1024),
        "memory_with_mib": round(after / 1024),
        "kib_a_stream": round((after - before) / max(1, streams - TALKS), 1),
        "alone_p50_ms": round(alone[len(alone) // 2] * 1000, 1),
        "p50_ms": round(waits[len(waits) // 2] * 1000, 1),
        "p99_ms": round(waits[int(len(waits) * 0.99)] * 1000, 1),
        "replies": len(waits),
    }


def main() -> int:
    """Run it in a throw-away folder."""
    parser = argparse.ArgumentParser(prog="python -m tests.load.streams", description="open streams of one process")
    parser.add_argument("--streams", type=int, default=5000)
    parser.add_argument("--replies", type=int, default=300)
    parser.add_argument("--pause", type=float, default=0.05, help="seconds between two replies")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        print(json.dumps(asyncio.run(run(Path(folder), arguments.streams, arguments.replies, arguments.pause))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
