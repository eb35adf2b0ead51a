"""Pain points 5, 8 to 12 and 16: staff see who waits, at once and after every fall, and the citizen sees his place."""

import asyncio
import json
from contextlib import suppress

from bot.domain.conversation import Holder
from bot.domain.handoff import HandoffStatus
from bot.domain.messages import CitizenAddress
from bot.service.answer_citizen import answer_citizen
from bot.service.claim_handoff import claim_handoff
from bot.service.close_handoff import close_handoff
from bot.service.list_queue import list_queue
from bot.service.read_handoff import follow_handoff, read_handoff
from bot.service.read_talk import read_talk
from bot.service.requeue_vanished import requeue_vanished
from bot.service.set_presence import set_presence
from bot.storage import open_storage
from tests.office_setup import ROOM, House, make_house, waiting_handoff
from tests.web.conftest import House as WebHouse
from tests.web.test_chat_events import Listener


async def test_05_staff_are_alerted_even_when_a_person_is_the_first_wish(house: House) -> None:
    async with house.storage.announcer.listen(f"queue:{ROOM}") as heard:
        with suppress(TimeoutError):
            async with asyncio.timeout(0.2):
                await anext(heard)  # a new line wakes its listeners once
        await house.say("anna", "人工")
        async with asyncio.timeout(3):
            assert await anext(heard) == f"queue:{ROOM}"


async def test_08_a_new_talk_appears_on_the_open_console_without_reload(web_house: WebHouse) -> None:
    mediator = await web_house.staff("陈静")
    console = await Listener(mediator, "/api/v1/staff/events").open()
    await console.until(lambda event, data: event == "queue")
    citizen = web_house.visitor()
    await citizen.ask_for_a_person()
    seen = await console.until(lambda event, data: event == "queue" and bool(data["waiting"]))
    assert seen["waiting"][0]["category"] == "labour"
    await console.close()


async def test_09_who_reconnects_misses_nothing_and_reads_nothing_twice(house: House) -> None:
    """The console was asleep while the citizen wrote and a colleague left a note: it reads on from its last id."""
    chen = await house.staff("陈静")
    handoff = await waiting_handoff(house)
    await claim_handoff(house.desk, chen, handoff)
    last = (await read_handoff(house.desk, chen, handoff)).messages[-1].id
    missed = [(await house.say("anna", f"第{number}句")).message.id for number in range(5)]
    missed.append((await answer_citizen(house.desk, chen, handoff, "同事的答复", "c1")).id)
    news = await follow_handoff(house.desk, chen, handoff, last)
    assert [message.id for message in news.messages] == missed
    assert (await follow_handoff(house.desk, chen, handoff, missed[-1])).messages == ()
    citizen = await read_talk(house.desk, CitizenAddress("web", "anna"), last)
    assert [message.id for message in citizen.messages] == missed


async def test_10_a_restart_changes_neither_the_queue_nor_who_is_there(house: House, database: str) -> None:
    chen = await house.staff("陈静")
    waiting = []
    for name in ("anna", "bo", "cai"):
        waiting.append(await waiting_handoff(house, name))
        house.clock.go_on(seconds=5)
    before = [(entry.handoff.id, entry.position) for entry in await list_queue(house.desk, chen)]
    assert [handoff for handoff, _ in before] == waiting
    opened = open_storage(database)
    try:
        after = make_house(opened, house.clock)
        assert [(entry.handoff.id, entry.position) for entry in await list_queue(after.desk, chen)] == before
        async with opened.unit_of_work(reading=True) as uow:
            (presence,) = await uow.presence.heard_since(house.clock.now() - after.desk.settings.presence_lease)
        assert presence.takes_talks(house.clock.now(), after.desk.settings.presence_lease)
        assert await requeue_vanished(after.desk) == 0
        async with opened.unit_of_work(reading=True) as uow:
            for handoff in waiting:
                moves = [event.move for event in await uow.handoffs.history(handoff)]
                assert moves == ["requested"], "a start writes nothing into anybody's history"
    finally:
        await opened.close()


async def test_11_no_talk_becomes_a_zombie(house: House) -> None:
    """After a long weekend: the holder is gone, the talk goes back to its place, and can be taken, answered and closed."""
    chen = await house.staff("陈静")
    handoff = await waiting_handoff(house)
    asked = (await list_queue(house.desk, chen))[0].handoff.requested_at
    await claim_handoff(house.desk, chen, handoff)
    house.clock.go_on(days=4)
    li = await house.staff("李明")
    assert await requeue_vanished(house.desk) == 1
    (entry,) = await list_queue(house.desk, li)
    assert (entry.handoff.id, entry.handoff.requested_at) == (handoff, asked)
    await claim_handoff(house.desk, li, handoff)
    await answer_citizen(house.desk, li, handoff, "对不起，让您久等", "c1")
    closed = await close_handoff(house.desk, li, handoff, "answered")
    assert closed.status is HandoffStatus.CLOSED


async def test_11_more_than_a_hundred_waiting_are_all_on_the_screen(house: House) -> None:
    chen = await house.staff("陈静")
    for number in range(130):
        await house.say(f"citizen-{number}", "人工")
    queue = await list_queue(house.desk, chen)
    assert [entry.position for entry in queue] == list(range(1, 131))


async def test_12_freed_capacity_takes_the_longest_waiting_first(house: House) -> None:
    """The fourth is not passed over by the fifth: who frees a place sees, and takes, who has waited longest."""
    chen = await house.staff("陈静")
    waiting = []
    for number in range(5):
        waiting.append(await waiting_handoff(house, f"citizen-{number}"))
        house.clock.go_on(seconds=20)
    for handoff in waiting[:3]:
        await claim_handoff(house.desk, chen, handoff)
    assert [entry.handoff.id for entry in await list_queue(house.desk, chen)] == waiting[3:]
    await set_presence(house.desk, chen, present=True, accepting=True)
    await close_handoff(house.desk, chen, waiting[0], "answered")
    (fourth, fifth) = await list_queue(house.desk, chen)
    assert (fourth.handoff.id, fourth.position) == (waiting[3], 1)
    await claim_handoff(house.desk, chen, fourth.handoff.id)
    place = await read_talk(house.desk, CitizenAddress("web", "citizen-4"))
    assert (place.holder, place.queue_position) == (Holder.STAFF_QUEUE, 1)
    assert fifth.handoff.id == waiting[4]


async def test_16_the_citizen_sees_his_place_and_is_told_at_each_change(web_house: WebHouse) -> None:
    mediator = await web_house.staff("陈静")
    first, second = web_house.visitor(), web_house.visitor()
    await first.ask_for_a_person()
    await second.ask_for_a_person()
    screen = await Listener(second).open()
    await screen.until(lambda event, data: event == "state" and data["queue_position"] == 2)
    handoff = await mediator.claim_first()
    await screen.until(lambda event, data: event == "state" and data["queue_position"] == 1)
    await mediator.post(f"/api/v1/staff/handoffs/{handoff}/close", {"outcome": "answered", "note": ""})
    state = json.loads(await (await second.get("/api/v1/chat/messages")).text())["state"]
    assert state["estimate_minutes"] is None, "too few talks yet: no number is better than an invented one"
    await screen.close()
