"""Nobody waits on nobody: the ladder as tables and statements, the same on both databases."""

import asyncio
from dataclasses import replace
from datetime import timedelta

from bot.domain.conversation import Holder
from bot.domain.handoff import HandoffKind, HandoffMove, HandoffStatus
from bot.domain.ladder import Rung
from bot.domain.messages import Author, CitizenAddress
from bot.domain.staff import Role
from bot.service.claim_handoff import claim_handoff
from bot.service.climb_ladder import climb_ladder
from bot.service.ladder_ports import PassedOver
from bot.service.list_queue import list_queue
from bot.service.read_talk import read_talk
from bot.service.requeue_vanished import requeue_vanished
from bot.service.set_presence import set_presence
from tests.office_setup import DISTRICT, ROOM, House, make_house, waiting_handoff

ANNA = CitizenAddress("web", "anna")
WINDOW = "district-lawyer-window"


async def rungs(house: House, handoff_id: str) -> list[str]:
    async with house.storage.unit_of_work(reading=True) as uow:
        history = await uow.handoffs.history(handoff_id)
    return [str(event.details["rung"]) for event in history if event.move is HandoffMove.LADDER]


async def alarmed(house: House, handoff_id: str) -> dict[str, int]:
    async with house.storage.unit_of_work(reading=True) as uow:
        return {alarm.staff_id: alarm.times for alarm in await uow.ladders.alarms(handoff_id)}


async def test_the_whole_ladder_is_climbed_and_every_step_is_told(house: House) -> None:
    await house.staff("区里", Role.DISTRICT, DISTRICT)
    lawyer = await house.staff("律师", Role.LAWYER, WINDOW)
    handoff_id = await waiting_handoff(house)
    assert await climb_ladder(house.desk) == 0
    told = []
    for minutes in (5, 5, 5, 10):
        house.clock.go_on(minutes=minutes)
        for name in ("区里", "律师"):
            async with house.storage.unit_of_work(reading=True) as uow:
                person = await uow.staff.by_name(name)
            assert person is not None
            await set_presence(house.desk, person, present=True)
        assert await climb_ladder(house.desk) == 1
        assert await climb_ladder(house.desk) == 0  # once, however often it is asked
        talk = await read_talk(house.desk, ANNA)
        assert (talk.holder, talk.messages[-1].author) == (Holder.STAFF_QUEUE, Author.SYSTEM)
        told.append(talk.messages[-1])
    assert await rungs(house, handoff_id) == [Rung.OTHER_ROOM, Rung.LAWYER_WINDOW, Rung.CALLBACK, Rung.OTHER_HELP]
    assert house.desk.organisation_name(DISTRICT) in told[0].text
    assert house.desk.organisation_name(lawyer.organisation_id) in told[1].text
    assert "12348" in told[3].text
    house.clock.go_on(minutes=59)
    assert await climb_ladder(house.desk) == 0
    house.clock.go_on(minutes=1)
    assert await climb_ladder(house.desk) == 1  # nobody waits in silence; the pauses grow
    house.clock.go_on(minutes=61)
    assert await climb_ladder(house.desk) == 0


async def test_a_step_that_leads_nowhere_is_passed_over(house: House) -> None:
    handoff_id = await waiting_handoff(house)
    house.clock.go_on(minutes=5)
    assert await climb_ladder(house.desk) == 1
    assert await rungs(house, handoff_id) == [Rung.CALLBACK]
    talk = await read_talk(house.desk, ANNA)
    assert "约好时间回电" in talk.messages[-1].choices


async def test_a_restart_and_a_second_process_change_nothing(house: House) -> None:
    handoff_id = await waiting_handoff(house)
    house.clock.go_on(minutes=5)
    again = make_house(house.storage, house.clock)  # the same tables, nothing in memory
    counts = await asyncio.gather(climb_ladder(house.desk), climb_ladder(again.desk), climb_ladder(again.desk))
    assert sum(counts) == 1
    assert len(await rungs(house, handoff_id)) == 1
    assert await climb_ladder(make_house(house.storage, house.clock).desk) == 0


async def test_who_is_taken_is_told_nothing_more_and_who_comes_back_begins_anew(house: House) -> None:
    chen = await house.staff("陈静")
    handoff_id = await waiting_handoff(house)
    await claim_handoff(house.desk, chen, handoff_id)
    house.clock.go_on(minutes=30)
    assert await climb_ladder(house.desk) == 0
    assert await requeue_vanished(house.desk) == 1
    assert await climb_ladder(house.desk) == 0
    house.clock.go_on(minutes=5)
    assert await climb_ladder(house.desk) == 1
    async with house.storage.unit_of_work(reading=True) as uow:
        assert (await uow.ladders.passed_over([handoff_id]))[handoff_id] == {chen.id: PassedOver.VANISHED}


