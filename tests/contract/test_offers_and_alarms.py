"""Offers, capacity, recusal, declared conflicts and answered alarms over both databases."""

import asyncio
from datetime import datetime

import pytest

from bot.domain.conversation import Holder
from bot.domain.handoff import HandoffMove, HandoffStatus
from bot.domain.messages import CitizenAddress
from bot.domain.roster import Shift
from bot.domain.staff import Role
from bot.errors import BadInput, Conflict, NotAllowed, NotFound
from bot.service.answer_alarm import alarms_for, answer_alarm
from bot.service.claim_handoff import claim_handoff
from bot.service.climb_ladder import climb_ladder
from bot.service.close_handoff import close_handoff
from bot.service.edit_roster import add_shift, set_capacity
from bot.service.list_queue import list_queue
from bot.service.own_duty import own_duty
from bot.service.read_board import read_board
from bot.service.read_talk import read_talk
from bot.service.recuse import declare_conflict, own_declarations, recuse, withdraw_declaration
from bot.service.set_presence import set_presence
from knowledge.opening_hours import CHINA
from tests.office_setup import DISTRICT, ROOM, WINDOW, House, waiting_handoff

ANNA = CitizenAddress("web", "anna")


async def test_a_freed_place_is_offered_to_the_next_at_once(house: House) -> None:
    boss = await house.staff("主管", Role.SUPERVISOR, WINDOW)
    chen = await house.staff("陈静")
    await set_capacity(house.desk, await house.staff("区里", Role.DISTRICT, DISTRICT), chen.id, 1)
    first, second = await waiting_handoff(house, "a"), await waiting_handoff(house, "b")

    async def offered() -> list[str]:
        entries = await list_queue(house.desk, chen)
        return [e.handoff.id for e in entries if e.offer is not None and e.offer.staff_id == chen.id]

    assert await offered() == [first]
    await claim_handoff(house.desk, chen, first)
    assert await offered() == []
    with pytest.raises(Conflict):
        await claim_handoff(house.desk, chen, second)
    await close_handoff(house.desk, chen, first, "answered")
    assert await offered() == [second]
    with pytest.raises(NotFound):
        await claim_handoff(house.desk, boss, second)


async def test_two_claims_at_once_cannot_both_find_the_last_place(house: House) -> None:
    district = await house.staff("区里", Role.DISTRICT, DISTRICT)
    chen = await house.staff("陈静")
    await set_capacity(house.desk, district, chen.id, 1)
    waiting = [await waiting_handoff(house, account) for account in ("a", "b", "c")]
    done = await asyncio.gather(*(claim_handoff(house.desk, chen, one) for one in waiting), return_exceptions=True)
    assert sum(not isinstance(one, Exception) for one in done) == 1


async def test_who_withdraws_gives_it_back_to_its_place_and_never_gets_it_again(house: House) -> None:
    chen = await house.staff("陈静")
    other = await house.staff("李强")
    handoff_id = await waiting_handoff(house)
    await claim_handoff(house.desk, chen, handoff_id)
    with pytest.raises(BadInput):
        await recuse(house.desk, chen, handoff_id, "  ")
    queued = await recuse(house.desk, chen, handoff_id, "对方是我表弟")
    assert queued.status is HandoffStatus.WAITING
    talk = await read_talk(house.desk, ANNA)
    assert (talk.holder, talk.queue_position) == (Holder.STAFF_QUEUE, 1)
    assert "回避" in talk.messages[-1].text
    assert "表弟" not in talk.messages[-1].text
    with pytest.raises(NotAllowed):
        await claim_handoff(house.desk, chen, handoff_id)
    (entry,) = await list_queue(house.desk, other)
    assert entry.offer is not None
    assert (entry.offer.staff_id, dict(entry.offer.obstacles)) == (other.id, {chen.id: "recused"})
    async with house.storage.unit_of_work(reading=True) as uow:
        moves = [event.move for event in await uow.handoffs.history(handoff_id)]
    assert HandoffMove.RECUSED in moves
    assert (await claim_handoff(house.desk, other, handoff_id)).claimed_by == other.id


