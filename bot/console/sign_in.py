"""Signing in by a one-time link, renewing one's own link, signing out.

Opening the link only shows a button: programs that look at links in messages would otherwise use it up.
"""

from aiohttp import web

from bot.console.session import console_page, forget_session, keep_session, signed_in
from bot.domain.staff import Action
from bot.errors import AssistantError
from bot.service.recuse import own_declarations
from bot.service.renew_link import renew_link
from bot.service.sign_in import sign_in
from bot.service.sign_out import sign_out
from bot.web.csrf import csrf_token, read_form
from bot.web.keys import DESK, SETTINGS, SIGN_IN_LIMIT
from bot.web.network_address import network_address, refuse_other_sites


def add_sign_in(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/console/sign-in", show_sign_in)
    app.router.add_post("/console/sign-in", post_sign_in)
    app.router.add_get("/console/me", show_me)
    app.router.add_post("/console/link", post_link)
    app.router.add_post("/console/sign-out", post_sign_out)


async def show_sign_in(request: web.Request) -> web.Response:
    """GET /console/sign-in?token=…: the button; nothing is used up yet."""
    token = request.query.get("token", "")[:200]
    return console_page(request, None, "sign_in.html", heading="登录", token=token, problem="")


async def post_sign_in(request: web.Request) -> web.Response:
    """POST /console/sign-in: use the token up and begin a session."""
    request.config_dict[SIGN_IN_LIMIT].spend(network_address(request))
    refuse_other_sites(request)
    form = await request.post()
    try:
        session = await sign_in(request.config_dict[DESK], str(form.get("token", "")))
    except AssistantError as error:
        return console_page(
            request, None, "sign_in.html", heading="登录", token="", problem=error.message, status=error.status
        )
    response = web.Response(status=303, headers={"Location": "/console"})
    keep_session(request, response, session.session_token)
    return response


async def show_me(request: web.Request) -> web.Response:
    """GET /console/me."""
    return await _me(request, link="")


async def post_link(request: web.Request) -> web.Response:
    """POST /console/link: a fresh link for oneself, shown once."""
    who = await signed_in(request)
    await read_form(request, who.session)
    desk = request.config_dict[DESK]
    return await _me(request, link=sign_in_address(request, await renew_link(desk, who.staff)))


async def _me(request: web.Request, *, link: str) -> web.Response:
    who = await signed_in(request)
    desk = request.config_dict[DESK]
    return console_page(
        request,
        who,
        "me.html",
        heading=who.staff.name,
        organisation_name=desk.organisation_name(who.staff.organisation_id),
        csrf=csrf_token(request, who.session),
        link=link,
        conflicts=await own_declarations(desk, who.staff) if who.staff.may(Action.HOLD_TALK) else None,
        hours=int(desk.settings.sign_in_link_lifetime.total_seconds() // 3600),
    )


async def post_sign_out(request: web.Request) -> web.Response:
    """POST /console/sign-out."""
    who = await signed_in(request)
    await read_form(request, who.session)
    await sign_out(request.config_dict[DESK], who.session)
    response = web.Response(status=303, headers={"Location": "/console/sign-in"})
    forget_session(response)
    return response


def sign_in_address(request: web.Request, token: str) -> str:
    """The link for a token, under the address people use."""
    settings = request.config_dict[SETTINGS]
    origin = settings.public_url or f"{request.scheme}://{request.host}"
    return f"{origin}/console/sign-in?token={token}"
