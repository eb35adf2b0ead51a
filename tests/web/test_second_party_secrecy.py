"""What is said in private never leaves the room: whatever is said in whatever order, and whichever way one reads.

The ways are taken from the router itself, so that a new page or call is walked as soon as it exists.
"""

import asyncio
import contextlib
import random
import uuid
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from bot.domain.mediation import JOINT
from bot.domain.messages import CitizenAddress
from bot.domain.staff import StaffMember
from bot.service.correct_triage import correct_triage
from bot.service.export_corrections import export_corrections
from bot.service.reference_room import ReferenceRoom
from bot.service.second_party.answer_invitation import Consents, Key, accept_invitation
from bot.service.second_party.ask_applicant import ask_applicant
from bot.service.second_party.invite import invite_party
from bot.service.second_party.joint_room import open_joint_room
from tests.web.conftest import House, Visitor, running_house
from tests.web.test_files import form

YES = Consents(to_mediation=True, to_privacy=True)


@dataclass
class Rooms:
    """Three people, and who said which secret word in which room."""

    house: House
    parties: dict[str, Visitor]
    mediator: Visitor
    chen: StaffMember
    handoffs: dict[str, str]
    link: str
    secrets: dict[str, list[str]] = field(default_factory=lambda: {"anna": [], "bert": []})
    joint: list[str] = field(default_factory=list)
    files: list[str] = field(default_factory=list)

    async def speak(self, chance: random.Random, number: int) -> None:
        speaker, room = chance.choice(("anna", "bert", "chen")), chance.choice(("private", JOINT, "private"))
        word = f"暗语{number}号{chance.randrange(10**6)}"
        to = speaker if speaker in self.parties else chance.choice(tuple(self.parties))
        (self.joint if room == JOINT else self.secrets[to]).append(word)
        content = {"text": f"我说{word}", "client_id": str(uuid.uuid4()), "room": room}
        if speaker == "chen":
            answer = await self.mediator.post(f"/api/v1/staff/handoffs/{self.handoffs[to]}/messages", content)
        elif chance.random() < 0.2:
            data = form(f"{word}的文件".encode(), f"{word}.txt", text=word, declared="text/plain")
            data.add_field("room", room)
            answer = await self.parties[speaker].post("/api/v1/chat/attachments", data=data)
            self.files += [file["id"] for file in (await answer.json())["message"]["attachments"]]
        else:
            answer = await self.parties[speaker].post("/api/v1/chat/messages", content)
        assert answer.status == 200, await answer.text()

    def ways(self) -> list[str]:
        """Every address that can be read, with every id there is in every place."""
        ids = [*self.handoffs.values(), *self.files]
        found = []
        for route in self.house.app.router.routes():
            path = route.resource.canonical if route.resource else ""
            if route.method != "GET" or path.startswith("/static") or path.endswith("/events"):
                continue
            tokens = {"{token}": [self.link], "{id}": ids, "{attachment}": self.files or ["0"]}
            paths = [path]
            for place, values in tokens.items():
                paths = [each.replace(place, value) for each in paths for value in (values if place in each else [""])]
            found += [each for each in paths if "{" not in each]
        assert len(found) > 40
        return found


async def stream(visitor: Visitor, path: str) -> str:
    """What an event stream says within a moment."""
    heard = b""
    with contextlib.suppress(TimeoutError):
        async with asyncio.timeout(0.6), visitor.session.get(visitor.base + path) as answer:
            async for piece in answer.content.iter_any():
                heard += piece
    return heard.decode()


@pytest.fixture
async def busy_house(tmp_path: Path, room: ReferenceRoom) -> AsyncIterator[House]:
    limits = {f"FENGQIAO_{name}_PER_MINUTE": "9999" for name in ("MESSAGES", "FILES", "SESSIONS", "SIGN_INS")}
    async for running in running_house(tmp_path, room, **limits):
        yield running


