"""Colleagues in a talk over the API: ask, invite, let go, take over, hand back; and what staff have read."""

from aiohttp import web

from bot.console.handoff_json import handoff_json
from bot.console.session import signed_in
from bot.domain.consultation import ConsultationKind
from bot.errors import BadInput
from bot.service.ask_colleague import ask_colleague, end_consultation
from bot.service.note_staff_read import note_staff_read
from bot.service.take_over import hand_back, take_over
from bot.web.json_body import json_answer, number_of, read_json, text_of
from bot.web.keys import DESK

BASE = "/api/v1/staff/handoffs/{id}"


def add_colleague_api(app: web.Application) -> None:
    """Put the calls on the application."""
    app.router.add_post(f"{BASE}/colleagues", post_colleague)
    app.router.add_post(f"{BASE}/colleagues/{{colleague}}/end", post_end)
    app.router.add_post(f"{BASE}/take-over", post_take_over)
    app.router.add_post(f"{BASE}/hand-back", post_hand_back)
    app.router.add_post(f"{BASE}/seen", post_seen)


async def post_colleague(request: web.Request) -> web.Response:
    """POST …/colleagues: ask a colleague, or invite him to speak too."""
    content = await read_json(request)
    who = await signed_in(request)
    kind = text_of(content, "kind", required=False) or ConsultationKind.ASK
    if kind not in set(ConsultationKind):
        raise BadInput("“kind”应该是 ask 或 join。")
    colleague, question = text_of(content, "colleague"), text_of(content, "question")
    desk, handoff_id = request.config_dict[DESK], request.match_info["id"]
    await ask_colleague(desk, who.staff, handoff_id, colleague, question, kind=ConsultationKind(kind))
    return json_answer({"asked": colleague}, status=201)


async def post_end(request: web.Request) -> web.Response:
    """POST …/colleagues/{colleague}/end: he is no longer wanted."""
    content = await read_json(request)
    who = await signed_in(request)
    place, note = request.match_info, text_of(content, "note", required=False)
    ended = await end_consultation(request.config_dict[DESK], who.staff, place["id"], place["colleague"], note)
    return json_answer({"ended": ended})


async def post_take_over(request: web.Request) -> web.Response:
    """POST …/take-over: by a supervisor, with a reason."""
    content = await read_json(request)
    who = await signed_in(request)
    desk = request.config_dict[DESK]
    handoff = await take_over(desk, who.staff, request.match_info["id"], text_of(content, "reason"))
    return json_answer({"handoff": handoff_json(handoff, who.staff, desk, holder_name=who.staff.name)})


async def post_hand_back(request: web.Request) -> web.Response:
    """POST …/hand-back: to the colleague it was taken from."""
    content = await read_json(request)
    who = await signed_in(request)
    desk = request.config_dict[DESK]
    note = text_of(content, "note", required=False)
    handoff = await hand_back(desk, who.staff, request.match_info["id"], note)
    return json_answer({"handoff": handoff_json(handoff, who.staff, desk)})


async def post_seen(request: web.Request) -> web.Response:
    """POST …/seen: everything up to this id stood on a screen."""
    content = await read_json(request)
    who = await signed_in(request)
    await note_staff_read(request.config_dict[DESK], who.staff, request.match_info["id"], number_of(content, "up_to"))
    return web.Response(status=204)
