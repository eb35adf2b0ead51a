"""The real rules, the real knowledge, both databases: from the first words to the file's progress and to erasure."""

import itertools

import pytest

from bot.domain.conversation import Holder
from bot.domain.messages import Author, CitizenAddress, CitizenMessage
from bot.domain.staff import Role
from bot.service.answer_citizen import answer_citizen
from bot.service.claim_handoff import claim_handoff
from bot.service.close_handoff import close_handoff
from bot.service.dispute_status import dispute_status
from bot.service.front_desk import FrontDesk
from bot.service.list_queue import list_queue
from bot.service.manage_staff import add_staff
from bot.service.read_handoff import read_handoff
from bot.service.read_outcome import read_outcome
from bot.service.read_talk import read_talk
from bot.service.receive_message import ReceivedTurn, receive_message
from bot.service.reference_room import ReferenceRoom
from bot.service.set_presence import set_presence
from bot.storage import Storage
from nlp.findings import Risk
from tests.web.conftest import room

__all__ = ["room"]
ANNA = CitizenAddress("web", "anna")
COMMITTEE = "labour-committee"


class Citizen:
    def __init__(self, desk: FrontDesk) -> None:
        self.desk = desk
        self._numbers = itertools.count()

    async def say(self, text: str) -> ReceivedTurn:
        message = CitizenMessage(ANNA, f"m{next(self._numbers)}", text, self.desk.now())
        turn = await receive_message(self.desk, message)
        again = await receive_message(self.desk, message)  # every message comes twice
        assert again.repeated
        assert [m.id for m in again.replies] == [m.id for m in turn.replies]
        return turn

    async def says_until(self, choice: str, text: str, answer: str = "跳过") -> ReceivedTurn:
        turn = await self.say(text)
        for _ in range(8):
            if choice in turn.replies[-1].choices:
                return turn
            turn = await self.say(answer)
        raise AssertionError([m.text for m in turn.replies])


@pytest.fixture
def desk(storage: Storage, room: ReferenceRoom) -> FrontDesk:
    return FrontDesk(unit_of_work=storage.unit_of_work, announcer=storage.announcer, room=room)


async def test_from_the_first_words_to_the_closed_talk(desk: FrontDesk) -> None:
    chen = await add_staff(desk, "陈静", Role.MEDIATOR, COMMITTEE)
    await set_presence(desk, chen, present=True, accepting=True)
    anna = Citizen(desk)
    first = await anna.says_until("申请调解", "老板拖欠我三个月工资，一共三万，我在麓谷")
    assert any(m.cites for m in first.replies)
    assert all(m.rule for m in first.replies)
    page = await read_outcome(desk, ANNA)
    assert page is not None
    assert page.category == "labour"
    await anna.say("找人工")
    assert (await read_talk(desk, ANNA)).holder is Holder.STAFF_QUEUE
    (entry,) = await list_queue(desk, chen)
    assert (entry.category, entry.subtype, entry.risk) == ("labour", "unpaid_wages", Risk.YELLOW)
    assert entry.headline
    await claim_handoff(desk, chen, entry.handoff.id)
    assert (await anna.say("您好，在吗")).replies == ()
    await answer_citizen(desk, chen, entry.handoff.id, "在的，请说", "c1")
    view = await read_handoff(desk, chen, entry.handoff.id)
    assert view.brief["articles"]
    assert {fact["name"] for fact in view.brief["facts"]} >= {"months", "place"}
    assert view.conversation.subject.category == "labour"
    await close_handoff(desk, chen, entry.handoff.id, "answered", "已解释")
    talk = await read_talk(desk, ANNA)
    assert talk.holder is Holder.NOBODY
    assert [m.author for m in talk.messages][-3:] == [Author.CITIZEN, Author.STAFF, Author.SYSTEM]
    anew = await anna.say("邻居半夜装修太吵")
    assert anew.replies
    assert (await read_talk(desk, ANNA)).holder is Holder.ASSISTANT


async def test_from_the_application_to_its_progress_and_to_erasure(desk: FrontDesk) -> None:
    anna = Citizen(desk)
    await anna.says_until("申请调解", "老板拖欠我三个月工资，一共三万，我在麓谷")
    await anna.says_until("确认提交", "申请调解", "同意")
    async with desk.unit_of_work(reading=True) as uow:
        assert await uow.disputes.of_address(ANNA) == []
    turn = await anna.say("确认提交")
    async with desk.unit_of_work(reading=True) as uow:
        (dispute,) = await uow.disputes.of_address(ANNA)
    assert dispute.application.organisation_id == COMMITTEE
    assert dispute.application.consented
    said = "\n".join(m.text for m in turn.replies)
    assert dispute.number in said
    assert dispute.code in said
    asked = await anna.say(f"编号{dispute.number}，查询码{dispute.code}，我的案子到哪了")
    assert any(dispute.number in m.text for m in asked.replies)
    await anna.says_until("确认删除", "删除我的数据")
    gone = await anna.say("确认删除")
    assert [m.text for m in (await read_talk(desk, ANNA)).messages] == [m.text for m in gone.replies]
    assert (await dispute_status(desk, dispute.number, dispute.code)).id == dispute.id


async def test_danger_goes_past_every_queue(desk: FrontDesk) -> None:
    officer = await add_staff(desk, "值班", Role.DISTRICT, "district-committee")
    chen = await add_staff(desk, "陈静", Role.MEDIATOR, COMMITTEE)
    for person in (officer, chen):
        await set_presence(desk, person, present=True, accepting=True)
    async with desk.announcer.listen("emergency") as heard:
        turn = await Citizen(desk).say("我老公拿刀要砍我，快救救我")
        assert await anext(heard) == "emergency"
    assert turn.replies[0].kind == "help"
    (entry,) = await list_queue(desk, officer)
    assert entry.risk is Risk.RED
    assert (await read_talk(desk, ANNA)).holder is Holder.STAFF_QUEUE
