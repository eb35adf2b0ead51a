"""A whole house for web tests: real database, real knowledge, real rules, over HTTP."""

import re
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from aiohttp import ClientSession, CookieJar, web
from aiohttp.test_utils import TestServer

from bot.assemble import assemble
from bot.domain.staff import Role
from bot.service.front_desk import FrontDesk
from bot.service.manage_staff import add_staff, issue_sign_in
from bot.service.reference_room import ReferenceRoom
from bot.settings import Settings
from bot.storage.migrate import migrate
from bot.web.keys import DESK

WAGES = "老板拖欠我三个月工资，一共三万，我在麓谷"
LABOUR, STREET = "labour-committee", "lugu-street"


@pytest.fixture(scope="session")
def room(tmp_path_factory: pytest.TempPathFactory) -> ReferenceRoom:
    return ReferenceRoom.load(tmp_path_factory.mktemp("room"))


@dataclass
class Visitor:
    """A browser with its cookies."""

    session: ClientSession
    base: str

    async def get(self, path: str, **more: Any) -> Any:
        return await self.session.get(self.base + path, **more)

    async def post(self, path: str, content: Any = None, **more: Any) -> Any:
        if "data" in more or "json" in more:
            return await self.session.post(self.base + path, **more)
        return await self.session.post(self.base + path, json={} if content is None else content, **more)

    async def say(self, text: str, client_id: str | None = None) -> Any:
        answer = await self.post("/api/v1/chat/messages", {"text": text, "client_id": client_id or str(uuid.uuid4())})
        content = await answer.json()
        assert answer.status == 200, content
        return content

    async def ask_for_a_person(self) -> None:
        await self.say(WAGES)
        await self.say("转人工")
        state = (await (await self.get("/api/v1/chat/messages")).json())["state"]
        assert state["holder"] == "staff_queue", state

    async def queue(self) -> dict[str, Any]:
        answer = await self.get("/api/v1/staff/queue")
        assert answer.status == 200
        found: dict[str, Any] = await answer.json()
        return found

    async def claim_first(self) -> str:
        waiting = await self.queue()
        handoff: str = (waiting["waiting"] + waiting["emergencies"])[0]["id"]
        answer = await self.post(f"/api/v1/staff/handoffs/{handoff}/claim")
        assert answer.status == 200, await answer.text()
        return handoff

    async def answer(self, handoff: str, text: str, **more: Any) -> Any:
        content = {"text": text, "client_id": str(uuid.uuid4()), **more}
        return await self.post(f"/api/v1/staff/handoffs/{handoff}/messages", content)


@dataclass
class House:
    """A running application."""

    server: TestServer
    app: web.Application
    sessions: list[ClientSession] = field(default_factory=list)

    @property
    def desk(self) -> FrontDesk:
        return self.app[DESK]

    def visitor(self) -> Visitor:
        session = ClientSession(cookie_jar=CookieJar(unsafe=True))
        self.sessions.append(session)
        return Visitor(session, str(self.server.make_url("")).rstrip("/"))

    async def token_of(self, name: str, role: Role = Role.MEDIATOR, organisation: str = LABOUR) -> str:
        await add_staff(self.desk, name, role, organisation)
        return await issue_sign_in(self.desk, name)

    async def staff(self, name: str, role: Role = Role.MEDIATOR, organisation: str = LABOUR) -> Visitor:
        """Somebody signed in and, where the role takes talks, present."""
        colleague = self.visitor()
        answer = await colleague.post("/api/v1/staff/sign-in", {"token": await self.token_of(name, role, organisation)})
        assert answer.status == 200, await answer.text()
        await colleague.post("/api/v1/staff/presence", {"present": True, "accepting": True})
        return colleague


async def running_house(tmp_path: Path, room: ReferenceRoom, **variables: str) -> AsyncIterator[House]:
    settings = Settings.from_environment({"FENGQIAO_DATA_DIR": str(tmp_path / "data"), **variables})
    settings.data_dir.mkdir(exist_ok=True)
    migrate(settings.database_url)
    app = assemble(settings, room)
    server = TestServer(app)
    await server.start_server()
    house = House(server, app)
    try:
        yield house
    finally:
        for session in house.sessions:
            await session.close()
        await server.close()


@pytest.fixture
async def house(tmp_path: Path, room: ReferenceRoom) -> AsyncIterator[House]:
    async for running in running_house(tmp_path, room):
        yield running


def events_in(text: str) -> list[tuple[str, str, str]]:
    """(event, id, data) of a piece of a stream."""
    found = []
    for block in re.split(r"\n\n", text):
        fields = dict(line.partition(": ")[::2] for line in block.splitlines())
        if "event" in fields:
            found.append((fields["event"], fields.get("id", ""), fields["data"]))
    return found
