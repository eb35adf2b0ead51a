"""The staff's half of the API: signing in, presence, the queue."""

from typing import Any

from aiohttp import web

from bot.console.duty_api import duty_json, offer_json
from bot.console.handoff_json import handoff_json
from bot.console.session import SignedIn, forget_session, keep_session, signed_in
from bot.console.sign_in import sign_in_address
from bot.domain.staff import Action, StaffMember
from bot.service.ask_colleague import list_wanted
from bot.service.list_my_talks import list_my_talks
from bot.service.list_queue import list_queue
from bot.service.renew_link import renew_link
from bot.service.set_presence import set_presence
from bot.service.sign_in import sign_in
from bot.service.sign_out import sign_out
from bot.web.json_body import flag_of, json_answer, read_json, text_of
from bot.web.keys import DESK, SIGN_IN_LIMIT
from bot.web.names import name_of
from bot.web.network_address import network_address


def add_staff_api(app: web.Application) -> None:
    """Put the calls on the application."""
    app.router.add_post("/api/v1/staff/sign-in", post_sign_in)
    app.router.add_post("/api/v1/staff/sign-out", post_sign_out)
    app.router.add_get("/api/v1/staff/me", get_me)
    app.router.add_post("/api/v1/staff/link", post_link)
    app.router.add_post("/api/v1/staff/presence", post_presence)
    app.router.add_get("/api/v1/staff/queue", get_queue)


async def post_sign_in(request: web.Request) -> web.Response:
    """POST /api/v1/staff/sign-in."""
    request.config_dict[SIGN_IN_LIMIT].spend(network_address(request))
    content = await read_json(request)
    session = await sign_in(request.config_dict[DESK], text_of(content, "token"))
    response = json_answer({"staff": staff_json(request, session.staff)})
    keep_session(request, response, session.session_token)
    return response


async def post_sign_out(request: web.Request) -> web.Response:
    """POST /api/v1/staff/sign-out."""
    await read_json(request)
    who = await signed_in(request)
    await sign_out(request.config_dict[DESK], who.session)
    response = web.Response(status=204)
    forget_session(response)
    return response


async def get_me(request: web.Request) -> web.Response:
    """GET /api/v1/staff/me."""
    who = await signed_in(request)
    return json_answer({"staff": staff_json(request, who.staff)})


async def post_link(request: web.Request) -> web.Response:
    """POST /api/v1/staff/link: a fresh one-time link for oneself."""
    await read_json(request)
    who = await signed_in(request)
    token = await renew_link(request.config_dict[DESK], who.staff)
    return json_answer({"token": token, "link": sign_in_address(request, token)})


async def post_presence(request: web.Request) -> web.Response:
    """POST /api/v1/staff/presence: a heartbeat; `accepting` false is a pause."""
    content = await read_json(request)
    who = await signed_in(request)
    desk = request.config_dict[DESK]
    if not who.staff.may(Action.HOLD_TALK):
        return json_answer({"present": True, "accepting": False})
    present = flag_of(content, "present", default=True)
    accepting = flag_of(content, "accepting") if "accepting" in content else None
    presence = await set_presence(desk, who.staff, present, accepting)
    return json_answer({"present": presence.present, "accepting": presence.accepting})


async def get_queue(request: web.Request) -> web.Response:
    """GET /api/v1/staff/queue."""
    return json_answer(await queue_json(request, await signed_in(request, Action.SEE_QUEUE)))


async def queue_json(request: web.Request, who: SignedIn) -> dict[str, Any]:
    """The lists of the left pane: emergencies, my talks, who waits, and what was left for later."""
    desk = request.config_dict[DESK]
    waiting = [
        handoff_json(entry.handoff, who.staff, desk)
        | {"position": None if entry.handoff.dangerous and entry.handoff.live else entry.position}
        | offer_json(entry.offer, who.staff)
        for entry in await list_queue(desk, who.staff)
    ]
    held = await list_my_talks(desk, who.staff) if who.staff.may(Action.HOLD_TALK) else ()
    wanted = await list_wanted(desk, who.staff) if who.staff.may(Action.HOLD_TALK) else ()
    return await duty_json(desk, who) | {
        "wanted": [
            handoff_json(one.handoff, who.staff, desk)
            | {
                "headline": one.consultation.question,
                "wanted_by": one.asked_by,
                "wanted_for": one.consultation.kind.value,
            }
            for one in wanted
        ],
        "emergencies": [entry for entry in waiting if entry["risk"] == "red" and entry["live_talk"]],
        "waiting": [entry for entry in waiting if entry["risk"] != "red" and entry["live_talk"]],
        "later": [entry for entry in waiting if not entry["live_talk"]],
        "mine": [handoff_json(handoff, who.staff, desk, holder_name=who.staff.name) for handoff in held],
    }


def staff_json(request: web.Request, staff: StaffMember) -> dict[str, Any]:
    """A member of staff, for himself."""
    return {
        "id": staff.id,
        "name": staff.name,
        "role": staff.role.value,
        "role_name": name_of("role", staff.role.value),
        "organisation": staff.organisation_id,
        "organisation_name": request.config_dict[DESK].organisation_name(staff.organisation_id),
    }
