"""GET /api/v1/staff/events: the queue as it changes, and what is said in the talks one holds."""

from aiohttp import web

from bot.console.session import signed_in
from bot.console.staff_api import queue_json
from bot.domain.staff import Action
from bot.service.ask_colleague import list_wanted
from bot.service.list_my_talks import list_my_talks
from bot.service.read_handoff import follow_handoff
from bot.web.event_stream import EventStream, last_event_id, serve_stream
from bot.web.keys import DESK, ROOM
from bot.web.message_json import message_json


async def staff_events(request: web.Request) -> web.StreamResponse:
    """Stream the work.

    `event: queue` replaces the whole list; `event: message` is one message of a talk one holds, with its id, so that
    `Last-Event-ID` resumes without a gap; `event: talk` is typing and delivery marks of such a talk.
    """
    who = await signed_in(request, Action.SEE_QUEUE)
    desk = request.config_dict[DESK]
    resumed_after = last_event_id(request)
    read_up_to: dict[str, int] = {}
    talks: dict[str, str] = {}  # handoff id -> conversation id

    async def refresh(stream: EventStream) -> None:
        await signed_in(request, Action.SEE_QUEUE)  # whoever was shut out or signed out sees nothing more
        queue = await queue_json(request, who)
        await stream.send_if_changed("queue", queue, ignoring="waiting_seconds")
        followed = []
        if who.staff.may(Action.HOLD_TALK):
            wanted = [one.handoff for one in await list_wanted(desk, who.staff)]
            followed = [*await list_my_talks(desk, who.staff), *wanted]
        talks.clear()
        for handoff in followed:
            talks[handoff.id] = handoff.conversation_id
            await follow(stream, handoff.id)

    async def follow(stream: EventStream, handoff_id: str) -> None:
        silent = handoff_id not in read_up_to and not resumed_after  # the page reads the talk so far by itself
        after = read_up_to.get(handoff_id, resumed_after)
        news = await follow_handoff(desk, who.staff, handoff_id, after)
        for message in news.messages if not silent else ():
            content = {"handoff": handoff_id, "message": message_json(message, desk.room, desk.today())}
            await stream.send("message", content, identifier=message.id)
        read_up_to[handoff_id] = max([after, *(message.id for message in news.messages)])
        marks = {str(number): state.value for number, state in news.delivery.items()}
        state = {
            "handoff": handoff_id,
            "citizen_typing": news.citizen_typing,
            "delivery": marks,
            "mediation": news.mediation,
        }
        await stream.send_if_changed("talk", state, of=handoff_id)

    def topics() -> tuple[str, ...]:
        own = [f"staff:{who.staff.id}", *(f"queue:{own}" for own in sorted(who.staff.organisations))]
        if who.staff.may(Action.SEE_ALL_ORGANISATIONS):
            own += [f"queue:{other.id}" for other in request.config_dict[ROOM].directory.organisations]
        if who.staff.may(Action.SEE_EMERGENCIES):
            own.append("emergency")
        return (*own, *sorted(f"talk:{talk}" for talk in talks.values()))

    return await serve_stream(request, side="staff", owner=who.staff.id, topics=topics, refresh=refresh)
