"""One handoff over the API: look, take, say, hand on, hand back, close, put right."""

from collections.abc import Mapping
from typing import Any

from aiohttp import web

from bot.console.handoff_json import handoff_json, view_json
from bot.console.session import SignedIn, signed_in
from bot.domain.handoff import Handoff
from bot.domain.mediation import JOINT
from bot.errors import BadInput, HandoffAlreadyClaimed
from bot.service.answer_citizen import answer_citizen
from bot.service.claim_handoff import claim_handoff
from bot.service.close_handoff import close_handoff
from bot.service.correct_triage import correct_triage
from bot.service.note_typing import note_staff_typing
from bot.service.read_attachment import read_handoff_attachment
from bot.service.read_handoff import follow_handoff, read_handoff
from bot.service.return_to_assistant import return_to_assistant
from bot.service.second_party.joint_room import say_to_both
from bot.service.transfer_handoff import transfer_handoff
from bot.web.event_stream import last_event_id
from bot.web.files import read_upload, stored_file
from bot.web.json_body import client_id_of, flag_of, json_answer, read_json, room_of, text_of
from bot.web.keys import DESK, METRICS
from bot.web.message_json import message_json, messages_json
from bot.web.network_address import refuse_other_sites

BASE = "/api/v1/staff/handoffs/{id}"


def add_handoff_api(app: web.Application) -> None:
    """Put the calls on the application."""
    app.router.add_get(BASE, get_handoff)
    app.router.add_get(f"{BASE}/messages", get_messages)
    app.router.add_post(f"{BASE}/claim", post_claim)
    app.router.add_post(f"{BASE}/messages", post_message)
    app.router.add_post(f"{BASE}/attachments", post_attachment)
    app.router.add_get(f"{BASE}/attachments/{{attachment}}", get_attachment)
    app.router.add_post(f"{BASE}/typing", post_typing)
    app.router.add_post(f"{BASE}/transfer", post_transfer)
    app.router.add_post(f"{BASE}/return", post_return)
    app.router.add_post(f"{BASE}/close", post_close)
    app.router.add_post(f"{BASE}/correction", post_correction)


async def get_handoff(request: web.Request) -> web.Response:
    """GET …: the whole view; the look is recorded."""
    who = await signed_in(request)
    desk = request.config_dict[DESK]
    view = await read_handoff(desk, who.staff, request.match_info["id"])
    return json_answer(view_json(view, who.staff, desk))


async def get_messages(request: web.Request) -> web.Response:
    """GET …/messages?after=N: what is new in a talk that was looked at before."""
    who = await signed_in(request)
    desk = request.config_dict[DESK]
    news = await follow_handoff(desk, who.staff, request.match_info["id"], last_event_id(request))
    return json_answer({"messages": messages_json(news.messages, desk.room, desk.today())})


async def post_attachment(request: web.Request) -> web.Response:
    """POST …/attachments: a file for the citizen, with or without words."""
    refuse_other_sites(request)
    who = await signed_in(request)
    upload = await read_upload(request)
    desk = request.config_dict[DESK]
    say = say_to_both if upload.room == JOINT else answer_citizen
    message = await say(
        desk, who.staff, request.match_info["id"], upload.text, upload.client_id, attachments=(upload.file,)
    )
    request.config_dict[METRICS].staff_messages.inc()
    return json_answer({"message": message_json(message, desk.room, desk.today())})


async def get_attachment(request: web.Request) -> web.Response:
    """GET …/attachments/{attachment}: a file of the talk; the look is recorded."""
    who = await signed_in(request)
    desk = request.config_dict[DESK]
    place = request.match_info
    file = await read_handoff_attachment(desk, who.staff, place["id"], place["attachment"])
    return await stored_file(request, file)


