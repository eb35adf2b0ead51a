"""Pain points 1 to 4, 6 and 7: who speaks, and when the assistant is silent or comes back."""

import asyncio
from dataclasses import replace

import pytest

from bot.dialogue.decision import Decision
from bot.domain.conversation import Holder
from bot.domain.messages import Author, CitizenAddress
from bot.service.answer_citizen import answer_citizen
from bot.service.claim_handoff import claim_handoff
from bot.service.close_handoff import close_handoff
from bot.service.read_talk import read_talk
from bot.service.return_to_assistant import return_to_assistant
from tests.office_setup import DISTRICT, House, waiting_handoff
from tests.web.conftest import House as WebHouse

ANNA = CitizenAddress("web", "anna")


async def authors(house: House) -> list[Author]:
    return [message.author for message in (await read_talk(house.desk, ANNA)).messages]


async def test_01_the_bot_does_not_talk_over_the_person(house: House) -> None:
    """Held by a person, no word of the assistant reaches the citizen, whatever he writes and whatever the rules want."""
    chen = await house.staff("陈静")
    handoff = await waiting_handoff(house)
    await claim_handoff(house.desk, chen, handoff)
    before = (await authors(house)).count(Author.ASSISTANT)
    for text in ("你好", "人工", "律师", "不等了", "申请调解", "位置"):
        turn = await house.say("anna", text)
        assert turn.replies == (), text
    await answer_citizen(house.desk, chen, handoff, "我在", "c1")
    assert (await authors(house)).count(Author.ASSISTANT) == before


async def test_01_an_answer_to_a_call_back_takes_the_talk_from_the_bot(house: House) -> None:
    chen = await house.staff("陈静")
    handoff = await waiting_handoff(house, words="回电")
    assert (await read_talk(house.desk, ANNA)).holder is Holder.ASSISTANT
    await claim_handoff(house.desk, chen, handoff)
    await answer_citizen(house.desk, chen, handoff, "您好，我看到了您的留言", "c1")
    assert (await house.say("anna", "你好")).replies == ()


async def test_02_two_wishes_in_one_instant_are_one_handoff_and_one_answer_each(house: House) -> None:
    turns = await asyncio.gather(*(house.say("anna", "人工", f"m{number}") for number in range(4)))
    assert len({turn.message.id for turn in turns}) == 4
    async with house.storage.unit_of_work(reading=True) as uow:
        talks = await uow.conversations.of_address(ANNA)
        handoffs = await uow.handoffs.of_conversations([talk.conversation.id for talk in talks])
    assert len([handoff for handoff in handoffs if handoff.live and handoff.status in {"waiting", "claimed"}]) == 1
    again = await asyncio.gather(*(house.say("anna", "人工", f"m{number}") for number in range(4)))
    assert all(turn.repeated for turn in again)
    assert [turn.replies for turn in again] == [turn.replies for turn in turns]


@pytest.mark.parametrize("end", ["handed back", "closed", "left the queue"])
async def test_03_the_bot_comes_back(house: House, end: str) -> None:
    chen = await house.staff("陈静")
    handoff = await waiting_handoff(house)
    if end == "left the queue":
        await house.say("anna", "不等了")
    else:
        await claim_handoff(house.desk, chen, handoff)
        if end == "closed":
            await close_handoff(house.desk, chen, handoff, "answered")
        else:
            await return_to_assistant(house.desk, chen, handoff, "助手可以继续")
    turn = await house.say("anna", "还想问一句")
    assert [reply.author for reply in turn.replies] == [Author.ASSISTANT]
    assert (await read_talk(house.desk, ANNA)).holder is Holder.ASSISTANT


async def test_04_a_fault_of_the_bot_is_answered_told_to_people_once_and_over_with_the_next_message(
    house: House,
) -> None:
    def broken(*_: object) -> Decision:
        raise KeyError("broken")

    whole = house.desk
    house.desk = replace(whole, decide=broken)
    first, second = await house.say("anna", "第一句"), await house.say("anna", "第二句")
    assert first.replies
    assert second.replies
    async with house.storage.unit_of_work(reading=True) as uow:
        assert len(await uow.handoffs.waiting(DISTRICT)) == 1  # told once, not at every message
    house.desk = whole
    assert (await house.say("anna", "第三句")).replies[0].rule == "echo"


async def test_06_the_citizen_is_told_that_someone_comes_and_who_came(house: House) -> None:
    asked = await house.say("anna", "人工")
    assert asked.replies, "the wish itself is answered, in the same turn"
    chen = await house.staff("陈静")
    async with house.storage.unit_of_work(reading=True) as uow:
        talk = (await uow.conversations.of_address(ANNA))[-1]
    assert talk.handoff_id is not None
    await claim_handoff(house.desk, chen, talk.handoff_id)
    told = (await read_talk(house.desk, ANNA)).messages[-1]
    assert (told.author, "陈静" in told.text) == (Author.SYSTEM, True)


async def test_07_saying_no_leads_out_and_never_in_circles(web_house: WebHouse) -> None:
    """A citizen who rejects what the assistant understood is not answered with more of the same; a person is on offer."""
    citizen = web_house.visitor()
    await citizen.say("我和邻居因为一堵墙闹翻了")
    said: list[str] = []
    offered: set[str] = set()
    for words in ("不对", "你没听懂，不是这个意思", "还是不对"):
        replies = (await citizen.say(words))["replies"]
        assert replies, words
        text = "\n".join(reply["text"] for reply in replies)
        assert text not in said, "the same answer a second time"
        said.append(text)
        offered |= {choice for reply in replies for choice in reply["choices"]}
    whole = "\n".join(said) + "\n".join(offered)
    assert any(word in whole for word in ("人工", "调解员", "工作人员")), whole
