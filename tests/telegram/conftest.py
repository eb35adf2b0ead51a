"""A whole house with Telegram switched on, and a peer that speaks the Bot API over HTTP."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Protocol

import pytest
from aiohttp.test_utils import TestServer

from bot.assemble import assemble
from bot.domain.messages import Author, CitizenAddress, Delivery, StoredMessage
from bot.service.front_desk import DeskSettings
from bot.service.read_talk import read_talk
from bot.service.reference_room import ReferenceRoom
from bot.settings import Settings
from bot.storage.migrate import migrate
from tests.office_setup import database, postgres_database, server, sqlite_template
from tests.telegram.bot_api_peer import TOKEN, BotApiPeer
from tests.web.conftest import House, room

__all__ = ["database", "postgres_database", "room", "server", "sqlite_template"]
ANNA = 7001
PUBLIC = "https://fengqiao.example"


@dataclass
class TelegramHouse(House):
    """A running application that knows one Telegram peer."""

    async def talk(self, chat: int) -> tuple[StoredMessage, ...]:
        return (await read_talk(self.desk, CitizenAddress("telegram", str(chat)))).messages

    async def hears(self, chat: int, text: str) -> None:
        """Wait until the citizen's words are in the talk."""
        await self._becomes(chat, lambda talk: any(m.text == text and m.author is Author.CITIZEN for m in talk))

    async def holds_files(self, chat: int, count: int) -> None:
        await self._becomes(chat, lambda talk: sum(len(m.attachments) for m in talk) == count)

    async def has_delivered(self, chat: int) -> None:
        """Wait until nothing waits any more."""
        await self._becomes(chat, lambda talk: all(m.delivery is not Delivery.SAVED for m in talk))

    async def reaches(self, chat: int, state: Delivery) -> StoredMessage:
        """Wait until a message is in a state."""
        await self._becomes(chat, lambda talk: any(m.delivery is state for m in talk))
        return next(m for m in await self.talk(chat) if m.delivery is state)

    async def _becomes(self, chat: int, holds: Callable[[tuple[StoredMessage, ...]], bool]) -> None:
        async with asyncio.timeout(20):
            while not holds(await self.talk(chat)):  # noqa: ASYNC110 - the tables are looked at
                await asyncio.sleep(0.05)


class OpenHouse(Protocol):
    def __call__(self, **more: Any) -> AbstractAsyncContextManager[TelegramHouse]: ...


@pytest.fixture
async def peer() -> BotApiPeer:
    return BotApiPeer()


@pytest.fixture
async def peer_url(peer: BotApiPeer) -> AsyncIterator[str]:
    async with peer.serving() as url:
        yield url


@pytest.fixture
def open_house(tmp_path: Path, room: ReferenceRoom, peer: BotApiPeer, peer_url: str) -> OpenHouse:
    """Opens the house; opened again it stands on the same database, as after a restart."""

    @asynccontextmanager
    async def opened(
        *, webhook: bool = False, rules: DeskSettings | None = None, **variables: str
    ) -> AsyncIterator[TelegramHouse]:
        settings = Settings.from_environment(
            {
                "FENGQIAO_DATA_DIR": str(tmp_path / "data"),
                "FENGQIAO_TELEGRAM_TOKEN": TOKEN,
                "FENGQIAO_TELEGRAM_BASE_URL": peer_url,
                "FENGQIAO_TELEGRAM_ANSWER_SECONDS": "10",
                **({"FENGQIAO_PUBLIC_URL": PUBLIC} if webhook else {}),
                **variables,
            }
        )
        settings.data_dir.mkdir(exist_ok=True)
        await asyncio.to_thread(migrate, settings.database_url)
        app = assemble(
            settings,
            room,
            rules=rules or DeskSettings(delivery_lease=timedelta(seconds=30), delivery_pause=timedelta(seconds=0.5)),
        )
        server = TestServer(app)
        await server.start_server()
        house = TelegramHouse(server, app)
        peer.reach = str(server.make_url("")).rstrip("/") if webhook else ""
        try:
            if webhook:
                await peer.wait_until(lambda: peer.webhook_url.startswith(PUBLIC))
            else:
                await peer.wait_until(lambda: any(call.method == "getUpdates" for call in peer.calls))
            yield house
        finally:
            for session in house.sessions:
                await session.close()
            await server.close()
            peer.calls.clear()
            peer.webhook_url = ""

    return opened
