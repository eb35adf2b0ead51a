"""The citizen's half of the API: sessions, messages, what was shown, typing, forgetting."""

from collections.abc import Sequence
from contextlib import suppress
from typing import Any

from aiohttp import web

from bot.channels.web_chat_session import (
    Visitor,
    forget_visitor,
    keep_visitor,
    required_visitor,
    visitor_or_new,
)
from bot.domain.attachments import Attachment
from bot.domain.mediation import JOINT
from bot.domain.messages import CitizenAddress, CitizenMessage, Delivery, StoredMessage
from bot.errors import BadInput, StaleConversation, Unavailable
from bot.service.front_desk import FrontDesk
from bot.service.mark_shown import mark_sent, mark_shown
from bot.service.note_typing import note_typing
from bot.service.rate_talk import rate_talk
from bot.service.read_attachment import read_own_attachment
from bot.service.read_talk import Talk, read_talk
from bot.service.receive_message import ReceivedTurn, receive_message
from bot.service.second_party.end_mediation import leave_mediation
from bot.service.second_party.read_mediation import PartyView
from bot.web.event_stream import last_event_id
from bot.web.files import read_upload, stored_file
from bot.web.json_body import client_id_of, json_answer, number_of, read_json, room_of, text_of
from bot.web.keys import DESK, FILE_LIMIT, MESSAGE_LIMIT, METRICS
from bot.web.message_json import message_json, messages_json
from bot.web.names import name_of
from bot.web.network_address import network_address, refuse_other_sites

RENEWED = "原来的会话凭证无效，已经为您开始新的会话。"


def add_chat_api(app: web.Application) -> None:
    """Put the calls on the application."""
    app.router.add_post("/api/v1/chat/sessions", open_session)
    app.router.add_post("/api/v1/chat/messages", post_message)
    app.router.add_get("/api/v1/chat/messages", get_messages)
    app.router.add_post("/api/v1/chat/attachments", post_attachment)
    app.router.add_get("/api/v1/chat/attachments/{id}", get_attachment)
    app.router.add_post("/api/v1/chat/shown", post_shown)
    app.router.add_post("/api/v1/chat/typing", post_typing)
    app.router.add_post("/api/v1/chat/rating", post_rating)
    app.router.add_post("/api/v1/chat/mediation/leave", post_leave)
    app.router.add_post("/api/v1/chat/forget", post_forget)


async def open_session(request: web.Request) -> web.Response:
    """POST /api/v1/chat/sessions."""
    visitor = visitor_or_new(request)
    response = json_answer({"session": session_json(visitor)}, status=201 if visitor.fresh else 200)
    keep_visitor(request, response, visitor)
    return response


async def post_message(request: web.Request) -> web.Response:
    """POST /api/v1/chat/messages."""
    content = await read_json(request)
    text, client_id = text_of(content, "text", required=False), client_id_of(content)
    return await _answer(request, text, client_id, room=room_of(content))


async def _answer(
    request: web.Request, text: str, client_id: str, files: tuple[Attachment, ...] = (), *, room: str
) -> web.Response:
    visitor = visitor_or_new(request)
    turn = await hear(request, visitor, text, client_id, files, room=room)
    desk = request.config_dict[DESK]
    today = desk.today()
    await note_sent(desk, visitor.address, turn.replies)
    response = json_answer(
        {
            "message": message_json(turn.message, desk.room, today),
            "replies": messages_json(turn.replies, desk.room, today),
            "repeated": turn.repeated,
        }
        | ({"session": session_json(visitor)} if visitor.fresh else {})
    )
    keep_visitor(request, response, visitor)
    return response


async def post_attachment(request: web.Request) -> web.Response:
    """POST /api/v1/chat/attachments: a message with a file; answered like a message."""
    refuse_other_sites(request)
    request.config_dict[FILE_LIMIT].spend(network_address(request))
    upload = await read_upload(request)
    return await _answer(request, upload.text, upload.client_id, (upload.file,), room=upload.room)


async def get_attachment(request: web.Request) -> web.Response:
    """GET /api/v1/chat/attachments/{id}: a file of the visitor's own talks."""
    address = required_visitor(request).address
    file = await read_own_attachment(request.config_dict[DESK], address, request.match_info["id"])
    return await stored_file(request, file)


