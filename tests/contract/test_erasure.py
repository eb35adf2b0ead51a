"""Delete my data: texts and facts go, a registered file stays, a repeated message stays known."""

from dataclasses import replace

import pytest
from sqlalchemy import text

from bot.domain.conversation import Holder
from bot.domain.handoff import HandoffStatus
from bot.domain.messages import CitizenAddress
from bot.errors import HandoffClosed
from bot.service.answer_citizen import answer_citizen
from bot.service.claim_handoff import claim_handoff
from bot.service.dispute_status import dispute_status
from bot.service.erase_citizen import erase_citizen
from bot.service.erase_expired import erase_expired
from bot.service.front_desk import DeskSettings
from bot.service.read_handoff import read_handoff
from bot.service.read_talk import read_talk
from bot.storage.rows import Row
from tests.office_setup import House

ANNA = CitizenAddress("web", "anna-secret")
SECRET = "我叫王小明住在麓谷"


async def test_nothing_that_was_said_is_left_but_the_registered_file(house: House) -> None:
    chen = await house.staff("陈静")
    first = await house.say(ANNA.account, f"{SECRET}，人工", "x1")
    async with house.storage.unit_of_work(reading=True) as uow:
        (handoff,) = await uow.handoffs.of_conversations([first.message.conversation_id])
    await claim_handoff(house.desk, chen, handoff.id)
    await answer_citizen(house.desk, chen, handoff.id, f"您是{SECRET}吗", "c1")
    await answer_citizen(house.desk, chen, handoff.id, f"备注{SECRET}", "c2", private=True)
    erasure = await erase_citizen(house.desk, ANNA)
    assert (erasure.conversations, erasure.kept) == (1, ())
    assert erasure.messages >= 4
    assert await _found(house, "王小明") == []
    view = await read_handoff(house.desk, chen, handoff.id)
    assert view.handoff.status is HandoffStatus.WITHDRAWN
    assert view.handoff.phone == ""
    with pytest.raises(HandoffClosed):
        await answer_citizen(house.desk, chen, handoff.id, "还在吗", "c3")
    again = await house.say(ANNA.account, f"{SECRET}，人工", "x1")  # a late repeat brings nothing back
    assert again.repeated
    assert again.message.text == ""
    assert await _found(house, "王小明") == []
    talk = await read_talk(house.desk, ANNA)
    assert talk.holder is Holder.NOBODY
    assert len(talk.messages) == 1
    assert (await house.say(ANNA.account, "新的事")).replies[0].text.startswith("1:None")


async def test_asked_for_in_the_talk_it_is_confirmed_there(house: House) -> None:
    await house.say(ANNA.account, f"{SECRET}，申请调解")
    async with house.storage.unit_of_work(reading=True) as uow:
        (dispute,) = await uow.disputes.of_address(ANNA)
    turn = await house.say(ANNA.account, "删除", "d1")
    assert turn.replies[0].text == "马上删除"
    assert len(turn.replies) == 2
    assert [m.text for m in (await read_talk(house.desk, ANNA)).messages] == [m.text for m in turn.replies]
    repeated = await house.say(ANNA.account, "删除", "d1")
    assert repeated.repeated
    assert [m.text for m in repeated.replies] == [m.text for m in turn.replies]
    assert {table for table, _ in await _found(house, "王小明")} == {"disputes"}
    assert (await dispute_status(house.desk, dispute.number, dispute.code)).application.summary.startswith(SECRET)
    assert {table for table, _ in await _found(house, ANNA.account)} <= {"conversations", "deliveries"}


async def test_an_unknown_address_has_nothing_to_erase(house: House) -> None:
    assert (await erase_citizen(house.desk, ANNA)).conversations == 0
    assert (await read_talk(house.desk, ANNA)).messages == ()


async def test_old_talks_are_emptied_but_not_what_somebody_still_has_to_do(house: House) -> None:
    await house.say("old", SECRET)
    await house.say("waiting", f"{SECRET}，请回电")
    house.clock.go_on(days=364)
    await house.say("young", SECRET)
    assert await erase_expired(house.desk) == 0
    house.clock.go_on(days=2)
    assert await erase_expired(house.desk) == 1
    assert await erase_expired(house.desk) == 0
    assert (await read_talk(house.desk, CitizenAddress("web", "old"))).messages == ()
    for account in ("waiting", "young"):
        assert (await read_talk(house.desk, CitizenAddress("web", account))).messages[0].text.startswith(SECRET)
    house.desk = replace(house.desk, settings=DeskSettings(retention=None))
    house.clock.go_on(days=3000)
    assert await erase_expired(house.desk) == 0


async def _found(house: House, needle: str) -> list[tuple[str, str]]:
    """Every place in the database in which the words stand."""
    found = []
    async with house.storage.engine.connect() as connection:
        for table in Row.metadata.sorted_tables:
            for row in (await connection.execute(text(f"SELECT * FROM {table.name}"))).mappings():
                found += [
                    (table.name, column)
                    for column, value in row.items()
                    if needle in str(value) or needle.encode("unicode_escape").decode() in str(value)
                ]
    return found
