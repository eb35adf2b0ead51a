"""The stream: everything said, each with its id, resumed without gap or repeat, alive at once."""

import asyncio
import json
import time
from typing import Any

from bot.service.manage_staff import disable_staff
from bot.web.event_stream import MOST_STREAMS
from tests.web.conftest import WAGES, House, Visitor


class Listener:
    """An open stream that remembers what came."""

    def __init__(self, visitor: Visitor, path: str = "/api/v1/chat/events") -> None:
        self._visitor, self._path = visitor, path
        self.events: list[tuple[str, str, dict[str, Any]]] = []
        self._task: asyncio.Task[None] | None = None
        self._news = asyncio.Event()

    async def open(self, last_id: str = "") -> "Listener":
        answer = await self._visitor.get(self._path, headers={"Last-Event-ID": last_id} if last_id else {})
        assert answer.status == 200, await answer.text()
        assert answer.headers["Content-Type"].startswith("text/event-stream")
        self._task = asyncio.create_task(self._read(answer))
        return self

    async def _read(self, answer: Any) -> None:
        fields: dict[str, str] = {}
        async for raw in answer.content:
            line = raw.decode().rstrip("\n")
            if line:
                name, _, value = line.partition(": ")
                fields[name] = value
            elif "event" in fields:
                self.events.append((fields["event"], fields.get("id", ""), json.loads(fields["data"])))
                self._news.set()
                fields = {}
            else:
                fields = {}

    def ids(self) -> list[int]:
        return [int(number) for _, number, _ in self.events if number]

    async def until(self, wanted: Any, seconds: float = 5) -> dict[str, Any]:
        deadline = time.monotonic() + seconds
        while True:
            for event, _, data in self.events:
                if wanted(event, data):
                    return data
            self._news.clear()
            await asyncio.wait_for(self._news.wait(), max(0.01, deadline - time.monotonic()))

    async def ended(self) -> None:
        if self._task:
            await asyncio.gather(self._task, return_exceptions=True)

    async def close(self) -> None:
        if self._task:
            self._task.cancel()
            await asyncio.gather(self._task, return_exceptions=True)


async def test_without_a_session_there_is_no_stream(house: House) -> None:
    assert (await house.visitor().get("/api/v1/chat/events")).status == 401


async def test_a_new_page_gets_the_whole_talk_once_in_order(house: House) -> None:
    visitor = house.visitor()
    answer = await visitor.say(WAGES)
    stream = await Listener(visitor).open()
    await stream.until(lambda event, _: event == "state")
    expected = [answer["message"]["id"], *(reply["id"] for reply in answer["replies"])]
    assert stream.ids() == expected
    own = [data for event, _, data in stream.events if event == "own"]
    assert [said["client_id"] for said in own] == [answer["message"]["client_id"]]
    await stream.close()


async def test_replies_come_over_the_stream_too_and_resume_has_no_gap_and_no_repeat(house: House) -> None:
    visitor = house.visitor()
    await visitor.say(WAGES)
    stream = await Listener(visitor).open()
    await stream.until(lambda event, _: event == "state")
    read = stream.ids()
    await stream.close()
    missed = await visitor.say("不知道")
    again = await Listener(visitor).open(str(read[-1]))
    await again.until(lambda event, data: event == "message" and data["id"] == missed["replies"][-1]["id"])
    live = await visitor.say("不知道")
    await again.until(lambda event, data: event == "message" and data["id"] == live["replies"][-1]["id"])
    assert set(read) & set(again.ids()) == set()
    assert again.ids() == sorted(set(again.ids()))
    seen = await (await visitor.get("/api/v1/chat/messages")).json()
    assert read + again.ids() == [said["id"] for said in seen["messages"]]
    await again.close()


async def test_nonsense_instead_of_an_id_brings_everything(house: House) -> None:
    visitor = house.visitor()
    answer = await visitor.say(WAGES)
    for given in ("-1", "abc", "１", "99" * 30):
        stream = await Listener(visitor).open(given)
        await stream.until(lambda event, _: event == "state")
        assert stream.ids() == (
            [] if given.startswith("99") else [answer["message"]["id"], *(r["id"] for r in answer["replies"])]
        )
        await stream.close()


