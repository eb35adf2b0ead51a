"""Two private rooms and a joint one: danger, refusal, the end, and that nothing is lost between them."""

import asyncio

import pytest

from bot.domain.conversation import Holder
from bot.domain.handoff import HandoffStatus
from bot.domain.mediation import JOINT, JointRoom, MediationState, Side
from bot.errors import AssistantError, BadInput, Conflict, NotFound, NotMediable
from bot.service.answer_citizen import answer_citizen
from bot.service.claim_handoff import claim_handoff
from bot.service.close_handoff import close_handoff
from bot.service.correct_triage import correct_triage
from bot.service.erase_citizen import erase_citizen
from bot.service.read_talk import read_talk
from bot.service.requeue_vanished import requeue_vanished
from bot.service.return_to_assistant import return_to_assistant
from bot.service.second_party.answer_invitation import (
    accept_invitation,
    refuse_invitation,
)
from bot.service.second_party.ask_applicant import ask_applicant
from bot.service.second_party.end_mediation import end_mediation, leave_mediation
from bot.service.second_party.joint_room import open_joint_room
from bot.service.set_presence import set_presence
from bot.service.transfer_handoff import transfer_handoff
from tests.contract.second_party_setup import ANNA, BERT, YES, Begun, begun
from tests.office_setup import ROOM, WINDOW

__all__ = ["begun"]


async def test_words_of_danger_in_any_room_stop_the_joint_room_until_staff_decide(begun: Begun) -> None:
    house, chen = begun.house, begun.chen
    own = await begun.both()
    await open_joint_room(house.desk, chen, begun.handoff_id)
    async with house.storage.announcer.listen("emergency") as alarms:
        await house.say("bert", "危险，我要动手")  # in his private room
        await asyncio.wait_for(anext(alarms), 5)
    assert (await begun.state())[1] is JointRoom.SUSPENDED
    anna = (await read_talk(house.desk, ANNA)).messages[-1]
    assert "先停一下" in anna.text
    assert "动手" not in anna.text
    with pytest.raises(Conflict):
        await begun.joint("anna", "怎么了")
    with pytest.raises(BadInput):
        await open_joint_room(house.desk, chen, begun.handoff_id)
    with pytest.raises(NotMediable):
        await open_joint_room(house.desk, chen, begun.handoff_id, "问过了")
    await correct_triage(house.desk, chen, own, risk="yellow", reason="气话，已当面问清")
    await open_joint_room(house.desk, chen, begun.handoff_id, "已当面问清")
    await begun.joint("anna", "我们接着谈")
    await begun.joint("bert", "危险")
    assert (await begun.state())[1] is JointRoom.SUSPENDED
    assert "危险" in [m.text for m in (await read_talk(house.desk, BERT)).messages]


async def test_a_refusal_ends_it_and_both_hear_of_the_other_roads(begun: Begun) -> None:
    house = begun.house
    await begun.agreed()
    link, _ = await begun.invited()
    await refuse_invitation(house.desk, link, "不想谈")
    told = (await read_talk(house.desk, ANNA)).messages[-1]
    assert "不愿意调解" in told.text
    assert {ref.label for ref in told.cites} == {"第十七条", "第二十六条"}
    assert "不想谈" not in told.text
    assert (await begun.state())[0] is MediationState.REFUSED
    with pytest.raises(NotFound):
        await accept_invitation(house.desk, link, BERT, YES)
    again = await ask_applicant(house.desk, begun.chen, begun.handoff_id, about="再试一次", applicant_name="李女士")
    assert again.state is MediationState.ASKING