async def three_people(house: House) -> Rooms:
    anna, bert, mediator = house.visitor(), house.visitor(), await house.staff("陈静")
    await anna.ask_for_a_person()
    handoff = await mediator.claim_first()
    async with house.desk.unit_of_work(reading=True) as uow:
        chen = await uow.staff.by_name("陈静")
    assert chen is not None
    await ask_applicant(house.desk, chen, handoff, about="工资的事", applicant_name="李女士")
    await anna.say("同意邀请对方")
    fresh = await invite_party(house.desk, chen, handoff)
    session = (await (await bert.post("/api/v1/chat/sessions")).json())["session"]["id"]
    address = CitizenAddress("web", session)
    mediation = await accept_invitation(house.desk, Key(token=fresh.link_token), address, YES, "王先生")
    await open_joint_room(house.desk, chen, handoff)
    handoffs = {"anna": handoff, "bert": mediation.respondent_handoff_id or ""}
    return Rooms(house, {"anna": anna, "bert": bert}, mediator, chen, handoffs, fresh.link_token)


@pytest.mark.parametrize("seed", [1, 2])
async def test_no_way_of_reading_shows_a_party_what_the_other_said_in_private(busy_house: House, seed: int) -> None:
    rooms = await three_people(busy_house)
    chance = random.Random(seed)
    for number in range(24):
        await rooms.speak(chance, number)
    assert all(len(words) > 2 for words in (*rooms.secrets.values(), rooms.joint))
    for name, visitor in rooms.parties.items():
        other = "bert" if name == "anna" else "anna"
        own = ""
        for path in rooms.ways():
            body = (await (await visitor.get(path)).read()).decode("utf-8", "replace")
            leaked = [word for word in rooms.secrets[other] if word in body]
            assert leaked == [], path
            own += body
        streamed = await stream(visitor, "/api/v1/chat/events")
        assert [word for word in rooms.secrets[other] if word in streamed] == []
        for word in (*rooms.secrets[name], *rooms.joint):  # the test would see a leak: it sees all that may be seen
            assert word in own
            assert word in streamed


async def test_staff_find_private_words_in_the_talk_itself_and_nowhere_else(busy_house: House) -> None:
    rooms = await three_people(busy_house)
    chance = random.Random(3)
    for number in range(16):
        await rooms.speak(chance, number)
    everything = [word for words in rooms.secrets.values() for word in words]
    for name, handoff in rooms.handoffs.items():
        other = "bert" if name == "anna" else "anna"
        for path in (path for path in rooms.ways() if rooms.handoffs[other] not in path):
            if any(file in path for file in rooms.files) or "/join" in path:
                continue
            body = (await (await rooms.mediator.get(path)).read()).decode("utf-8", "replace")
            assert [word for word in rooms.secrets[other] if word in body] == [], path
            if handoff not in path:
                assert [word for word in everything if word in body] == [], path
        view = await (await rooms.mediator.get(f"/api/v1/staff/handoffs/{handoff}")).json()
        assert [word for word in everything if word in str(view["brief"])] == []
    for word in everything:
        for path in (f"/console/cases?q={word}", f"/console/laws?q={word}", f"/console/disputes?q={word}"):
            body = (await (await rooms.mediator.get(path)).text()).replace(f'value="{word}"', "")
            assert f"我说{word}" not in body
    stranger = await busy_house.staff("外人", organisation="lugu-street")
    for path in rooms.ways():
        body = (await (await stranger.get(path)).read()).decode("utf-8", "replace")
        assert [word for word in (*everything, *rooms.joint) if word in body] == [], path


async def test_private_words_teach_no_model(busy_house: House) -> None:
    rooms = await three_people(busy_house)
    chance = random.Random(4)
    for number in range(12):
        await rooms.speak(chance, number)
    for handoff in rooms.handoffs.values():
        await correct_triage(
            busy_house.desk, rooms.chen, handoff, category="labour", subtype="unpaid_wages", reason="核对过"
        )
    exported = str(await export_corrections(busy_house.desk))
    assert "三个月" in exported  # what the applicant told before anybody was invited
    assert "暗语" not in exported
