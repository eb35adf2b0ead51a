"""A member of staff's own account on Telegram: a one-time code to link it, and unlinking."""

from aiohttp import web

from bot.console.session import console_page, signed_in
from bot.service.link_account import CODE_LIFETIME, account_linked_at, issue_account_code, unlink_account
from bot.web.csrf import csrf_token, read_form
from bot.web.keys import DESK, SETTINGS

TELEGRAM = "telegram"


def add_account_pages(app: web.Application) -> None:
    """Put the pages on the application."""
    app.router.add_get("/console/accounts", show_accounts)
    app.router.add_post("/console/accounts/code", post_code)
    app.router.add_post("/console/accounts/unlink", post_unlink)


async def show_accounts(request: web.Request) -> web.Response:
    """GET /console/accounts."""
    return await _page(request)


async def post_code(request: web.Request) -> web.Response:
    """POST /console/accounts/code: a fresh code for oneself, shown once."""
    who = await signed_in(request)
    await read_form(request, who.session)
    return await _page(request, code=await issue_account_code(request.config_dict[DESK], who.staff))


async def post_unlink(request: web.Request) -> web.Response:
    """POST /console/accounts/unlink."""
    who = await signed_in(request)
    await read_form(request, who.session)
    await unlink_account(request.config_dict[DESK], who.staff, TELEGRAM)
    raise web.HTTPSeeOther("/console/accounts")


async def _page(request: web.Request, code: str = "") -> web.Response:
    who = await signed_in(request)
    return console_page(
        request,
        who,
        "accounts.html",
        heading="我的账号",
        code=code,
        minutes=int(CODE_LIFETIME.total_seconds() // 60),
        linked_at=await account_linked_at(request.config_dict[DESK], who.staff, TELEGRAM),
        on=bool(request.config_dict[SETTINGS].telegram_token),
        csrf=csrf_token(request, who.session),
    )