async def test_a_declared_name_in_the_case_warns_and_is_offered_to_somebody_else(house: House) -> None:
    chen = await house.staff("陈静")
    with pytest.raises(BadInput):
        await declare_conflict(house.desk, chen, "王")
    declared = await declare_conflict(house.desk, chen, "王大伟", "表弟")
    await waiting_handoff(house, "anna", "人工，王大伟欠我钱")
    (entry,) = await list_queue(house.desk, chen)
    assert entry.offer is not None
    assert dict(entry.offer.obstacles) == {chen.id: "conflict"}
    other = await house.staff("李强")
    assert await own_declarations(house.desk, other) == ()
    with pytest.raises(NotFound):
        await withdraw_declaration(house.desk, other, declared.id)
    await withdraw_declaration(house.desk, chen, declared.id)
    assert await own_declarations(house.desk, chen) == ()


async def test_an_alarm_is_repeated_until_it_is_answered_and_the_answer_is_kept(house: House) -> None:
    district = await house.staff("值班", Role.DISTRICT, DISTRICT)
    chen = await house.staff("陈静")
    handoff_id = await waiting_handoff(house, "ben", "危险")
    assert [alarm.handoff_id for alarm in await alarms_for(house.desk, district)] == [handoff_id]
    assert await alarms_for(house.desk, chen) == ()
    with pytest.raises(NotFound):
        await answer_alarm(house.desk, chen, handoff_id, "看到了")
    await answer_alarm(house.desk, district, handoff_id, "马上联系派出所")
    assert await alarms_for(house.desk, district) == ()
    house.clock.go_on(minutes=2)
    assert await climb_ladder(house.desk) == 1  # nobody has taken it: the citizen is still told
    async with house.storage.unit_of_work(reading=True) as uow:
        (alarm,) = await uow.ladders.alarms(handoff_id)
        history = await uow.handoffs.history(handoff_id)
    assert (alarm.answer, alarm.times) == ("马上联系派出所", 1)
    assert [e.note for e in history if e.move is HandoffMove.ALARM_SEEN] == ["马上联系派出所"]


async def test_a_shift_that_ends_during_a_talk_takes_nothing_away_and_is_told(house: House) -> None:
    house.clock.moment = datetime(2026, 11, 30, 11, 50, tzinfo=CHINA)
    district = await house.staff("区里", Role.DISTRICT, DISTRICT)
    chen = await house.staff("陈静")
    await add_shift(house.desk, district, Shift("", chen.id, ROOM, 540, 720, weekday=0))
    handoff_id = await waiting_handoff(house)
    await claim_handoff(house.desk, chen, handoff_id)
    before = await own_duty(house.desk, chen)
    assert before.until is not None
    assert (before.until.hour, before.ended, before.held) == (12, None, 1)
    house.clock.go_on(minutes=11)
    await set_presence(house.desk, chen, present=True)
    after = await own_duty(house.desk, chen)
    assert after.until is None
    assert after.ended is not None
    assert (await read_talk(house.desk, ANNA)).staff_name == "陈静"
    board = await read_board(house.desk, district)
    assert [(p.staff.id, p.shift_over, len(p.held)) for p in board.people if p.staff.id == chen.id] == [
        (chen.id, True, 1)
    ]


async def test_the_board_shows_who_should_be_there_and_what_was_missed(house: House) -> None:
    house.clock.moment = datetime(2026, 11, 30, 10, 0, tzinfo=CHINA)
    boss = await house.staff("主管", Role.SUPERVISOR)
    chen = await house.staff("陈静", here=False)
    await add_shift(house.desk, boss, Shift("", chen.id, ROOM, 540, 720, weekday=0))
    waiting = await waiting_handoff(house)
    await waiting_handoff(house, "gone")
    await house.say("gone", "不等了")
    house.clock.go_on(minutes=5)
    await set_presence(house.desk, boss, present=True)
    await climb_ladder(house.desk)
    board = await read_board(house.desk, boss)
    assert [person.id for person, _ in board.absent] == [chen.id]
    assert len(board.missed) == 1
    assert board.longest_wait_seconds == 300
    assert list(board.ladder) == [waiting]
    with pytest.raises(NotAllowed):
        await read_board(house.desk, chen)
    elsewhere = await house.staff("别处", Role.SUPERVISOR, WINDOW)
    other = await read_board(house.desk, elsewhere)
    assert (other.waiting, other.absent, other.missed) == ((), (), ())
