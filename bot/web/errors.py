"""Errors as people and programs read them: JSON under /api, a page elsewhere.

Never a stack trace, never what was sent.
"""

import logging
import traceback
from collections.abc import Awaitable, Callable

from aiohttp import web

from bot.errors import AssistantError, NotSignedIn
from bot.web.json_body import json_answer
from bot.web.keys import STAFF_ERROR_PAGE
from bot.web.pages import page

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]

log = logging.getLogger("fengqiao.web")

PLAIN_WORDS = {
    400: ("bad_input", "这个请求看不懂。"),
    403: ("not_allowed", "您没有权限做这件事。"),
    404: ("not_found", "没有这个页面。可能是网址写错了，或者内容已经删除。"),
    405: ("method_not_allowed", "这个网址不能这样使用。"),
    413: ("message_too_long", "内容太长了，请分几次发送。"),
    415: ("unsupported_media_type", "请用 application/json 格式发送。"),
}
FAILURE = ("internal_error", "系统出了点问题，您刚才的内容可能没有保存，请稍后再试一次。")


def wants_json(request: web.Request) -> bool:
    """Programs call below /api and the operators' addresses; everything else is read by people."""
    return request.path.startswith("/api/") or request.path in {"/healthz", "/readyz", "/metrics"}


@web.middleware
async def answer_errors(request: web.Request, handler: Handler) -> web.StreamResponse:
    """Turn every error into one clear answer with the right status."""
    try:
        return await handler(request)
    except AssistantError as error:
        if isinstance(error, NotSignedIn) and _for_staff(request):
            raise web.HTTPSeeOther("/console/sign-in") from None
        if error.status >= 500:
            cause = error.__cause__ or error.__context__ or error
            log.error(error.code, extra={"error": type(cause).__name__, "where": places(cause)})  # noqa: TRY400
        return await error_answer(request, error.status, error.code, error.message, error.hint)
    except web.HTTPException as error:
        if error.status < 400:
            raise
        code, message = PLAIN_WORDS.get(error.status, ("error", "这个请求没有成功。"))
        answer = await error_answer(request, error.status, code, message, "")
        if "Allow" in error.headers:
            answer.headers["Allow"] = error.headers["Allow"]
        return answer
    except ConnectionResetError:
        raise
    except Exception as error:  # noqa: BLE001 - the last net: whatever went wrong, the citizen gets a clear word
        log.error("unexpected error", extra={"error": type(error).__name__, "where": places(error)})  # noqa: TRY400
        return await error_answer(request, 500, *FAILURE, "")


def places(error: BaseException) -> list[str]:
    """File, line and function of each frame. The message of the error stays out: it may hold what a citizen wrote."""
    return [f"{frame.filename}:{frame.lineno}:{frame.name}" for frame in traceback.extract_tb(error.__traceback__)]


async def error_answer(request: web.Request, status: int, code: str, message: str, hint: str) -> web.Response:
    """One error: as JSON, as a page of the console, or as a citizen's page."""
    if wants_json(request):
        content = {"code": code, "message": message} | ({"hint": hint} if hint else {})
        return json_answer({"error": content}, status=status)
    if _for_staff(request) and (staff_page := request.config_dict.get(STAFF_ERROR_PAGE)) is not None:
        return await staff_page(request, status, message, hint)
    return page(request, "error.html", status=status, message=message, hint=hint, code=status)


def _for_staff(request: web.Request) -> bool:
    return request.path == "/console" or request.path.startswith("/console/")
