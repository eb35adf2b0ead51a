"""What the report reads beside files: talks apart by category, and how long people waited."""

from datetime import timedelta

import pytest
from sqlalchemy import select, update

from bot.domain.counting.measures import Period
from bot.domain.staff import Role
from bot.service.claim_handoff import claim_handoff
from bot.service.read_report import monthly_report, read_report
from bot.storage.conversation_tables import ConversationRow
from tests.office_setup import DISTRICT, ROOM, House, waiting_handoff

NOVEMBER = Period.month(2026, 11)


async def test_talks_that_are_no_dispute_are_counted_apart(house: House) -> None:
    for account, category in (("anna", "criminal"), ("bela", "criminal"), ("cora", "labour"), ("dora", None)):
        turn = await house.say(account, "你好")
        conversation = ConversationRow.id == turn.message.conversation_id
        async with house.storage.engine.begin() as connection:
            state = await connection.scalar(select(ConversationRow.state).where(conversation))
            told = {**state, "subjects": [{"category": category}]}
            await connection.execute(update(ConversationRow).where(conversation).values(state=told))
    report = (await monthly_report(house.desk, house.desk.room.directory, NOVEMBER)).report
    assert report.guided.talks == {"administrative": 0, "criminal": 2, "not_legal": 0}
    october = (await monthly_report(house.desk, house.desk.room.directory, NOVEMBER.before(1))).report
    assert set(october.guided.talks.values()) == {0}


async def test_how_long_people_waited_is_told_in_minutes(house: House) -> None:
    chen = await house.staff("陈静")
    district = await house.staff("区里", Role.DISTRICT, DISTRICT)
    handoff = await waiting_handoff(house)
    await waiting_handoff(house, "bela")
    house.clock.moment += timedelta(minutes=7)
    await claim_handoff(house.desk, chen, handoff)
    for scope in (None, ROOM):
        waits = (await read_report(house.desk, district, NOVEMBER, scope)).report.guided.waits
        assert waits == (pytest.approx(7, abs=0.1),)
    elsewhere = (await read_report(house.desk, district, NOVEMBER, "labour-committee")).report.guided.waits
    assert elsewhere == ()