async def note_sent(desk: FrontDesk, address: CitizenAddress, messages: Sequence[StoredMessage]) -> None:
    """Record that messages were put on an answer or a stream; nothing is written where all are on record already."""
    fresh = [message.id for message in messages if message.delivery is Delivery.SAVED]
    if fresh:
        # the turn is saved and on its way; that this note fails must not make its answer an error
        with suppress(Unavailable, StaleConversation):
            await mark_sent(desk, address, max(fresh))


async def hear(
    request: web.Request,
    visitor: Visitor,
    text: str,
    client_id: str,
    files: tuple[Attachment, ...] = (),
    *,
    room: str = "private",
) -> ReceivedTurn:
    """Hand one message to the house; also used by the page that needs no script."""
    request.config_dict[MESSAGE_LIMIT].spend(visitor.account)
    desk = request.config_dict[DESK]
    message = CitizenMessage(visitor.address, client_id, text, desk.clock.now(), files)
    turn = await receive_message(desk, message, kind=JOINT if room == JOINT else "message")
    request.config_dict[METRICS].messages.labels("web", str(turn.repeated).lower()).inc()
    return turn


async def get_messages(request: web.Request) -> web.Response:
    """GET /api/v1/chat/messages?after=N: the same as the stream, for whoever cannot hold one open."""
    desk = request.config_dict[DESK]
    talk = await read_talk(desk, required_visitor(request).address, last_event_id(request))
    today = desk.today()
    return json_answer({"messages": messages_json(talk.messages, desk.room, today), "state": state_json(talk)})


async def post_shown(request: web.Request) -> web.Response:
    """POST /api/v1/chat/shown: everything up to this id stood on a screen."""
    content = await read_json(request)
    await mark_shown(request.config_dict[DESK], required_visitor(request).address, number_of(content, "up_to"))
    return web.Response(status=204)


async def post_typing(request: web.Request) -> web.Response:
    """POST /api/v1/chat/typing: the citizen is writing."""
    await note_typing(request.config_dict[DESK], required_visitor(request).address)
    return web.Response(status=204)


async def post_rating(request: web.Request) -> web.Response:
    """POST /api/v1/chat/rating: once, of one's own will."""
    content = await read_json(request)
    score = number_of(content, "score")
    if not 1 <= score <= 5:
        raise BadInput("评分应为 1 到 5。")
    comment = text_of(content, "comment", required=False)
    await rate_talk(request.config_dict[DESK], required_visitor(request).address, score, comment)
    return web.Response(status=204)


async def post_leave(request: web.Request) -> web.Response:
    """POST /api/v1/chat/mediation/leave: this party no longer wants to mediate."""
    content = await read_json(request)
    words = text_of(content, "words", required=False)
    await leave_mediation(request.config_dict[DESK], required_visitor(request).address, words)
    return web.Response(status=204)


async def post_forget(request: web.Request) -> web.Response:
    """POST /api/v1/chat/forget: this device no longer shows the talk; what was saved stays."""
    refuse_other_sites(request)
    response = web.Response(status=204)
    forget_visitor(response)
    response.headers["Clear-Site-Data"] = '"storage"'
    return response


def visitor_topic(address: CitizenAddress) -> str:
    """What the service announces for all talks of a visitor: also those that begin while a stream is open."""
    return f"visitor:{address.account}"


def session_json(visitor: Visitor) -> dict[str, Any]:
    """The session as the page needs it. A refused cookie is said in clear words."""
    content: dict[str, Any] = {"id": visitor.account, "new": visitor.fresh}
    return content | ({"notice": RENEWED} if visitor.refused else {})


def party_json(party: PartyView) -> dict[str, Any]:
    """A party's own view of the mediation."""
    return {
        "side": party.side.value,
        "state": party.state.value,
        "joint": party.joint.value,
        "other_name": party.other_name,
    }


def state_json(talk: Talk) -> dict[str, Any]:
    """Who speaks, the place in the queue, and who is writing."""
    return {
        "holder": talk.holder.value,
        "queue_position": talk.queue_position,
        "estimate_minutes": talk.estimate_minutes,
        "staff_name": talk.staff_name,
        "staff_role": name_of("role", talk.staff_role.value) if talk.staff_role else None,
        "staff_typing": talk.staff_typing,
        "emergency": talk.emergency,
        "may_rate": talk.may_rate,
        "handoff_status": talk.handoff_status.value if talk.handoff_status else None,
        "staff_read_up_to": talk.staff_read_up_to,
        "mediation": party_json(talk.party) if talk.party else None,
    }
