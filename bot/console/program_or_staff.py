"""Who may use the tools that store nothing: a program with a key, or staff."""

from aiohttp import web

from bot.console.session import COOKIE, signed_in
from bot.domain.staff import Action
from bot.errors import NotSignedIn
from bot.service.api_keys import key_of
from bot.web.keys import DESK


async def program_or_staff(request: web.Request) -> None:
    """Let in a program with a valid key, or staff who may use the tools.

    Raises:
        NotSignedIn: neither.
    """
    scheme, _, given = request.headers.get("Authorization", "").partition(" ")
    key = given.strip() if scheme.lower() == "bearer" else request.headers.get("X-API-Key", "")
    if key:
        if await key_of(request.config_dict[DESK], key) is None:
            raise NotSignedIn("这个 API 密钥无效或已停用。", hint="用 fengqiao apikey add 名称 生成一个。")
        return
    if COOKIE not in request.cookies:
        raise NotSignedIn("需要 API 密钥或登录。", hint="请求头写 Authorization: Bearer 密钥。")
    await signed_in(request, Action.USE_TOOLS)
