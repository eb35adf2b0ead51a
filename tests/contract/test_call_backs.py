"""Messages left for people: a written answer takes the talk over, and never beside a new one."""

import pytest

from bot.domain.conversation import Holder
from bot.domain.messages import CitizenAddress
from bot.errors import Conflict
from bot.service.answer_citizen import answer_citizen
from bot.service.claim_handoff import claim_handoff
from bot.service.close_handoff import close_handoff
from bot.service.read_talk import read_talk
from tests.office_setup import House, waiting_handoff

ANNA = CitizenAddress("web", "anna")


async def test_a_written_answer_to_a_call_back_takes_the_talk_so_that_nobody_is_talked_over(house: House) -> None:
    chen = await house.staff("陈静")
    handoff_id = await waiting_handoff(house, words="请回电")
    await claim_handoff(house.desk, chen, handoff_id)
    assert (await house.say("anna", "在吗")).replies
    await answer_citizen(house.desk, chen, handoff_id, "我们看到了留言", "c1")
    assert (await house.say("anna", "好的")).replies == ()
    await close_handoff(house.desk, chen, handoff_id, "called_back")
    assert (await read_talk(house.desk, ANNA)).holder is Holder.NOBODY


async def test_an_answer_to_a_call_back_reopens_a_closed_talk_but_not_beside_a_new_one(house: House) -> None:
    chen = await house.staff("陈静")
    handoff_id = await waiting_handoff(house, words="请回电")
    await house.say("anna", "再见")
    await claim_handoff(house.desk, chen, handoff_id)
    await answer_citizen(house.desk, chen, handoff_id, "您好", "c1")
    assert (await house.say("anna", "您好")).replies == ()
    await close_handoff(house.desk, chen, handoff_id, "called_back")
    second = await waiting_handoff(house, words="请回电")
    await house.say("anna", "再见")
    await house.say("anna", "新的事")
    await claim_handoff(house.desk, chen, second)
    with pytest.raises(Conflict):
        await answer_citizen(house.desk, chen, second, "您好", "c2")
    await close_handoff(house.desk, chen, second, "called_back")
    assert (await read_talk(house.desk, ANNA)).holder is Holder.ASSISTANT
