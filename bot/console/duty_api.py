"""Duty over the API: alarms answered, withdrawing from a talk, names declared, and what a roster says of oneself."""

from typing import Any

from aiohttp import web

from bot.console.handoff_json import handoff_json
from bot.console.session import SignedIn, signed_in
from bot.domain.routing import Offer
from bot.domain.staff import StaffMember
from bot.service.answer_alarm import alarms_for, answer_alarm
from bot.service.front_desk import FrontDesk
from bot.service.own_duty import own_duty
from bot.service.recuse import declare_conflict, own_declarations, recuse, withdraw_declaration
from bot.web.csrf import read_form
from bot.web.json_body import json_answer, read_json, text_of
from bot.web.keys import DESK
from bot.web.names import name_of

_BASE = "/api/v1/staff/handoffs/{id}"


def add_duty_api(app: web.Application) -> None:
    """Put the calls on the application."""
    app.router.add_post(f"{_BASE}/alarm", post_alarm)
    app.router.add_post(f"{_BASE}/recuse", post_recusal)
    app.router.add_post("/console/conflicts", post_conflict_form)
    app.router.add_post("/console/conflicts/{id}/remove", post_conflict_removal_form)
    app.router.add_get("/api/v1/staff/conflicts", get_conflicts)
    app.router.add_post("/api/v1/staff/conflicts", post_conflict)
    app.router.add_post("/api/v1/staff/conflicts/{id}/remove", post_conflict_removal)


async def post_alarm(request: web.Request) -> web.Response:
    """POST …/alarm: seen, and what is done about it."""
    content = await read_json(request)
    who = await signed_in(request)
    await answer_alarm(request.config_dict[DESK], who.staff, request.match_info["id"], text_of(content, "answer"))
    return web.Response(status=204)


async def post_recusal(request: web.Request) -> web.Response:
    """POST …/recuse: withdraw for a conflict of interest; the talk goes to somebody else."""
    content = await read_json(request)
    who = await signed_in(request)
    desk = request.config_dict[DESK]
    handoff = await recuse(desk, who.staff, request.match_info["id"], text_of(content, "reason"))
    return json_answer({"handoff": handoff_json(handoff, who.staff, desk)})


async def get_conflicts(request: web.Request) -> web.Response:
    """GET /api/v1/staff/conflicts: the names that one declared oneself."""
    who = await signed_in(request)
    declared = await own_declarations(request.config_dict[DESK], who.staff)
    return json_answer({"conflicts": [{"id": one.id, "name": one.name, "note": one.note} for one in declared]})


async def post_conflict(request: web.Request) -> web.Response:
    """POST /api/v1/staff/conflicts."""
    content = await read_json(request)
    who = await signed_in(request)
    note = text_of(content, "note", required=False)
    declared = await declare_conflict(request.config_dict[DESK], who.staff, text_of(content, "name"), note)
    return json_answer({"conflict": {"id": declared.id, "name": declared.name, "note": declared.note}}, status=201)


async def post_conflict_removal(request: web.Request) -> web.Response:
    """POST /api/v1/staff/conflicts/{id}/remove."""
    await read_json(request)
    who = await signed_in(request)
    await withdraw_declaration(request.config_dict[DESK], who.staff, request.match_info["id"])
    return web.Response(status=204)


async def post_conflict_form(request: web.Request) -> web.Response:
    """POST /console/conflicts: the same from one's own page."""
    who = await signed_in(request)
    form = await read_form(request, who.session)
    name, note = str(form.get("name", "")), str(form.get("note", ""))
    await declare_conflict(request.config_dict[DESK], who.staff, name, note)
    raise web.HTTPSeeOther("/console/me")


async def post_conflict_removal_form(request: web.Request) -> web.Response:
    """POST /console/conflicts/{id}/remove."""
    who = await signed_in(request)
    await read_form(request, who.session)
    await withdraw_declaration(request.config_dict[DESK], who.staff, request.match_info["id"])
    raise web.HTTPSeeOther("/console/me")


def offer_json(offer: Offer | None, staff: StaffMember) -> dict[str, Any]:
    """Whether a waiting talk is offered to this person, why, and what stands between him and it."""
    if offer is None:
        return {"offered": False, "offer_reasons": [], "obstacle": ""}
    mine = offer.staff_id == staff.id
    obstacle = offer.obstacles.get(staff.id)
    return {
        "offered": mine,
        "offer_reasons": [name_of("offer_reason", reason.value) for reason in offer.reasons] if mine else [],
        "obstacle": "" if obstacle is None else name_of("obstacle", obstacle.value),
    }


async def duty_json(desk: FrontDesk, who: SignedIn) -> dict[str, Any]:
    """What one's own roster says, in words for the bar of the page, and the alarms that wait for an answer."""
    duty = await own_duty(desk, who.staff)
    words, over = "", False
    if duty.until is not None:
        words = name_of("own_duty", "until", time=f"{duty.until:%H:%M}")
    elif duty.ended is not None and duty.held:
        words, over = name_of("own_duty", "over", time=f"{duty.ended:%H:%M}", held=duty.held), True
    elif duty.next_at is not None:
        day = f"{duty.next_at.month}月{duty.next_at.day}日 {duty.next_at:%H:%M}"
        words = name_of("own_duty", "next", time=day)
    alarms = await alarms_for(desk, who.staff)
    return {
        "duty": {"words": words, "over": over, "held": duty.held, "capacity": duty.capacity},
        "alarms": [{"handoff": alarm.handoff_id, "times": alarm.times} for alarm in alarms],
    }
