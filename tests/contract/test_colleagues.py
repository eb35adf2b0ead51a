"""Colleagues in a talk: asked in private, invited to speak, a supervisor who takes over and hands back; read marks."""

import asyncio

import pytest

from bot.domain.consultation import ConsultationKind
from bot.domain.handoff import HandoffMove, HandoffStatus
from bot.domain.messages import CitizenAddress
from bot.domain.staff import Role, StaffMember
from bot.errors import BadInput, Conflict, NotAllowed, NotFound
from bot.service.answer_citizen import answer_citizen
from bot.service.ask_colleague import ask_colleague, end_consultation, list_wanted
from bot.service.claim_handoff import claim_handoff
from bot.service.close_handoff import close_handoff
from bot.service.list_my_talks import list_my_talks
from bot.service.note_staff_read import note_staff_read
from bot.service.read_handoff import read_handoff
from bot.service.read_talk import read_talk
from bot.service.set_presence import set_presence
from bot.service.take_over import hand_back, take_over
from tests.office_setup import WINDOW, House, waiting_handoff

ANNA = CitizenAddress("web", "anna")


@pytest.fixture
async def held(house: House) -> tuple[str, StaffMember, StaffMember]:
    """A talk, its holder, and a colleague of the same room."""
    chen, wu = await house.staff("陈静"), await house.staff("吴敏")
    handoff_id = await waiting_handoff(house)
    await claim_handoff(house.desk, chen, handoff_id)
    return handoff_id, chen, wu


async def test_a_colleague_is_asked_and_answers_among_staff(
    house: House, held: tuple[str, StaffMember, StaffMember]
) -> None:
    handoff_id, chen, wu = held
    with pytest.raises(NotAllowed):
        await answer_citizen(house.desk, wu, handoff_id, "插一句", "c0", private=True)
    await ask_colleague(house.desk, chen, handoff_id, wu.id, "这种情况算加班吗？", kind=ConsultationKind.ASK)
    with pytest.raises(Conflict):
        await ask_colleague(house.desk, chen, handoff_id, wu.id, "再问一次", kind=ConsultationKind.JOIN)
    (wanted,) = await list_wanted(house.desk, wu)
    assert (wanted.handoff.id, wanted.asked_by, wanted.consultation.question) == (
        handoff_id,
        "陈静",
        "这种情况算加班吗？",
    )
    with pytest.raises(NotAllowed):
        await answer_citizen(house.desk, wu, handoff_id, "我直接说", "c1")
    await answer_citizen(house.desk, wu, handoff_id, "算，看排班表", "c2", private=True)
    assert await list_wanted(house.desk, wu) == ()
    said = [message.text for message in (await read_talk(house.desk, ANNA)).messages]
    assert not any("加班" in text or "排班" in text for text in said)
    view = await read_handoff(house.desk, chen, handoff_id)
    assert [m.text for m in view.messages][-2:] == ["@吴敏：这种情况算加班吗？", "算，看排班表"]
    assert [e.move for e in view.history][-2:] == [HandoffMove.ASKED, HandoffMove.COLLEAGUE_ANSWERED]
    assert view.handoff.claimed_by == chen.id


async def test_an_invited_colleague_speaks_and_the_holder_stays(
    house: House, held: tuple[str, StaffMember, StaffMember]
) -> None:
    handoff_id, chen, wu = held
    await ask_colleague(house.desk, chen, handoff_id, wu.id, "请一起谈", kind=ConsultationKind.JOIN)
    assert "吴敏也来了" in (await read_talk(house.desk, ANNA)).messages[-1].text
    await answer_citizen(house.desk, wu, handoff_id, "我也听听", "c1")
    talk = await read_talk(house.desk, ANNA)
    assert (talk.messages[-1].author_name, talk.staff_name) == ("吴敏", "陈静")
    assert [h.id for h in await list_my_talks(house.desk, chen)] == [handoff_id]
    with pytest.raises(NotAllowed):
        await close_handoff(house.desk, wu, handoff_id, "answered")
    other = await house.staff("钱英")
    with pytest.raises(NotAllowed):
        await end_consultation(house.desk, other, handoff_id, wu.id)
    assert await end_consultation(house.desk, wu, handoff_id, wu.id, "先走了")
    with pytest.raises(NotAllowed):
        await answer_citizen(house.desk, wu, handoff_id, "还有一句", "c2")
    await ask_colleague(house.desk, chen, handoff_id, other.id, "请看看", kind=ConsultationKind.JOIN)
    await close_handoff(house.desk, chen, handoff_id, "answered")
    assert await list_wanted(house.desk, other) == ()