async def test_danger_alarms_in_the_same_moment_and_again_and_wider(house: House) -> None:
    on_duty = await house.staff("值班", Role.DISTRICT, DISTRICT)
    other = await house.staff("主管", Role.SUPERVISOR, ROOM)
    handoff_id = await waiting_handoff(house, "ben", "危险")
    assert await alarmed(house, handoff_id) == {on_duty.id: 1, other.id: 1}  # at once, before any timer
    async with house.desk.announcer.listen("emergency") as heard:
        house.clock.go_on(minutes=2)
        assert await climb_ladder(house.desk) == 1
        async with asyncio.timeout(5):
            assert await anext(heard) == "emergency"
    assert await alarmed(house, handoff_id) == {on_duty.id: 2, other.id: 2}
    talk = await read_talk(house.desk, CitizenAddress("web", "ben"))
    assert "110" in talk.messages[-1].text
    assert (talk.holder, talk.queue_position, talk.estimate_minutes) == (Holder.STAFF_QUEUE, None, None)
    assert talk.emergency


async def test_a_talk_that_becomes_dangerous_while_it_waits_alarms_too(house: House) -> None:
    district = await house.staff("值班", Role.DISTRICT, DISTRICT)
    handoff_id = await waiting_handoff(house)
    assert await alarmed(house, handoff_id) == {}
    await house.say("anna", "危险")
    assert await alarmed(house, handoff_id) == {district.id: 1}


async def test_who_leaves_and_comes_back_has_his_place(house: House) -> None:
    await house.staff("陈静")
    for account in ("a", "b", "c"):
        await waiting_handoff(house, account)
    await house.say("a", "不等了")
    house.clock.go_on(minutes=29)
    await house.say("a", "人工")
    assert (await read_talk(house.desk, CitizenAddress("web", "a"))).queue_position == 1
    await house.say("b", "不等了")
    house.clock.go_on(minutes=31)
    await house.say("b", "人工")
    assert (await read_talk(house.desk, CitizenAddress("web", "b"))).queue_position == 3


async def test_a_stream_of_urgent_talks_cannot_keep_another_waiting_for_ever(house: House) -> None:
    chen = await house.staff("陈静", Role.SUPERVISOR)
    first = await waiting_handoff(house, "patient")
    for number in range(5):
        house.clock.go_on(minutes=30)
        await waiting_handoff(house, f"red{number}", "危险")
    async with house.storage.unit_of_work() as uow:  # they come to the same room
        for handoff in await uow.handoffs.waiting(None, everything=True):
            if handoff.dangerous:
                await uow.handoffs.escalate(handoff, handoff.kind, ROOM, handoff.risk, handoff.brief)
    order = [entry.handoff.id for entry in await list_queue(house.desk, chen)]
    assert order.index(first) == 3  # after those of the first ninety minutes, before whoever comes later than two hours


async def test_the_plan_is_the_offices_own(house: House) -> None:
    plan = house.desk.settings.ladder
    waits = {rung: dict.fromkeys(grades, timedelta(seconds=10)) for rung, grades in plan.waits.items()}
    quick = make_house(house.storage, house.clock, ladder=replace(plan, waits=waits))
    await waiting_handoff(quick)
    quick.clock.go_on(seconds=11)
    assert await climb_ladder(quick.desk) == 1


async def test_the_state_is_kept_as_it_was_said(house: House) -> None:
    await house.staff("区里", Role.DISTRICT, DISTRICT)
    handoff_id = await waiting_handoff(house)
    house.clock.go_on(minutes=5)
    async with house.storage.unit_of_work(reading=True) as uow:
        person = await uow.staff.by_name("区里")
    assert person is not None
    await set_presence(house.desk, person, present=True)
    await climb_ladder(house.desk)
    async with house.storage.unit_of_work(reading=True) as uow:
        state = await uow.ladders.state(handoff_id)
        handoff = await uow.handoffs.show(handoff_id)
    assert state is not None
    offered = (state.rung, state.offered_kind, state.offered_organisation_id)
    assert offered == (Rung.OTHER_ROOM, HandoffKind.MEDIATION_ROOM, DISTRICT)
    assert (handoff.status, handoff.organisation_id) == (HandoffStatus.WAITING, ROOM)  # asked, and not moved
