"""The page of an invited person: who invites, that it is voluntary and free, his rights, two consents; yes or no.

It needs no script. Whoever opens a forwarded link sees the invitation and nothing else; the talk begins with consent.
"""

import secrets
from dataclasses import dataclass
from typing import Any

from aiohttp import web

from bot.channels.web_chat_session import CHANNEL, invited_visitor, keep_visitor, known_visitor
from bot.dialogue.wording import reply
from bot.domain.messages import CitizenAddress
from bot.errors import AssistantError, BadInput
from bot.service.second_party.answer_invitation import (
    Consents,
    Key,
    accept_invitation,
    read_invitation,
    refuse_invitation,
)
from bot.web.keys import DESK, ROOM, SIGN_IN_LIMIT, SIGNER
from bot.web.message_json import articles_json
from bot.web.network_address import network_address, refuse_other_sites
from bot.web.pages import page

ACCOUNT = "invited"
"""Purpose of the signature under the account that a page of an invitation carries, so that pressing twice is once."""
RIGHTS = (
    "invitation_voluntary",
    "invitation_free",
    "invitation_mediator",
    "invitation_stop",
    "invitation_closed_session",
    "invitation_own_will",
    "invitation_secret",
    "invitation_other_roads",
    "invitation_duties",
)


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of the page with the articles it rests on."""

    text: str
    articles: list[dict[str, Any]]


def add_invitations(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/join", show_code_form)
    app.router.add_post("/join", post_code)
    app.router.add_get("/join/{token}", show_invitation)
    app.router.add_post("/join/answer", post_answer)


async def show_code_form(request: web.Request) -> web.Response:
    """GET /join: the form for a short code."""
    return page(request, "join_code.html", problem="", code="")


async def post_code(request: web.Request) -> web.Response:
    """POST /join: the invitation of a short code."""
    refuse_other_sites(request)
    form = await request.post()
    code = str(form.get("code", "")).strip()[:40]
    try:
        return await _invitation(request, Key(code=code))
    except AssistantError as error:
        return page(request, "join_code.html", problem=f"{error.message}{error.hint}", code=code, status=error.status)


async def show_invitation(request: web.Request) -> web.Response:
    """GET /join/{token}: the invitation of a link; looking at it uses nothing up, since messengers look too."""
    try:
        return await _invitation(request, Key(token=request.match_info["token"]))
    except AssistantError as error:
        return page(request, "join_code.html", problem=f"{error.message}{error.hint}", code="", status=error.status)


async def post_answer(request: web.Request) -> web.Response:
    """POST /join/answer: consent, or a clear no."""
    refuse_other_sites(request)
    form = await request.post()
    key = Key(token=str(form.get("token", "")), code=str(form.get("code", "")))
    desk = request.config_dict[DESK]
    try:
        request.config_dict[SIGN_IN_LIMIT].spend(network_address(request))
        if form.get("answer") == "refuse":
            await refuse_invitation(desk, key, str(form.get("words", ""))[:500])
            return page(request, "join_end.html", said=_statement(request, "party_refused_to_respondent"))
        if form.get("answer") != "accept":
            raise BadInput("请选择参加或者不参加。")
        account = request.config_dict[SIGNER].open(ACCOUNT, str(form.get("place", "")))
        if account is None:
            raise BadInput("这个页面放得太久了，请重新打开邀请。")
        consents = Consents(to_mediation=form.get("take_part") == "yes", to_privacy=form.get("privacy") == "yes")
        name = str(form.get("name", ""))
        await accept_invitation(
            desk, key, CitizenAddress(CHANNEL, account), consents, name, here_already=_here(request)
        )
    except AssistantError as error:
        return await _again(request, key, error)
    response = web.Response(status=303, headers={"Location": "/"})
    keep_visitor(request, response, invited_visitor(account))
    return response


async def _again(request: web.Request, key: Key, error: AssistantError) -> web.Response:
    """The page once more with what was wrong; where the invitation itself is worthless, the form for a code."""
    problem = f"{error.message}{error.hint}"
    try:
        return await _invitation(request, key, problem=problem, status=error.status)
    except AssistantError:
        return page(request, "join_code.html", problem=problem, code="", status=error.status)


async def _invitation(request: web.Request, key: Key, *, problem: str = "", status: int = 200) -> web.Response:
    request.config_dict[SIGN_IN_LIMIT].spend(network_address(request))
    view = await read_invitation(request.config_dict[DESK], key)
    privacy = _statement(
        request, "invitation_privacy", office=request.config_dict[ROOM].office, organisation=view.organisation
    )
    return page(
        request,
        "join.html",
        status=status,
        view=view,
        key=key,
        place=request.config_dict[SIGNER].sign(ACCOUNT, secrets.token_urlsafe(16)),
        rights=[_statement(request, name) for name in RIGHTS],
        privacy=privacy,
        problem=problem,
    )


def _here(request: web.Request) -> CitizenAddress | None:
    """The talk that this browser shows already."""
    visitor = known_visitor(request)
    return None if visitor is None else visitor.address


def _statement(request: web.Request, name: str, **values: Any) -> Statement:
    said = reply(name, **values)
    room, today = request.config_dict[ROOM], request.config_dict[DESK].today()
    return Statement(said.text, articles_json(said.cites, room, today))
