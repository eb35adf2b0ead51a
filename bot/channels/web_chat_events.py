"""GET /api/v1/chat/events: everything said to this visitor, each with its id, and who speaks now."""

from aiohttp import web

from bot.channels.web_chat_api import note_sent, state_json, visitor_topic
from bot.channels.web_chat_session import required_visitor
from bot.domain.messages import Author
from bot.service.read_talk import read_talk
from bot.web.event_stream import EventStream, last_event_id, serve_stream
from bot.web.keys import DESK
from bot.web.message_json import message_json


async def chat_events(request: web.Request) -> web.StreamResponse:
    """Stream the talk.

    `event: message` is what was said to the visitor; `event: own` repeats what he said himself, so that a second tab
    and a reloaded page show the whole talk; `event: state` is who speaks, queue position, estimate, typing.
    """
    desk = request.config_dict[DESK]
    address = required_visitor(request).address
    read_up_to = last_event_id(request)
    talks: list[str] = []

    async def refresh(stream: EventStream) -> None:
        nonlocal read_up_to
        talk = await read_talk(desk, address, read_up_to)
        today = desk.today()
        if talk.conversation_id:
            talks[:] = [talk.conversation_id]
        for message in talk.messages:
            event = "own" if message.author is Author.CITIZEN else "message"
            await stream.send(event, message_json(message, desk.room, today), identifier=message.id)
            read_up_to = message.id
        await note_sent(desk, address, [said for said in talk.messages if said.author is not Author.CITIZEN])
        await stream.send_if_changed("state", state_json(talk))

    def topics() -> tuple[str, ...]:
        return (visitor_topic(address), *(f"talk:{talk}" for talk in talks))

    return await serve_stream(request, side="citizen", owner=address.account, topics=topics, refresh=refresh)