async def test_whom_nobody_may_ask(house: House, held: tuple[str, StaffMember, StaffMember]) -> None:
    handoff_id, chen, wu = held
    stranger = await house.staff("外人", organisation=WINDOW)
    clerk = await house.staff("登记", Role.REGISTRAR, here=False)
    for nobody in (stranger.id, clerk.id, chen.id, "x"):
        with pytest.raises(BadInput):
            await ask_colleague(house.desk, chen, handoff_id, nobody, "在吗", kind=ConsultationKind.ASK)
    with pytest.raises(BadInput):
        await ask_colleague(house.desk, chen, handoff_id, wu.id, " ", kind=ConsultationKind.ASK)
    with pytest.raises(NotAllowed):
        await ask_colleague(house.desk, wu, handoff_id, chen.id, "在吗", kind=ConsultationKind.ASK)


async def test_a_supervisor_takes_over_and_hands_back(house: House, held: tuple[str, StaffMember, StaffMember]) -> None:
    handoff_id, chen, wu = held
    boss = await house.staff("主管", Role.SUPERVISOR)
    with pytest.raises(NotAllowed):
        await take_over(house.desk, wu, handoff_id, "我来")
    with pytest.raises(BadInput):
        await take_over(house.desk, boss, handoff_id, "")
    async with house.storage.announcer.listen(f"staff:{chen.id}") as told:
        taken = await take_over(house.desk, boss, handoff_id, "当事人投诉")
        await asyncio.wait_for(anext(told), 5)
    assert (taken.status, taken.claimed_by) == (HandoffStatus.CLAIMED, boss.id)
    assert "主管" in (await read_talk(house.desk, ANNA)).messages[-1].text
    with pytest.raises(NotAllowed):
        await answer_citizen(house.desk, chen, handoff_id, "我还在说", "c1")
    with pytest.raises(Conflict):
        await take_over(house.desk, boss, handoff_id, "再来一次")
    view = await read_handoff(house.desk, boss, handoff_id)
    assert view.taken_from == "陈静"
    assert "当事人投诉" in [m for m in view.messages if m.private][-1].text
    house.clock.go_on(minutes=10)
    with pytest.raises(Conflict, match="不在"):
        await hand_back(house.desk, boss, handoff_id)
    await set_presence(house.desk, chen, present=True, accepting=True)
    back = await hand_back(house.desk, boss, handoff_id, "已安抚")
    assert back.claimed_by == chen.id
    view = await read_handoff(house.desk, chen, handoff_id)
    moves = [e.move for e in view.history]
    assert moves[-2:] == [HandoffMove.TAKEN_OVER, HandoffMove.HANDED_BACK]
    assert view.history[-2].details == {"former": chen.id}
    assert view.taken_from == ""
    with pytest.raises(Conflict):
        await hand_back(house.desk, chen, handoff_id)


async def test_two_supervisors_at_once_leave_one_holder(
    house: House, held: tuple[str, StaffMember, StaffMember]
) -> None:
    handoff_id, chen, _ = held
    bosses = [await house.staff(f"主管{number}", Role.SUPERVISOR) for number in range(3)]
    await asyncio.gather(*(take_over(house.desk, boss, handoff_id, "同时") for boss in bosses))
    view = await read_handoff(house.desk, bosses[0], handoff_id)
    holders = [e.staff_id for e in view.history if e.move is HandoffMove.TAKEN_OVER]
    formers = [e.details["former"] for e in view.history if e.move is HandoffMove.TAKEN_OVER]
    assert sorted(holders) == sorted(boss.id for boss in bosses)
    assert formers == [chen.id, *holders[:-1]]  # each took it from the one before: never two at once
    assert view.handoff.claimed_by == holders[-1]


async def test_the_citizen_sees_that_his_words_were_read(
    house: House, held: tuple[str, StaffMember, StaffMember]
) -> None:
    handoff_id, chen, wu = held
    said = (await house.say("anna", "您看到了吗")).message
    assert (await read_talk(house.desk, ANNA)).staff_read_up_to < said.id
    assert not await note_staff_read(house.desk, wu, handoff_id, said.id)  # who only looks in leaves no mark
    assert await note_staff_read(house.desk, chen, handoff_id, said.id)
    assert not await note_staff_read(house.desk, chen, handoff_id, said.id - 1)
    assert (await read_talk(house.desk, ANNA)).staff_read_up_to == said.id
    stranger = await house.staff("外人", organisation=WINDOW)
    with pytest.raises(NotFound):
        await note_staff_read(house.desk, stranger, handoff_id, said.id)
