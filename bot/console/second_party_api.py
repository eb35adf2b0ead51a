"""The second party over the API: ask, invite, try, open and close the joint room, end. From either of the talks."""

from typing import Any

from aiohttp import web

from bot.console.session import signed_in
from bot.domain.mediation import Mediation, Side
from bot.errors import BadInput
from bot.service.second_party.ask_applicant import ask_applicant, record_consent
from bot.service.second_party.end_mediation import end_mediation
from bot.service.second_party.invite import invite_party, revoke_invitation
from bot.service.second_party.joint_room import close_joint_room, open_joint_room
from bot.service.second_party.reach_party import note_contact_try
from bot.service.second_party.read_mediation import MediationView
from bot.web.json_body import flag_of, json_answer, read_json, text_of
from bot.web.keys import DESK, SETTINGS
from bot.web.names import name_of
from bot.web.pages import moment

BASE = "/api/v1/staff/handoffs/{id}/party"


def add_second_party_api(app: web.Application) -> None:
    """Put the calls on the application."""
    app.router.add_post(f"{BASE}/ask", post_ask)
    app.router.add_post(f"{BASE}/consent", post_consent)
    app.router.add_post(f"{BASE}/invite", post_invite)
    app.router.add_post(f"{BASE}/revoke", post_revoke)
    app.router.add_post(f"{BASE}/try", post_try)
    app.router.add_post(f"{BASE}/joint", post_joint)
    app.router.add_post(f"{BASE}/end", post_end)


async def post_ask(request: web.Request) -> web.Response:
    """POST …/ask: ask the applicant whether the other side may be invited."""
    content = await read_json(request)
    who = await signed_in(request)
    mediation = await ask_applicant(
        request.config_dict[DESK],
        who.staff,
        request.match_info["id"],
        about=text_of(content, "about"),
        applicant_name=text_of(content, "applicant_name"),
        respondent_name=text_of(content, "respondent_name", required=False),
    )
    return _answer(mediation, status=201)


async def post_consent(request: web.Request) -> web.Response:
    """POST …/consent: his answer in other words than the button's."""
    content = await read_json(request)
    who = await signed_in(request)
    mediation = await record_consent(
        request.config_dict[DESK],
        who.staff,
        request.match_info["id"],
        agreed=flag_of(content, "agreed"),
        words=text_of(content, "words"),
    )
    return _answer(mediation)


async def post_invite(request: web.Request) -> web.Response:
    """POST …/invite: a one-time link and a short code; this answer is the only place where they ever stand."""
    await read_json(request)
    who = await signed_in(request)
    fresh = await invite_party(request.config_dict[DESK], who.staff, request.match_info["id"])
    origin = request.config_dict[SETTINGS].origin
    return json_answer(
        {
            "link": f"{origin}/join/{fresh.link_token}",
            "code_page": f"{origin}/join",
            "code": fresh.code,
            "expires_at": fresh.invitation.expires_at.isoformat(),
            "expires_words": moment(fresh.invitation.expires_at),
        },
        status=201,
    )


async def post_revoke(request: web.Request) -> web.Response:
    """POST …/revoke: the standing invitation is worthless from now on."""
    content = await read_json(request)
    who = await signed_in(request)
    reason = text_of(content, "reason", required=False)
    revoked = await revoke_invitation(request.config_dict[DESK], who.staff, request.match_info["id"], reason)
    return json_answer({"revoked": revoked})


async def post_try(request: web.Request) -> web.Response:
    """POST …/try: somebody tried to reach the other side, without an answer."""
    content = await read_json(request)
    who = await signed_in(request)
    how = text_of(content, "how")
    return _answer(await note_contact_try(request.config_dict[DESK], who.staff, request.match_info["id"], how))


async def post_joint(request: web.Request) -> web.Response:
    """POST …/joint: open or close the joint room."""
    content = await read_json(request)
    who = await signed_in(request)
    act = open_joint_room if flag_of(content, "open") else close_joint_room
    reason = text_of(content, "reason", required=False)
    return _answer(await act(request.config_dict[DESK], who.staff, request.match_info["id"], reason))


async def post_end(request: web.Request) -> web.Response:
    """POST …/end: the end, with its reason, and who refused where somebody did."""
    content = await read_json(request)
    who = await signed_in(request)
    refused_by = text_of(content, "refused_by", required=False)
    if refused_by and refused_by not in set(Side):
        raise BadInput("“refused_by”应该是 applicant 或 respondent。")
    mediation = await end_mediation(
        request.config_dict[DESK],
        who.staff,
        request.match_info["id"],
        text_of(content, "reason"),
        refused_by=Side(refused_by) if refused_by else None,
    )
    return _answer(mediation)


def _answer(mediation: Mediation, *, status: int = 200) -> web.Response:
    return json_answer({"mediation": mediation_json(mediation)}, status=status)


def mediation_json(mediation: Mediation) -> dict[str, Any]:
    """The mediation itself, with the handoff of each private room."""
    return {
        "id": mediation.id,
        "state": mediation.state.value,
        "state_name": name_of("mediation_state", mediation.state.value),
        "joint": mediation.joint.value,
        "joint_name": name_of("joint_room", mediation.joint.value),
        "about": mediation.about,
        "applicant_name": mediation.applicant_name,
        "respondent_name": mediation.respondent_name,
        "tries": mediation.tries,
        "open": mediation.open,
        "handoffs": {
            Side.APPLICANT.value: mediation.handoff_id,
            Side.RESPONDENT.value: mediation.respondent_handoff_id,
        },
    }


def mediation_view_json(view: MediationView, staff_names: dict[str, str]) -> dict[str, Any]:
    """The mediation as the console draws it."""
    return {
        **mediation_json(view.mediation),
        "side": view.side.value,
        "invitation_until": moment(view.invitation_until) if view.invitation_until else "",
        "history": [
            {
                "at": moment(event.at),
                "words": name_of("mediation_move", event.move.value)
                + "（"
                + (staff_names.get(event.staff_id or "", "") or name_of("mediation_who", event.who))
                + "）"
                + (f"：{event.note}" if event.note else ""),
            }
            for event in view.history
        ],
    }
