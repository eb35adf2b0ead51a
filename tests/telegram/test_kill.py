"""Kill -9 at eight named points of a turn and of a delivery, of a whole house over HTTP, on both databases.

The web loses nothing and shows nothing twice; Telegram gets at most one repeat, and it is marked.
"""

import asyncio
import json
import os
import select
import signal
import subprocess
import sys
import uuid
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientError, ClientSession, CookieJar

from bot.domain.messages import Author, CitizenAddress, Delivery, StoredMessage
from bot.storage import open_storage
from tests.telegram.bot_api_peer import TOKEN, BotApiPeer

TURN_POINTS = ("understood", "message_saved", "replies_saved", "before_commit", "committed")
DELIVERY_POINTS = ("attempt_begun", "delivered", "settled")
WORDS = "老板欠我3个月工资"
MARK = "（网络刚才不通，下面这条可能重复。）\n"
UNDISTURBED = 6999


@pytest.fixture(scope="module")
def nursery() -> Iterator[subprocess.Popen[str]]:
    """The process that has loaded the knowledge, from which houses are forked."""
    with subprocess.Popen(
        [sys.executable, "-m", "tests.telegram.dying_house"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
        env={**os.environ, "OMP_NUM_THREADS": "1"},
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == "loaded\n"
        yield process
        process.kill()


@dataclass
class MortalHouse:
    """One house after the other on the same database."""

    nursery: subprocess.Popen[str]
    order: dict[str, Any]
    pid: int = 0
    url: str = ""
    deaths: list[str] = field(default_factory=list)

    async def start(self) -> None:
        assert self.nursery.stdin is not None
        assert self.nursery.stdout is not None
        self.nursery.stdin.write(json.dumps(self.order) + "\n")
        self.nursery.stdin.flush()
        ready, _, _ = await asyncio.to_thread(select.select, [self.nursery.stdout], [], [], 60)
        assert ready, "the house said nothing; its traceback is above"
        line = json.loads(self.nursery.stdout.readline())
        self.pid, self.url = line["pid"], f"http://127.0.0.1:{line['port']}"

    def arm(self, point: str) -> None:
        Path(self.order["armed"]).write_text(point, "utf-8")

    async def died_at(self, point: str) -> None:
        async with asyncio.timeout(20):
            while self.lives():  # noqa: ASYNC110 - another process
                await asyncio.sleep(0.02)
        assert not Path(self.order["armed"]).exists()  # noqa: ASYNC240
        self.deaths.append(point)

    def lives(self) -> bool:
        with suppress(ProcessLookupError):
            os.kill(self.pid, 0)
            return True
        return False

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)


async def test_killed_anywhere_nothing_is_lost_and_nothing_is_said_twice(
    nursery: subprocess.Popen[str], database: str, tmp_path: Path
) -> None:
    peer = BotApiPeer()
    async with peer.serving() as peer_url:
        house = MortalHouse(
            nursery,
            {
                "armed": str(tmp_path / "armed"),
                "settings": {
                    "FENGQIAO_DATA_DIR": str(tmp_path),
                    "FENGQIAO_DATABASE_URL": database,
                    "FENGQIAO_TELEGRAM_TOKEN": TOKEN,
                    "FENGQIAO_TELEGRAM_BASE_URL": peer_url,
                    "FENGQIAO_TELEGRAM_ANSWER_SECONDS": "1",
                },
            },
        )
        try:
            await house.start()
            await peer.say(UNDISTURBED, WORDS)
            expected = await _delivered(database, UNDISTURBED)
            assert len(peer.texts(UNDISTURBED)) == len(expected) - 1
            for point in TURN_POINTS:
                await _web_citizen(house, point, [m.text for m in expected])
            for number, point in enumerate((*TURN_POINTS, *DELIVERY_POINTS)):
                await _telegram_citizen(house, peer, database, point, 7000 + number)
        finally:
            house.kill()
        assert house.deaths == [*TURN_POINTS, *TURN_POINTS, *DELIVERY_POINTS]


async def _web_citizen(house: MortalHouse, point: str, expected: list[str]) -> None:
    """Says something, is cut off, says it again under the same id, as the page does."""
    said = {"text": WORDS, "client_id": str(uuid.uuid4())}
    async with ClientSession(cookie_jar=CookieJar(unsafe=True)) as browser:
        async with browser.post(house.url + "/api/v1/chat/sessions", json={}) as answer:
            assert answer.status == 201
        house.arm(point)
        with pytest.raises((ClientError, TimeoutError)):
            await browser.post(house.url + "/api/v1/chat/messages", json=said)
        await house.died_at(point)
        await house.start()
        async with browser.post(house.url + "/api/v1/chat/messages", json=said) as answer:
            assert answer.status == 200
            assert (await answer.json())["repeated"] == (point == "committed"), point
        async with browser.get(house.url + "/api/v1/chat/messages") as answer:
            shown = (await answer.json())["messages"]
        assert [m["text"] for m in shown] == expected, point
        assert len({m["id"] for m in shown}) == len(shown)


async def _telegram_citizen(house: MortalHouse, peer: BotApiPeer, database: str, point: str, chat: int) -> None:
    """Says something once; the peer repeats the update until it is confirmed."""
    house.arm(point)
    await peer.say(chat, WORDS)
    await house.died_at(point)
    await house.start()
    talk = await _delivered(database, chat)
    assert [m.text for m in talk if m.author is Author.CITIZEN] == [WORDS], point
    replies = [m for m in talk if m.author is not Author.CITIZEN]
    heard = [text.removeprefix(MARK) for text in peer.texts(chat)]
    marked = [text for text in peer.texts(chat) if text.startswith(MARK)]
    undisturbed = peer.texts(UNDISTURBED)
    # killed after the peer had it and before that was recorded: said once more; killed before: nobody can know
    assert heard == ([undisturbed[0]] if point == "delivered" else []) + undisturbed, point
    assert len(marked) == (1 if point in {"attempt_begun", "delivered"} else 0), point
    assert sum(m.repeated for m in replies) == len(marked), point
    assert {m.delivery for m in replies} == {Delivery.SENT}, point


async def _delivered(database: str, chat: int) -> tuple[StoredMessage, ...]:
    """The talk once everything in it has arrived."""
    storage = open_storage(database)
    try:
        async with asyncio.timeout(30):
            while True:
                async with storage.unit_of_work(reading=True) as uow:
                    talk = tuple(await uow.messages.of_address(CitizenAddress("telegram", str(chat))))
                if len(talk) > 1 and all(m.delivery in {Delivery.SENT, Delivery.SHOWN} for m in talk):
                    return talk
                await asyncio.sleep(0.1)
    finally:
        await storage.close()