async def test_a_party_stops_in_the_middle(begun: Begun) -> None:
    house = begun.house
    await begun.both()
    await open_joint_room(house.desk, begun.chen, begun.handoff_id)
    await leave_mediation(house.desk, BERT, "没意思")
    assert (await begun.state())[:2] == (MediationState.REFUSED, JointRoom.CLOSED)
    assert "这是您的权利" in await begun.last(BERT)
    assert "不愿意调解" in await begun.last(ANNA)
    with pytest.raises(NotFound):
        await leave_mediation(house.desk, BERT)
    with pytest.raises(Conflict):
        await begun.joint("anna", "等等")
    await house.say("anna", "那怎么办")  # the private talk goes on
    assert (await read_talk(house.desk, ANNA)).holder is Holder.STAFF_MEMBER


async def test_the_two_talks_have_one_holder(begun: Begun) -> None:
    house, chen = begun.house, begun.chen
    own = await begun.both()
    wu = await house.staff("吴敏")
    with pytest.raises(Conflict):
        await return_to_assistant(house.desk, chen, begun.handoff_id)
    with pytest.raises(Conflict):
        await transfer_handoff(house.desk, chen, own, WINDOW, citizen_agreed=True)
    await transfer_handoff(house.desk, chen, own, ROOM, staff_id=wu.id, note="请接着谈")
    await claim_handoff(house.desk, wu, own)
    async with house.storage.unit_of_work(reading=True) as uow:
        both = [await uow.handoffs.show(handoff) for handoff in (begun.handoff_id, own)]
    assert {(h.status, h.claimed_by) for h in both} == {(HandoffStatus.CLAIMED, wu.id)}
    await open_joint_room(house.desk, wu, own)
    house.clock.go_on(minutes=30)
    await set_presence(house.desk, chen, present=True, accepting=True)
    assert await requeue_vanished(house.desk) == 2
    with pytest.raises(Conflict):
        await begun.joint("anna", "还在吗")  # no mediator, no joint talk, and no assistant in it
    await claim_handoff(house.desk, chen, begun.handoff_id)
    await begun.joint("anna", "您好")
    await close_handoff(house.desk, chen, begun.handoff_id, "settled", "谈妥了")
    assert (await begun.state())[0] is MediationState.ENDED
    assert "结束了" in await begun.last(BERT)
    await answer_citizen(house.desk, chen, own, "再见", "c9")
    await close_handoff(house.desk, chen, own, "settled")


async def test_the_mediator_ends_it_with_a_reason(begun: Begun) -> None:
    desk, chen = begun.house.desk, begun.chen
    await begun.both()
    with pytest.raises(BadInput):
        await end_mediation(desk, chen, begun.handoff_id, "")
    await end_mediation(desk, chen, begun.handoff_id, "电话里说不谈了", refused_by=Side.APPLICANT)
    assert (await begun.state())[0] is MediationState.REFUSED
    assert "到这里为止" in await begun.last(ANNA)


async def test_both_speak_at_once_and_nothing_is_lost(begun: Begun) -> None:
    await begun.both()
    await open_joint_room(begun.house.desk, begun.chen, begun.handoff_id)
    lines = [(account, f"{account}第{number}句") for number in range(6) for account in ("anna", "bert")]
    await asyncio.gather(
        *(begun.joint(account, text) for account, text in lines),
        *(begun.house.say(account, f"{text}（单独）") for account, text in lines[:4]),
    )
    for address in (ANNA, BERT):
        said = [m.text for m in (await read_talk(begun.house.desk, address)).messages if m.kind == JOINT]
        assert sorted(text for text in said if "句" in text) == sorted(text for _, text in lines)


async def test_an_erased_party_leaves_no_words_in_the_other_talk(begun: Begun) -> None:
    await begun.both()
    await open_joint_room(begun.house.desk, begun.chen, begun.handoff_id)
    await begun.joint("anna", "我的名字是秘密")
    await begun.joint("bert", "我听到了")
    await erase_citizen(begun.house.desk, ANNA)
    said = [m.text for m in (await read_talk(begun.house.desk, BERT)).messages]
    assert "我听到了" in said
    assert "我的名字是秘密" not in said
    assert (await begun.state())[0] is MediationState.ENDED
    with pytest.raises(AssistantError):
        await begun.joint("bert", "还有人吗")