async def post_claim(request: web.Request) -> web.Response:
    """POST …/claim: one winner; the others get 409."""
    await read_json(request)
    who = await signed_in(request)
    desk = request.config_dict[DESK]
    claims = request.config_dict[METRICS].claims
    try:
        handoff = await claim_handoff(desk, who.staff, request.match_info["id"])
    except HandoffAlreadyClaimed:
        claims.labels("lost").inc()
        raise
    claims.labels("won").inc()
    return json_answer({"handoff": _line(request, who, handoff)})


async def post_message(request: web.Request) -> web.Response:
    """POST …/messages: an answer to the citizen, or a note among staff; a repeated client_id changes nothing."""
    content = await read_json(request)
    who = await signed_in(request)
    desk = request.config_dict[DESK]
    handoff_id, text, client_id = request.match_info["id"], text_of(content, "text"), client_id_of(content)
    private = flag_of(content, "private")
    if room_of(content) == JOINT:
        if private:
            raise BadInput("内部备注不能写进三方房间。")
        message = await say_to_both(desk, who.staff, handoff_id, text, client_id)
    else:
        message = await answer_citizen(desk, who.staff, handoff_id, text, client_id, private=private)
    request.config_dict[METRICS].staff_messages.inc()
    return json_answer({"message": message_json(message, desk.room, desk.today())})


async def post_typing(request: web.Request) -> web.Response:
    """POST …/typing: the citizen sees for a few seconds that somebody writes."""
    await read_json(request)
    who = await signed_in(request)
    await note_staff_typing(request.config_dict[DESK], who.staff, request.match_info["id"])
    return web.Response(status=204)


async def post_transfer(request: web.Request) -> web.Response:
    """POST …/transfer: to another organisation, or to a colleague by name."""
    content = await read_json(request)
    who = await signed_in(request)
    desk = request.config_dict[DESK]
    handoff = await transfer_handoff(
        desk,
        who.staff,
        request.match_info["id"],
        text_of(content, "organisation"),
        staff_id=text_of(content, "staff", required=False) or None,
        note=text_of(content, "note", required=False),
        citizen_agreed=flag_of(content, "citizen_agreed"),
    )
    return json_answer({"handoff": _line(request, who, handoff)})


async def post_return(request: web.Request) -> web.Response:
    """POST …/return: the assistant goes on."""
    content = await read_json(request)
    who = await signed_in(request)
    desk = request.config_dict[DESK]
    note = text_of(content, "note", required=False)
    handoff = await return_to_assistant(desk, who.staff, request.match_info["id"], note)
    return json_answer({"handoff": _line(request, who, handoff)})


async def post_close(request: web.Request) -> web.Response:
    """POST …/close: with an outcome."""
    content = await read_json(request)
    who = await signed_in(request)
    desk = request.config_dict[DESK]
    outcome = text_of(content, "outcome")
    note = text_of(content, "note", required=False)
    handoff = await close_handoff(desk, who.staff, request.match_info["id"], outcome, note)
    return json_answer({"handoff": _line(request, who, handoff)})


async def post_correction(request: web.Request) -> web.Response:
    """POST …/correction: category, subtype, risk or facts put right by a person, with a reason."""
    content = await read_json(request)
    who = await signed_in(request)
    facts = content.get("facts", {})
    if not isinstance(facts, Mapping):
        raise BadInput("“facts”应该是一个 JSON 对象。")
    desk = request.config_dict[DESK]
    handoff = await correct_triage(
        desk,
        who.staff,
        request.match_info["id"],
        category=text_of(content, "category", required=False) or None,
        subtype=text_of(content, "subtype", required=False) or None,
        facts=dict(facts),
        risk=text_of(content, "risk", required=False) or None,
        reason=text_of(content, "reason"),
    )
    return json_answer({"handoff": _line(request, who, handoff)})


def _line(request: web.Request, who: SignedIn, handoff: Handoff) -> dict[str, Any]:
    """The handoff after the action."""
    holder = who.staff.name if handoff.claimed_by == who.staff.id else ""
    return handoff_json(handoff, who.staff, request.config_dict[DESK], holder_name=holder)