async def test_a_person_reaches_the_screen_at_once_and_the_bot_is_silent(house: House) -> None:
    mediator, citizen = await house.staff("林调解"), house.visitor()
    await citizen.ask_for_a_person()
    stream = await Listener(citizen).open()
    waiting = await stream.until(lambda event, data: event == "state" and data["holder"] == "staff_queue")
    assert waiting["queue_position"] == 1
    handoff = await mediator.claim_first()
    held = await stream.until(lambda event, data: event == "state" and data["holder"] == "staff_member")
    assert held["staff_name"] == "林调解"
    begun = time.monotonic()
    await mediator.answer(handoff, "您好，我来了")
    said = await stream.until(lambda event, data: event == "message" and data["from"] == "staff")
    assert time.monotonic() - begun < 1
    assert said["text"] == "您好，我来了"
    assert said["name"] == "林调解"
    assert (await citizen.say("太好了"))["replies"] == []
    await mediator.post(f"/api/v1/staff/handoffs/{handoff}/typing")
    await stream.until(lambda event, data: event == "state" and data["staff_typing"])
    await stream.close()


async def test_private_notes_never_reach_the_citizen(house: House) -> None:
    mediator, citizen = await house.staff("林调解"), house.visitor()
    await citizen.ask_for_a_person()
    handoff = await mediator.claim_first()
    stream = await Listener(citizen).open()
    note = await mediator.answer(handoff, "这句只给同事看", private=True)
    assert (await note.json())["message"]["private"] is True
    await mediator.answer(handoff, "这句给当事人")
    await stream.until(lambda event, data: event == "message" and data["text"] == "这句给当事人")
    everything = (
        json.dumps(stream.events, ensure_ascii=False) + await (await citizen.get("/api/v1/chat/messages")).text()
    )
    everything += await (await citizen.get("/")).text() + await (await citizen.get("/chat/outcome")).text()
    assert "这句只给同事看" not in everything
    view = await (await mediator.get(f"/api/v1/staff/handoffs/{handoff}")).json()
    assert "这句只给同事看" in [said["text"] for said in view["messages"]]
    await stream.close()


async def test_staff_see_sent_shown_and_typing_live(house: House) -> None:
    mediator, citizen = await house.staff("林调解"), house.visitor()
    work = await Listener(mediator, "/api/v1/staff/events").open()
    await work.until(lambda event, data: event == "queue" and not data["waiting"])
    await citizen.ask_for_a_person()
    queue = await work.until(lambda event, data: event == "queue" and data["waiting"])
    assert queue["waiting"][0]["position"] == 1
    handoff = await mediator.claim_first()
    await work.until(lambda event, data: event == "queue" and data["mine"])
    said = (await (await mediator.answer(handoff, "您好")).json())["message"]
    await work.until(lambda event, data: event == "message" and data["message"]["id"] == said["id"])
    number = str(said["id"])
    stream = await Listener(citizen).open()
    await work.until(lambda event, data: event == "talk" and data["delivery"].get(number) == "sent")
    await citizen.post("/api/v1/chat/shown", {"up_to": said["id"]})
    await work.until(lambda event, data: event == "talk" and data["delivery"].get(number) == "shown")
    await citizen.post("/api/v1/chat/typing")
    await work.until(lambda event, data: event == "talk" and data["citizen_typing"])
    heard = await citizen.say("我在")
    await work.until(lambda event, data: event == "message" and data["message"]["id"] == heard["message"]["id"])
    assert work.ids() == sorted(set(work.ids()))
    await stream.close()
    await work.close()


async def test_whoever_is_shut_out_sees_nothing_more(house: House) -> None:
    mediator = await house.staff("林调解")
    work = await Listener(mediator, "/api/v1/staff/events").open()
    await work.until(lambda event, _: event == "queue")
    await disable_staff(house.desk, "林调解")
    await asyncio.wait_for(work.ended(), 5)
    assert (await mediator.get("/api/v1/staff/events")).status == 401


async def test_one_visitor_cannot_open_streams_without_end(house: House) -> None:
    visitor, other = house.visitor(), house.visitor()
    await visitor.say(WAGES)
    await other.say(WAGES)
    streams = [await Listener(visitor).open() for _ in range(MOST_STREAMS)]
    assert (await visitor.get("/api/v1/chat/events")).status == 429
    await (await Listener(other).open()).close()
    for stream in streams:
        await stream.until(lambda event, _: event == "state")
        await stream.close()


async def test_stopping_ends_the_streams_quickly(house: House) -> None:
    visitor = house.visitor()
    await visitor.say(WAGES)
    stream = await Listener(visitor).open()
    await stream.until(lambda event, _: event == "state")
    begun = time.monotonic()
    await house.server.close()
    assert time.monotonic() - begun < 3
    await stream.close()
