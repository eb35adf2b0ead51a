"""Shared parts of the tests of storage and service: a database, a front desk with quick rules, staff."""

import itertools
import shutil
from collections.abc import AsyncIterator, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, cast

import pytest

from bot.dialogue.decision import Decision, Situation
from bot.domain.conversation import Conversation, Holder, Stage
from bot.domain.dispute import DisputeApplication
from bot.domain.handoff import HandoffKind, HandoffRequest
from bot.domain.messages import CitizenAddress, CitizenMessage, Reply
from bot.domain.staff import Role, StaffMember
from bot.service.front_desk import DeskSettings, FrontDesk
from bot.service.manage_staff import add_staff
from bot.service.ports import ReferenceRoom
from bot.service.receive_message import ReceivedTurn, receive_message
from bot.service.set_presence import set_presence
from bot.storage import Storage, open_storage
from bot.storage.migrate import migrate
from bot.storage.rows import Row
from knowledge.directory import Directory
from knowledge.organisations import Organisation
from nlp.findings import Risk, RiskFinding, ScoredCategory, Understanding
from tests.postgres_server import PostgresServer, postgres_server

ROOM, WINDOW, DISTRICT = "lugu-street", "labour-committee", "district-committee"
START = datetime(2026, 11, 25, 9, 0, tzinfo=UTC)


class HandClock:
    """A clock that a test moves by hand."""

    def __init__(self, moment: datetime = START) -> None:
        self.moment = moment

    def now(self) -> datetime:
        return self.moment

    def go_on(self, **units: float) -> None:
        self.moment += timedelta(**units)


class QuickRoom:
    """The real sample directory, and an understanding without models: enough for the quick rules below."""

    def __init__(self) -> None:
        self.directory = Directory.load()
        self._known = {organisation.id: organisation for organisation in self.directory.organisations}

    def organisation(self, organisation_id: str) -> Organisation | None:
        return self._known.get(organisation_id)

    def organisation_for(self, kind: str, place: str | None, risk: Risk | None) -> Organisation:
        return self.directory.find(kind, place, risk)

    def understand(self, text: str, today: date, awaiting: str | None = None) -> Understanding:
        risk = RiskFinding(Risk.RED if "危险" in text else Risk.YELLOW)
        category = ScoredCategory("labour", 0.9)
        return Understanding(text, f"{awaiting}|{text}", (category,), "unpaid_wages", (), risk, {})


def quick_rules(heard: Understanding, conversation: Conversation, desk: Any, situation: Situation) -> Decision:
    """Rules that answer by key word; everything else is echoed with the number of the turn and what was awaited."""
    text = heard.text
    nxt = replace(conversation, turns=conversation.turns + 1, risk=min(heard.risk.grade, conversation.risk, key=_place))
    if conversation.holder is Holder.STAFF_MEMBER:
        return Decision("silent", (Reply("这句话不该出现"),), nxt)
    kinds = {
        "人工": (HandoffKind.MEDIATION_ROOM, ROOM),
        "律师": (HandoffKind.LAWYER_WINDOW, WINDOW),
        "危险": (HandoffKind.EMERGENCY, DISTRICT),
        "回电": (HandoffKind.CALLBACK, ROOM),
        "答错": (HandoffKind.COMPLAINT, ROOM),
    }
    for word, (kind, organisation) in kinds.items():
        if word in text:
            brief = {"category": "labour", "subtype": "unpaid_wages", "headline": text}
            request = HandoffRequest(kind, organisation, nxt.risk, brief, note=text, phone="13800000000")
            return Decision(word, (Reply(f"转接：{text}"),), nxt, handoff=request)
    if "不等" in text:
        return Decision("leave", (Reply("好的"),), nxt, withdraw=True)
    if "申请" in text:
        application = DisputeApplication(
            organisation_id=ROOM,
            category="labour",
            subtype="unpaid_wages",
            risk=Risk.YELLOW,
            summary=text,
            facts={"months": 3},
            applicant_name="李女士",
            phone="13800000000",
            consented=True,
        )
        return Decision("apply", (Reply("正在登记"),), nxt, application=application)
    if "删除" in text:
        return Decision("erase", (Reply("马上删除"),), nxt, erase=True, withdraw=True)
    if "再见" in text:
        return Decision("bye", (Reply("再见"),), replace(nxt, stage=Stage.CLOSED))
    if "位置" in text:
        return Decision("place", (Reply(f"位置 {situation.queue_position}"),), nxt)
    echo = Reply(f"{nxt.turns}:{conversation.awaiting}:{text}", choices=("是", "否"))
    return Decision("echo", (echo,), replace(nxt, awaiting=f"问题{nxt.turns}"))


def _place(risk: Risk) -> int:
    return list(Risk).index(risk)


@dataclass
class House:
    """A front desk over a database, with short ways to play citizens and staff."""

    storage: Storage
    clock: HandClock
    desk: FrontDesk
    numbers: Iterator[int] = field(default_factory=lambda: itertools.count(1))

    async def say(self, account: str, text: str, external_id: str | None = None, channel: str = "web") -> ReceivedTurn:
        self.clock.go_on(milliseconds=1)
        sender = CitizenAddress(channel, account)
        known = external_id or f"m{next(self.numbers)}"
        return await receive_message(self.desk, CitizenMessage(sender, known, text, self.clock.now()))

    async def staff(
        self, name: str, role: Role = Role.MEDIATOR, organisation: str = ROOM, *, here: bool = True
    ) -> StaffMember:
        member = await add_staff(self.desk, name, role, organisation)
        if here:
            await set_presence(self.desk, member, present=True, accepting=True)
        return member


def make_house(storage: Storage, clock: HandClock | None = None, **settings: Any) -> House:
    clock = clock or HandClock()
    desk = FrontDesk(
        unit_of_work=storage.unit_of_work,
        announcer=storage.announcer,
        clock=clock,
        settings=DeskSettings(**settings),
        room=cast("ReferenceRoom", QuickRoom()),
        decide=quick_rules,
    )
    return House(storage, clock, desk)


@pytest.fixture(scope="session")
def server() -> Iterator[PostgresServer]:
    with postgres_server() as running:
        yield running


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def empty_database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    if request.param == "sqlite":
        yield f"sqlite+aiosqlite:///{tmp_path / 'fengqiao.db'}"
        return
    running: PostgresServer = request.getfixturevalue("server")
    url = running.new_database()
    yield url
    running.drop(url)


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated file to copy: faster than migrating for each test."""
    path = tmp_path_factory.mktemp("template") / "fengqiao.db"
    migrate(f"sqlite+aiosqlite:///{path}")
    return path


async def waiting_handoff(house: House, account: str = "anna", words: str = "人工") -> str:
    """A citizen asks for people; returns the id of the handoff."""
    await house.say(account, words)
    async with house.storage.unit_of_work(reading=True) as uow:
        talks = await uow.conversations.of_address(CitizenAddress("web", account))
        return (await uow.handoffs.of_conversations([talks[-1].conversation.id]))[-1].id


@pytest.fixture(scope="session")
def postgres_database(server: PostgresServer) -> str:
    url = server.new_database()
    migrate(url)
    return url


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """A migrated database without rows."""
    if request.param == "sqlite":
        shutil.copy(request.getfixturevalue("sqlite_template"), tmp_path / "fengqiao.db")
        yield f"sqlite+aiosqlite:///{tmp_path / 'fengqiao.db'}"
        return
    running: PostgresServer = request.getfixturevalue("server")
    url: str = request.getfixturevalue("postgres_database")
    yield url
    running.empty(url, Row.metadata.tables)


@pytest.fixture
async def storage(database: str) -> AsyncIterator[Storage]:
    opened = open_storage(database)
    yield opened
    await opened.close()


@pytest.fixture
def house(storage: Storage) -> House:
    return make_house(storage)
